"""PostgreSQL that is gone in the middle of the work: whoever notices it tells all, so that nobody waits for it alone.

The queue's library tries again without end what fails for the network's sake. So, once the database is gone, every
connection refuses to be made, with an error that is none of the network's, until it has answered again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from rpa.engine.locks import Locks, LocksLostError

_LOOK_SECONDS = 1.0
_STEADY_SECONDS = 3.0
"""Between two looks whether the locks are held; for which they must have been, until an outage is over: a database
may answer and yet take nothing, which is no news every second."""

_PASSING = (sa.exc.OperationalError, sa.exc.InternalError, sa.exc.InterfaceError)
"""Errors of the driver that pass. That a server only reads is an internal one."""

Say = Callable[[BaseException | None], None]
"""Is told why the database is gone; nothing when it is back."""


class DatabaseGoneError(sa.exc.SQLAlchemyError):
    """The database is gone, and is not asked any more. `orig` is what was first noticed of that."""

    def __init__(self, orig: BaseException | None) -> None:
        super().__init__(str(orig))
        self.orig = orig


def passes(error: BaseException) -> bool:
    """Whether an error is one of the moment: the server stopped, the network failed, it only reads for a while."""
    if isinstance(error, sa.exc.DBAPIError):
        return error.connection_invalidated or isinstance(error, _PASSING)
    return isinstance(error, LocksLostError | DatabaseGoneError | sa.exc.TimeoutError | sa.exc.PendingRollbackError)


class Outage:
    """Whether the database is gone, as all connections of one engine know it.

    Several in a row, without steady work between them, are one: it is told once, and counts from the first.
    """

    def __init__(self) -> None:
        self.say: Say = lambda _why: None
        self._gone = threading.Event()
        self._guard = threading.Lock()
        self._why: BaseException | None = None
        self._since: float | None = None

    @property
    def is_on(self) -> bool:
        """Whether it is gone now."""
        return self._gone.is_set()

    @property
    def seconds(self) -> float:
        """For how long it has been gone."""
        return 0.0 if self._since is None else time.monotonic() - self._since

    @property
    def error(self) -> DatabaseGoneError:
        """What is raised while it is gone."""
        return DatabaseGoneError(self._why)

    def begin(self, why: BaseException) -> None:
        """It is gone, as this error tells: from now on nobody asks it. What is noticed after that is not told again."""
        with self._guard:
            if self._gone.is_set():
                return
            first, self._since = self._since is None, self._since or time.monotonic()
            cause = why.__cause__ if isinstance(why, LocksLostError) else why
            self._why = getattr(cause, "orig", None) or cause or why
            self._gone.set()
        if first:
            self.say(self._why)

    def end(self) -> None:
        """It answers: it may be asked again."""
        self._gone.clear()

    def settle(self) -> None:
        """It is worked with as before."""
        with self._guard:
            if self._since is None or self._gone.is_set():
                return
            self._since = None
        self.say(None)

    @contextmanager
    def watching(self, locks: Locks, lost: Callable[[BaseException], None]) -> Iterator[None]:
        """Look every second, in a thread of its own, whether the locks are held; where they are `lost`, it is told."""
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(locks, lost, over), name="database", daemon=True)
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()

    def _watch(self, locks: Locks, lost: Callable[[BaseException], None], over: threading.Event) -> None:
        began = time.monotonic()
        while not over.wait(_LOOK_SECONDS):
            try:
                locks.prove()
            except LocksLostError as error:
                lost(error)
                return
            if time.monotonic() - began > _STEADY_SECONDS:
                self.settle()


def outage_of(engine: sa.Engine) -> Outage | None:
    """The outage that an engine's connections know; None for a file, which is never gone for a while."""
    return engine.get_execution_options().get("outage")
