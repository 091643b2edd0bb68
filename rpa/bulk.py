"""A run at work on this machine: a worker in the background, its outcomes as they come, and a soft end on Ctrl-C."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rpa.console import INTERRUPTED, PORTAL_UNREACHED
from rpa.engine import Engine, Pauses, Terms
from rpa.messages import _
from rpa.outcome import Outcome
from rpa.settings import Settings
from rpa.visitor import House, PortalVisitor

if TYPE_CHECKING:
    from rpa.engine.worker import Worker

_POLL_SECONDS = 0.2
_SKEW_SECONDS = 600.0  # by how much the clocks of machines that share a database may differ


@dataclass(frozen=True, slots=True)
class Crew:
    """How many work on a run: browser sessions on this machine, and sessions of one account at once."""

    workers: int = 1
    sessions_per_account: int = 1

    def terms(self, settings: Settings, run: str | None, *, until_empty: bool = True) -> Terms:
        """What the engine is told."""
        pauses = Pauses(settings.retry_pauses, settings.pace)
        return Terms(
            self.workers,
            self.sessions_per_account,
            run,
            until_empty,
            pauses,
            portal_pauses=settings.portal_pauses,
            portal=urlsplit(settings.url).netloc,
        )


class Hand:
    """A worker's thread, and what became of it."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.error: BaseException | None = None
        self.interrupted = False
        self._thread = threading.Thread(target=self._work, name="worker")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    @property
    def is_working(self) -> bool:
        """Whether it still does."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Until it works no more; in short waits, so that Ctrl-C is heard on Windows too."""
        while self.is_working:
            self._thread.join(0.2)

    def _work(self) -> None:
        try:
            self.worker.work()
        except BaseException as error:  # noqa: BLE001 - it is raised where the run is followed
            self.error = error


@contextmanager
def at_work(engine: Engine, house: House, terms: Terms, say: Callable[[str], None]) -> Iterator[Hand]:
    """A worker that works while the block lasts; Ctrl-C or SIGTERM ends it softly, and a second one at once.

    Raises BusyError where another process works on the same file, and in the end whatever broke the worker off.
    """
    with engine.worker(terms, lambda account: PortalVisitor(house, account), _teller(say)) as worker:
        hand = Hand(worker)
        gc.freeze()  # what is loaded now stays: it need not be looked through for what a context has left
        with _soft_end(hand, say):
            hand.start()
            try:
                yield hand
            finally:
                worker.stop()
                hand.wait()
        if hand.error:
            raise hand.error


def follow(engine: Engine, run: str, goes_on: Callable[[], bool], since: float = 0.0) -> Iterator[Outcome]:
    """How the clients of a run end, as they do, on this machine or another, for as long as it `goes_on`."""
    told = {(outcome.row, at) for at, outcome in engine.ended(run) if at < since}
    pause, latest = threading.Event(), 0.0
    while True:
        last, began = not goes_on(), time.monotonic()
        for at, outcome in engine.ended(run, max(0.0, latest - _SKEW_SECONDS), told):
            told.add((outcome.row, at))
            latest = max(latest, at)
            yield outcome
        if last:
            return
        pause.wait(max(_POLL_SECONDS, 10 * (time.monotonic() - began)))  # a tenth of the time at most


def exit_code(ended: Sequence[Outcome], *, nobody_got_in: bool, complete: bool) -> int:
    """0: all renewed or current; 1: some not; 4: the portal could not be reached, or no account could log in."""
    if nobody_got_in:
        return PORTAL_UNREACHED
    return 0 if complete and all(outcome.result.fine for outcome in ended) else 1


def _teller(say: Callable[[str], None]) -> Callable[[bool], None]:
    out = _("The portal does not answer. All wait, and look again from time to time; it goes on by itself.")
    back = _("The portal is back; it goes on.")
    return lambda answers: say(back if answers else out)


@contextmanager
def _soft_end(hand: Hand, say: Callable[[str], None]) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        if hand.interrupted:
            say(_("Stopped at once. The same command reads the portal afresh and goes on from there."))
            sys.stdout.flush()
            os._exit(INTERRUPTED)  # what was about to be saved is in the book; the browsers end with their pipes
        hand.interrupted = True
        say(_("What is under way is finished; nothing more is begun. Once more, and it stops at once."))
        hand.worker.stop()

    if threading.current_thread() is not threading.main_thread():
        yield  # signals belong to the main thread
        return
    names = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        names.append(signal.SIGBREAK)
    before = {name: signal.signal(name, stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
