"""Whose time a client took: the portal's, the browser's or our own."""

from __future__ import annotations

import time
from collections.abc import Mapping

from pages import Portal


class Stopwatch:
    """Runs from when it is made, in one thread. What a portal waited that is replaced meanwhile is not known."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._began, self._worked, self._waited = time.monotonic(), time.thread_time(), portal.waited

    @property
    def seconds(self) -> float:
        """Seconds since then."""
        return time.monotonic() - self._began

    @property
    def spent(self) -> Mapping[str, float]:
        """The same seconds, by whose they were.

        `portal`: it owed an answer; `ours`: this program computed; `browser`: the rest, in which the browser loads,
        draws and is asked, or is given a moment to begin something.
        """
        seconds = self.seconds
        portal = min(max(self._portal.waited - self._waited, 0.0), seconds)
        ours = min(time.thread_time() - self._worked, seconds - portal)
        return {"portal": portal, "browser": seconds - portal - ours, "ours": ours}
