"""A bounded wait, and for how long nothing has changed meanwhile."""

from __future__ import annotations

import time


class Wait:
    """A bounded wait that knows for how long the sight has not changed."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._sight: object = None
        self._began = self._since = time.monotonic()

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self._end

    @property
    def pause(self) -> int:
        """Milliseconds until the next look: a tenth of what was waited already, so that long waits cost little."""
        return min(100, 20 + round((time.monotonic() - self._began) * 100))

    def unchanged(self, sight: object) -> float:
        """For how many seconds this same sight has been there."""
        if sight != self._sight:
            self._sight, self._since = sight, time.monotonic()
        return time.monotonic() - self._since
