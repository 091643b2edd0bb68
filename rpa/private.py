"""Files and folders that only their owner can read.

On POSIX by their mode. On Windows a folder gets the access list that Python itself gives to one made with mode 0o700
(SYSTEM, Administrators and its owner, nothing inherited; gh-118486), by icacls, and what is made in it inherits that;
so a file needs a list of its own only outside such a folder.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

_FOLDER, _FILE = 0o700, 0o600
_OWNERS = ("*S-1-5-18", "*S-1-5-32-544", "*S-1-3-4")  # SYSTEM, Administrators, whoever owns it; known in any language
_CONSOLE = "oem" if sys.platform == "win32" else "utf-8"
_OTHERS = ("*S-1-1-0", "*S-1-5-11", "*S-1-5-32-545")  # Everyone, Authenticated Users, Users


def folder(path: Path) -> Path:
    """Make a folder that only its owner can enter, and those above it that are missing. Raises OSError."""
    if not path.is_dir():
        path.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
        restrict(path)
    return path


def new_folder(path: Path) -> Path:
    """Make a folder that must not be there yet. Raises FileExistsError or another OSError."""
    folder(path.parent)
    path.mkdir(mode=_FOLDER)
    restrict(path)
    return path


def create(path: Path) -> BinaryIO:
    """Open a new file for writing that only its owner can read, from its first byte on. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    stream = os.fdopen(os.open(path, flags, _FILE), "wb")
    if is_windows():
        restrict(path)
    return stream


def write_private(path: Path, content: bytes) -> None:
    """Put a file in place whole, or leave the one that is there. Raises OSError."""
    new = path.with_name(f".{path.name}-{os.urandom(4).hex()}")
    try:
        with create(new) as stream:
            stream.write(content)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def append_private(path: Path, text: str) -> None:
    """Add a text to a file, which is made if it is not there, and make sure that it is on the disk. Raises OSError."""
    with contextlib.suppress(FileExistsError):
        create(path).close()
    with path.open("ab") as stream:
        stream.write(text.encode(errors="replace"))  # a portal may cut a text within a character
        stream.flush()
        os.fsync(stream.fileno())


def touch(path: Path) -> Path:
    """Make a file unless it is there; either way only its owner can read it. Raises OSError."""
    try:
        create(path).close()
    except FileExistsError:
        restrict(path)
    return path


def restrict(path: Path) -> None:
    """Take what is there away from everybody but its owner. Raises OSError."""
    if not is_windows():
        path.chmod(_FOLDER if path.is_dir() else _FILE)
        return
    rights = "(OI)(CI)F" if path.is_dir() else "F"
    grants = [part for sid in _OWNERS for part in ("/grant:r", f"{sid}:{rights}")]
    _icacls(path, "/inheritance:r", *grants)


def readable_by_others(path: Path) -> bool:
    """Whether somebody else on this machine can read a file, or list a folder. Raises OSError."""
    if is_windows():
        return any(str(path).casefold() in _icacls(path, "/findsid", sid).casefold() for sid in _OTHERS)
    everywhere = path.resolve()
    reached = all(stat.S_IMODE(parent.stat().st_mode) & 0o011 for parent in everywhere.parents)
    return reached and bool(stat.S_IMODE(everywhere.stat().st_mode) & 0o044)


def writable_by_others(path: Path) -> bool:
    """Whether somebody else on this machine, but for its administrators, can change a folder or file. Raises OSError.

    On Windows whoever is on its access list counts: lists tell who, and what they may in words of the language.
    """
    if is_windows():
        return readable_by_others(path)
    return bool(path.stat().st_mode & 0o022)


def is_ours(path: Path) -> bool:
    """Whether it belongs to this user, or to the administrators, and not to another one. Raises OSError."""
    return is_windows() or path.lstat().st_uid in (0, os.geteuid())


def how_to_restrict(path: Path) -> str:
    """The command that makes a file or folder its owner's alone, to be shown to its owner."""
    if is_windows():
        return f'icacls "{path}" /inheritance:r /grant:r *S-1-3-4:{"(OI)(CI)F" if path.is_dir() else "F"}'
    return f"chmod {700 if path.is_dir() else 600} {shlex.quote(str(path))}"


def is_windows() -> bool:
    """Whether this is Windows, where modes mean nothing."""
    return sys.platform.startswith("win")  # not compared for equality: type checkers would leave the rest out


def _icacls(path: Path, *arguments: str) -> str:
    """What icacls says. Raises PermissionError where it refuses, for then the file is not private."""
    tool = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "icacls.exe"
    done = subprocess.run(  # noqa: S603 - the system's own program, by its whole path
        [str(tool), str(path), *arguments], capture_output=True, encoding=_CONSOLE, errors="replace", check=False
    )
    if done.returncode:
        raise PermissionError(None, "icacls could not make it private", str(path))
    return done.stdout
