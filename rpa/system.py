"""What the operating system refuses, in words: which file, why, and for some of it what to do."""

from __future__ import annotations

import errno

from rpa import logs
from rpa.messages import _

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_TOO_MANY_FILES = {errno.EMFILE, errno.ENFILE}
_LONGEST_NAME = 200


def words_of(error: OSError) -> str:
    """A sentence that may be printed: without secrets and without signs that a terminal would obey."""
    said = error.strerror or str(error) or type(error).__name__
    file = error.filename if error.errno != errno.EMFILE else None  # which file it was is of no use
    told = f"{_short(file)}: {said}" if file not in (None, "") else said
    if error.errno in _FULL:
        told += ". " + _("Make room on that disk, then give the same command again.")
    elif error.errno in _TOO_MANY_FILES:
        told += ". " + _("Let it have more files open at once (ulimit -n 1024), or take fewer --workers.")
    return "".join(sign if sign.isprintable() else "?" for sign in logs.clean(told))


def _short(file: object) -> str:
    name = file.decode(errors="replace") if isinstance(file, bytes) else str(file)
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…"
