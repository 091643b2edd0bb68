"""A worker that outlives its database for a while: where PostgreSQL was gone and is back, another one goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from rpa.engine.outage import Outage, passes
from rpa.engine.worker import Worker

_LOOK_SECONDS = 1.0  # between two questions whether it is back


class Persistent:
    """Workers, one after the other: `work` in a thread of its own, `stop` from any other.

    Nothing of one is left when the next begins: the book says what was done, and what may have been saved.
    """

    def __init__(
        self,
        begin: Callable[[], AbstractContextManager[Worker]],
        outage: Outage,
        is_back: Callable[[], bool],
        patience: float,
    ) -> None:
        self._begin, self._outage, self._is_back, self._patience = begin, outage, is_back, patience
        self._stopping = threading.Event()
        self._guard = threading.Lock()
        self._worker: Worker | None = None

    def work(self) -> None:
        """Work until nothing is left, or until stopped.

        Raises what broke it off: DatabaseGoneError where the database has not come back for `patience` seconds, or the
        work was stopped meanwhile.
        """
        while True:
            try:
                with self._begin() as worker:
                    self._take(worker)
                    worker.work()
            except Exception as error:
                if not passes(error):
                    raise
                self._outage.begin(error)
                if not self._has_come_back():
                    raise self._outage.error from None
            else:
                self._outage.settle()
                return

    def stop(self) -> None:
        """Begin nothing more; `work` returns when what is under way is done."""
        with self._guard:
            self._stopping.set()
            if self._worker:
                self._worker.stop()

    def _take(self, worker: Worker) -> None:
        with self._guard:
            self._worker = worker
            if self._stopping.is_set():
                worker.stop()

    def _has_come_back(self) -> bool:
        """Wait for the database, and let all ask it again. False where that is given up."""
        while self._outage.seconds < self._patience:
            if self._stopping.wait(_LOOK_SECONDS):
                return False
            if self._is_back():
                self._outage.end()
                return True
        return False
