"""A seat: one thread with one session of one account at the portal, kept open over the visits of its account."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol

from rpa.engine.breaker import Breaker
from rpa.engine.ledger import Begun, Key, Ledger, TakenOverError
from rpa.engine.locks import Locks, LocksLostError
from rpa.engine.terms import Pauses
from rpa.outcome import Outcome, Result


class Journal(Protocol):
    """What a visit tells before and after the one moment that cannot be undone."""

    def intend(self, intention: Mapping[str, Any]) -> None:
        """Salvar is about to be pressed. Where this raises, it must not be."""

    def withdraw(self) -> None:
        """It was not pressed."""


@dataclass(frozen=True, slots=True)
class Visited:
    """How a visit ended; whether the account was logged in, and whether the portal did not answer at all.

    `own`: it ended by what this one client is, such as a PFX that was exchanged. That tells nothing of the portal.
    """

    outcome: Outcome
    logged_in: bool
    unreachable: bool = False
    own: bool = False


class Visitor(Protocol):
    """A session of one account, made, used and closed in one thread."""

    def visit(self, begun: Begun, journal: Journal) -> Visited:
        """Do one renewal: read, act only if need be, verify. Raises only what must stop the whole worker."""

    def not_reached(self, begun: Begun) -> Visited:
        """How a renewal ends that is not tried, because the portal was never reached."""

    def portal_answers(self) -> bool:
        """Whether the login page is there."""

    def close(self) -> None:
        """Log out, and end the browser."""


@dataclass(frozen=True)
class Office:
    """What all seats of a worker share."""

    worker: str
    ledger: Ledger
    locks: Locks
    breaker: Breaker
    pauses: Pauses
    open_session: Callable[[str], Visitor]
    stopping: threading.Event
    changed: threading.Event  # set whenever a seat has room for more
    failed: Callable[[BaseException], None]


class Seat:
    """A thread at work for one account. `account` is the e-mail, `key` what it is known by in the book."""

    def __init__(self, office: Office, key: str) -> None:
        self.key = key
        self._office = office
        self._jobs = _Jobs()
        self._visited = 0.0  # when the last visit began
        self._thread = threading.Thread(target=self._work, name=f"seat {key}")
        self._thread.start()

    def expect(self, key: Key) -> None:
        """This attempt is to be made after those that were expected before; `do` will say when it may begin."""
        self._jobs.expect(key)

    def do(self, key: Key) -> Future[str]:
        """Have an attempt made, in its turn. Raises NotBegunError where the session is closed."""
        return self._jobs.put(key)

    def leave(self) -> None:
        """Finish what is under way, then close the session. Returns at once; see `join`."""
        self._jobs.end()

    def join(self) -> None:
        """Wait until the session is closed."""
        self._thread.join()

    def _work(self) -> None:
        session: Visitor | None = None
        try:
            while (job := self._jobs.take()) is not None:
                key, future = job
                self._office.stopping.wait(max(0.0, self._visited + self._office.pauses.pace - time.monotonic()))
                try:
                    session = session or self._office.open_session(self.key.partition("/")[2])
                    future.set_result(self._attempt(session, key))
                except TakenOverError as error:  # the form is filled in, and must not be saved
                    future.set_exception(error)
                    if session:
                        session.close()
                    session = None
                except BaseException as error:  # noqa: BLE001 - it stops the worker, which tells it
                    self._office.failed(error)
                    future.set_exception(error)
        finally:
            if session:
                session.close()

    def _attempt(self, session: Visitor, key: Key) -> str:
        """Make one attempt; gives the word that is kept of it. Raises NotBegunError, or what stops the worker."""
        office = self._office
        goes_on = office.breaker.clear(self.key, session.portal_answers, office.stopping)
        if office.stopping.is_set():
            raise NotBegunError
        if not office.locks.still_held():  # whoever has taken it over keeps it
            raise LocksLostError
        begun = office.ledger.begin(key, office.worker)
        if begun is None:
            return "over"
        self._visited = time.monotonic()
        visited = session.visit(begun, _Entry(office, key)) if goes_on else session.not_reached(begun)
        result = visited.outcome.result
        if visited.logged_in:
            office.breaker.got_in()
        if (result is Result.FAILED or visited.unreachable) and not visited.own:
            office.breaker.failed(self.key, unreachable=visited.unreachable)
        elif result is not Result.UNVERIFIED and not visited.own:
            office.breaker.went_well(self.key)
        again = result in (Result.FAILED, Result.UNVERIFIED) and goes_on
        pause = office.pauses.before_attempt(key.attempt + 1) if again else None
        again_at = None if pause is None else time.time() + pause
        office.ledger.close(key, visited.outcome, office.worker, again_at=again_at, logged_in=visited.logged_in)
        return result.value


class _Jobs:
    """Attempts of one seat. The queue hands them over in threads of its own, so they may come out of their order."""

    _PATIENCE = 2.0  # seconds for one whose turn it is, while others have come

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._turns: deque[Key] = deque()
        self._come: dict[Key, Future[str]] = {}
        self._ended = self._over = False

    def expect(self, key: Key) -> None:
        with self._changed:
            self._turns.append(key)

    def put(self, key: Key) -> Future[str]:
        with self._changed:
            if self._over:  # whoever came now would wait for ever
                raise NotBegunError
            future = self._come[key] = Future()
            self._changed.notify_all()
        return future

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def take(self) -> tuple[Key, Future[str]] | None:
        """The next attempt, in order; None when no more come."""
        with self._changed:
            self._changed.wait_for(lambda: self._come or self._ended)
            if not self._come:
                self._over = True
                return None
            self._changed.wait_for(lambda: self._turns and self._turns[0] in self._come, self._PATIENCE)
            key = next((key for key in self._turns if key in self._come), next(iter(self._come)))
            if key in self._turns:
                self._turns.remove(key)
            return key, self._come.pop(key)


class NotBegunError(Exception):
    """The worker stops before this attempt: it stays where it was."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """The journal of one visit, in the book."""

    office: Office
    key: Key

    def intend(self, intention: Mapping[str, Any]) -> None:
        """On the disk when it returns, and only while nobody else can have taken the renewal over."""
        if not self.office.locks.still_held():
            raise LocksLostError
        self.office.ledger.intend(self.key, self.office.worker, intention)

    def withdraw(self) -> None:
        """Take the intention back."""
        self.office.ledger.withdraw(self.key)
