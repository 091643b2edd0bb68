"""A folder of our own for temporary files: the driver's, the browser's, and whatever a library puts there.

It lies below RPA_HOME or, where that path is too long for the socket that Chromium makes in it, in the system's folder.
A browser's profile and a trace that is being recorded lie there while the program runs. It is removed at the end; what
a killed run has left is swept by the next one, which knows by a lock that its owner is dead. Nobody else's is touched.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from rpa import private

_NAME_BYTES = 4
_SOCKET = "/org.chromium.Chromium.xxxxxx/SingletonSocket"
_LONGEST_SOCKET = 103  # of macOS; 107 of Linux. Beyond that Chromium ends at once (process_singleton_posix.cc)
_VARIABLES = ("TMPDIR", "TEMP", "TMP")  # POSIX asks for the first, Windows for the others


_process = threading.Lock()
_begun = ExitStack()  # holds the folder of this process
_users: list[Path] = []  # it, once for each who is at work in it


@contextmanager
def scratch(home: Path) -> Iterator[Path]:
    """A folder in which this process, and those that it starts, put their temporary files meanwhile. Raises OSError.

    There is one for the whole process: the first who asks for it makes it, the last one removes it, in any threads.
    """
    with _process:
        if not _users:
            sweep(home)
            _begun.enter_context(_new_folder(home))
        own = Path(os.environ[_VARIABLES[0]])
        _users.append(own)
    try:
        yield own
    finally:
        with _process:
            _users.remove(own)
            if not _users:
                _begun.close()


@contextmanager
def _new_folder(home: Path) -> Iterator[None]:
    """A new one, named in the environment."""
    lock, stream = _new_lock(place(home))
    own = lock.with_suffix("")
    private.new_folder(own)
    before = {name: os.environ.get(name) for name in _VARIABLES}, tempfile.tempdir
    os.environ.update(dict.fromkeys(_VARIABLES, str(own)))
    tempfile.tempdir = None  # found anew, from the environment
    try:
        yield
    finally:
        variables, tempfile.tempdir = before
        for name, value in variables.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        shutil.rmtree(own, ignore_errors=True)
        stream.close()
        if not own.exists():  # else something is still held by a dying browser: the next sweep has it
            lock.unlink(missing_ok=True)
        with suppress(OSError):  # others are at work in it
            lock.parent.rmdir()


def sweep(home: Path) -> list[Path]:
    """Remove what killed runs have left in the place of this `home`; gives what was removed. Raises OSError."""
    above = place(home)
    if not above.exists():
        return []
    swept = [lock.with_suffix("") for lock in list(_owned(above).glob("*.lock")) if _swept(lock)]
    with suppress(OSError):  # somebody is at work in it
        above.rmdir()
    return swept


def place(home: Path) -> Path:
    """Where the folders for temporary files of a `home` lie."""
    near = home.absolute() / "tmp"
    if private.is_windows() or len(str(near)) + _NAME_BYTES * 2 + 1 + len(_SOCKET) <= _LONGEST_SOCKET:
        return near
    digest = hashlib.sha256(str(near).encode(errors="surrogateescape")).hexdigest()
    return Path("/tmp") / f"invoicy-rpa-{digest[:12]}"  # noqa: S108 - it is made by us, and checked to be ours


def _owned(folder: Path) -> Path:
    """The folder, if it is ours: in the system's folder somebody else might have made it. Raises PermissionError."""
    if not private.is_windows():
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o077:
            raise PermissionError(None, "is not this user's own folder", str(folder))
    return folder


def _swept(lock: Path) -> bool:
    try:
        with lock.open("r+b") as stream:
            if not _lock(stream):
                return False
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            gone = not lock.with_suffix("").exists()
            if gone and sys.platform != "win32":
                lock.unlink(missing_ok=True)
    except FileNotFoundError:  # its owner ended just now
        return False
    if gone:
        lock.unlink(missing_ok=True)  # Windows removes no file that is open
    return gone


def _new_lock(above: Path) -> tuple[Path, BinaryIO]:
    """A lock of our own, which the system itself lets go of when this process ends, however it does."""
    while True:
        path = _owned(private.folder(above)) / f"{secrets.token_hex(_NAME_BYTES)}.lock"
        try:
            stream = private.create(path)
        except (FileExistsError, FileNotFoundError):  # the second: another run has just ended and tidied up
            continue
        if _lock(stream) and path.exists():  # else a sweep came between making and locking it
            return path, stream
        stream.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: BinaryIO) -> bool:
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(stream: BinaryIO) -> bool:
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
