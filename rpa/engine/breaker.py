"""The breaker: after five system failures in a row an account rests; while the portal is out, all of them do."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence

FAILURES = 5
PAUSES = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0)
"""Seconds between two looks at the login page; the last one again and again."""

_LOOKS_AT_FIRST = 3  # where nobody has ever got in, an address or a network is wrong rather than the portal out


class Breaker:
    """Knows which accounts may go on. `say` is told when the portal goes away and when it is back.

    Answers of the portal, refusals among them, never count: only what the portal or the browser did not manage. One
    that `gives_up` does so where nobody has ever got in; else it looks for as long as it takes.
    """

    def __init__(self, say: Callable[[bool], None], pauses: Sequence[float] = PAUSES, *, gives_up: bool = True) -> None:
        self._say = say
        self._pauses = pauses
        self._gives_up = gives_up
        self._guard = threading.Lock()
        self._looking = threading.Lock()
        self._failures: Counter[str] = Counter()
        self._rests: Counter[str] = Counter()
        self._silent = False  # the portal did not answer somebody
        self._told = False
        self._anybody_in = False
        self._given_up = False

    def got_in(self) -> None:
        """Somebody is logged in: whatever comes, address and network are right."""
        with self._guard:
            self._anybody_in = True

    def went_well(self, account: str) -> None:
        """A visit ended with an answer of the portal, whatever it was."""
        with self._guard:
            self._failures[account] = self._rests[account] = 0

    def failed(self, account: str, *, unreachable: bool) -> None:
        """A visit ended with a system failure; `unreachable`: the portal did not answer at all."""
        with self._guard:
            self._failures[account] += 1
            self._silent = self._silent or unreachable

    def clear(self, account: str, look: Callable[[], bool], stopping: threading.Event) -> bool:
        """Wait until the account may go on; `look` says whether the login page is there.

        False where it is to give up: nobody has ever got in, and the portal does not answer; or on `stopping`.
        """
        if not self._must_rest(account):
            return not stopping.is_set()
        with self._looking:  # one looks for all
            looks = 0
            while self._must_rest(account) and not stopping.is_set() and not self._given_up:
                if looks or not self._silent:
                    stopping.wait(self._pause(account))
                looks += 1
                if not stopping.is_set() and look():
                    self._is_back(account)
                elif self._gives_up and looks >= _LOOKS_AT_FIRST and not self._anybody_in:
                    self._given_up = True
                else:
                    self._is_out()
        return not (stopping.is_set() or self._given_up)

    def _must_rest(self, account: str) -> bool:
        with self._guard:
            return self._silent or self._failures[account] >= FAILURES

    def _pause(self, account: str) -> float:
        with self._guard:
            rests = self._rests[account]
            self._rests[account] += 1
        return self._pauses[min(rests, len(self._pauses) - 1)] * random.uniform(0.75, 1.25)  # noqa: S311 - no secret

    def _is_out(self) -> None:
        with self._guard:
            self._silent, told, self._told = True, self._told, True
        if not told:
            self._say(False)

    def _is_back(self, account: str) -> None:
        """One visit may try; if it fails too, the account rests again, and longer."""
        with self._guard:
            self._silent, told, self._told = False, self._told, False
            self._failures[account] = min(self._failures[account], FAILURES - 1)
        if told:
            self._say(True)
