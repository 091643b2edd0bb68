"""Reads regular files, and nothing else: a pipe would be waited for, and a device has no end."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from rpa.messages import _

_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # what was exchanged for a pipe in between is not waited for either
_AS_IT_IS = getattr(os, "O_BINARY", 0)  # Windows would change the ends of lines


class TooLargeError(OSError):
    """The file has more bytes than it may have."""


def read_regular(path: Path, most: int) -> bytes:
    """The bytes of a file of at most so many. Raises TooLargeError, or OSError, also for what is no regular file.

    A link is followed; one that leads to itself is an OSError too, and so is a name that no file can have.
    """
    try:
        _regular(path, os.stat(path).st_mode)  # noqa: PTH116 - before it is opened: some devices act on that alone
        file = os.open(path, os.O_RDONLY | _AT_ONCE | _AS_IT_IS)
    except ValueError:
        raise OSError(None, _("no file can have this name"), str(path)) from None
    with os.fdopen(file, "rb") as stream:
        _regular(path, os.fstat(file).st_mode)
        content = stream.read(most + 1)
    if len(content) > most:
        raise TooLargeError(None, _("it has more than {most} bytes").format(most=most), str(path))
    return content


def _regular(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise OSError(None, _("it is a folder, a pipe or a device, and no file"), str(path))
