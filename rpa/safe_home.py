"""RPA_HOME holds what must not be saved twice: nobody but its owner may change it, or have put something in its place.

On POSIX that is told by owners and modes, on Windows by access lists (`rpa.private`); links are looked at on both.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from rpa import private
from rpa.messages import _

DATABASE, LOCK = "runs.sqlite", "runs.lock"
FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", LOCK)
"""The database of runs with its side files, and the lock of who works on it."""


def narrow(home: Path) -> None:
    """Make the database and its lock their owner's alone, where they are there: older versions left them readable.

    Raises OSError; PermissionError, with what to do, where one is a link.
    """
    for told in _files_amiss(home):
        raise PermissionError(told)
    for name in FILES:
        if (home / name).exists():
            private.restrict(home / name)


def amiss(home: Path) -> str | None:
    """Why nothing may be kept in a home as it is, and what to do about it; None where all is well, or it is not there.

    Raises OSError.
    """
    return next(_amiss(home), None)


def _amiss(home: Path) -> Iterator[str]:
    if not os.path.lexists(home):
        yield from _above(home)
    elif not home.is_dir():
        yield _("RPA_HOME is {path}, which is no folder, or a link that leads nowhere; name another one.").format(
            path=home
        )
    else:
        yield from _not_ours(home)
        yield from _not_ours(home.resolve())
        if private.writable_by_others(home):
            yield _(
                "RPA_HOME is {path}, to which others can write: they could change what is known to be saved. Make it "
                "yours alone, then look at what is in it:  {command}"
            ).format(path=home, command=private.how_to_restrict(home))
        yield from _above(home)
        yield from _above(home.resolve())
        yield from _files_amiss(home)


def _not_ours(path: Path) -> Iterator[str]:
    if not private.is_ours(path):
        yield _("RPA_HOME is {path}, which is another user's; name a folder of your own.").format(path=path)


def _above(path: Path) -> Iterator[str]:
    """The folders above: in one to which everybody can write, anybody can put another home in the place of ours.

    But for those like /tmp, where everybody can touch only what is their own.
    """
    for parent in path.absolute().parents if not private.is_windows() else ():
        mode = parent.stat().st_mode if parent.exists() else 0
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            told = _("RPA_HOME lies in {path}, to which everybody can write; name another folder, or:  {command}")
            yield told.format(path=parent, command=f"chmod o-w {shlex.quote(str(parent))}")


def _files_amiss(home: Path) -> Iterator[str]:
    for path in (home / name for name in FILES):
        if not os.path.lexists(path):
            continue
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            yield _(
                "{path} is a link, or no file: what is written there would be elsewhere too. Put the file itself in "
                "its place, or name another folder in RPA_HOME."
            ).format(path=path)
        elif not private.is_ours(path):
            yield _("{path} is another user's; name a folder of your own in RPA_HOME.").format(path=path)
