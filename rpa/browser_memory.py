"""How much memory the browser of one session takes, so that it is replaced before it takes too much."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

LIMIT = 1_000_000_000
"""Bytes of a driver with its browser, shared pages counted once (unique set size where the system tells it)."""

_EVERY = 25  # visits between two measurements: one takes some milliseconds
_starting = threading.Lock()


class BrowserMemory:
    """Watches the processes that were started within `noticing`, and theirs."""

    def __init__(self) -> None:
        self._driver: psutil.Process | None = None
        self._asked = 0

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Around the start of a Playwright driver: which process it is. One at a time in this program."""
        with _starting:
            before = set(psutil.Process().children())
            yield
            started = [process for process in psutil.Process().children() if process not in before]
        self._driver = started[0] if len(started) == 1 else None

    def is_too_much(self) -> bool:
        """Whether the driver and its browser have grown beyond the limit; looked at now and then."""
        self._asked += 1
        return self._asked % _EVERY == 0 and self._bytes() > LIMIT

    def _bytes(self) -> int:
        if self._driver is None:
            return 0
        try:
            family = [self._driver, *self._driver.children(recursive=True)]
        except psutil.Error:
            return 0
        return sum(map(_own_bytes, family))


def _own_bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().uss)
    except psutil.Error:  # it has ended meanwhile
        return 0
