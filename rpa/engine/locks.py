"""Who is at work: locks that die with their holder, so that a killed process blocks nobody.

On a SQLite file one process works at a time: it holds a file lock. On PostgreSQL every worker holds session-level
advisory locks on one connection of its own: its sign of life, its accounts and its companies. A worker asks on it every
second (`rpa.engine.outage`), so that the server notices by itself where nobody does. They need a direct connection, not
a pooler in transaction mode.
"""

from __future__ import annotations

import hashlib
import threading
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from filelock import FileLock, Timeout

from rpa import private

_ANSWER_SECONDS = 5.0  # for a question that a server answers at once
_SILENT_SECONDS = 30  # after which a server that can (PostgreSQL 14) ends a session that asks nothing any more
_END_WHEN_SILENT = "SELECT set_config(name, :seconds, false) FROM pg_settings WHERE name = 'idle_session_timeout'"


class Locks(Protocol):
    """Locks of one worker. Names are texts; nothing is waited for."""

    def hold(self, name: str) -> bool:
        """Take a lock; False if it is taken, by this worker or another. Raises LocksLostError."""

    def release(self, name: str) -> None:
        """Give a lock back."""

    def still_held(self) -> bool:
        """Whether the locks are still this worker's: a machine cut off from the database has lost them."""

    def prove(self) -> None:
        """Raise LocksLostError, with what has ended them as its cause, where they are not `still_held`."""

    def close(self) -> None:
        """Give everything back."""


class FileLocks:
    """The locks of the one process that works on a SQLite file. Raises BusyError if another one does."""

    def __init__(self, path: Path) -> None:
        self._file = FileLock(private.touch(path), blocking=False, thread_local=False)
        self._names = _Names()
        try:
            self._file.acquire()
        except Timeout:
            raise BusyError from None

    def hold(self, name: str) -> bool:
        """Take a lock; within one process that is a matter of this process alone."""
        return self._names.add(name)

    def release(self, name: str) -> None:
        """Give it back."""
        self._names.remove(name)

    def still_held(self) -> bool:
        """A file lock is lost with the process only."""
        return self._file.is_locked

    def prove(self) -> None:
        """Raise LocksLostError where it is lost."""
        if not self.still_held():
            raise LocksLostError

    def close(self) -> None:
        """Let another process work."""
        self._file.release()


class BusyError(Exception):
    """Another process works on this database."""


class LocksLostError(Exception):
    """The connection that holds this worker's locks is gone: others have taken its work over."""


class AdvisoryLocks:
    """The locks of one of many workers on PostgreSQL: all on one connection, and gone when that ends."""

    def __init__(self, engine: sa.Engine) -> None:
        from rpa.engine.postgres import set_patience

        self._guard = threading.Lock()
        self._names = _Names()
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection.detach()
        set_patience(self._connection, _ANSWER_SECONDS)
        self._connection.execute(sa.text(_END_WHEN_SILENT), {"seconds": f"{_SILENT_SECONDS}s"})

    def hold(self, name: str) -> bool:
        """Take a lock; False if it is taken, by this worker or another."""
        if not self._names.add(name):  # the server would give it again to the connection that has it
            return False
        try:
            taken = self._ask("SELECT pg_try_advisory_lock(:key)", name)
        except sa.exc.SQLAlchemyError as error:
            raise LocksLostError from error
        if not taken:
            self._names.remove(name)
        return taken

    def release(self, name: str) -> None:
        """Give it back; where the connection is gone, the server has given back all."""
        with suppress(sa.exc.SQLAlchemyError):
            self._ask("SELECT pg_advisory_unlock(:key)", name)
        self._names.remove(name)

    def still_held(self) -> bool:
        """Whether the server still knows this connection."""
        try:
            self.prove()
        except LocksLostError:
            return False
        return True

    def prove(self) -> None:
        """Raise LocksLostError where it knows it no more, or does not answer."""
        try:
            with self._guard:
                self._connection.execute(sa.text("SELECT 1"))
        except sa.exc.SQLAlchemyError as error:
            raise LocksLostError from error

    def close(self) -> None:
        """End the connection, and every lock with it."""
        with self._guard, suppress(sa.exc.SQLAlchemyError):
            self._connection.close()

    def _ask(self, statement: str, name: str) -> bool:
        with self._guard:
            return bool(self._connection.execute(sa.text(statement), {"key": _key(name)}).scalar_one())


class _Names:
    """The names that this process holds."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held: set[str] = set()

    def add(self, name: str) -> bool:
        with self._guard:
            if name in self._held:
                return False
            self._held.add(name)
            return True

    def remove(self, name: str) -> None:
        with self._guard:
            self._held.discard(name)


def _key(name: str) -> int:
    """PostgreSQL's advisory locks are numbers of 64 bits."""
    return int.from_bytes(hashlib.sha256(f"invoicy-rpa {name}".encode()).digest()[:8], "big", signed=True)
