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
from functools import partial
from types import FrameType
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError

from rpa import logs
from rpa.console import INTERRUPTED, PORTAL_UNREACHED
from rpa.engine import DatabaseGoneError, Engine, Pauses, Terms, Working, passes
from rpa.messages import _
from rpa.outcome import Outcome
from rpa.settings import Settings
from rpa.visitor import House, PortalVisitor

_POLL_SECONDS = 0.2
_GONE_SECONDS, _LEAST_SECONDS = 8.0, 2.0
"""After a Ctrl-C while the database is gone, until the program ends; at least so many after that was noticed."""

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
    """A worker's thread, and what became of it. `interrupted` is when Ctrl-C was first pressed (time.monotonic)."""

    def __init__(self, worker: Working) -> None:
        self.worker = worker
        self.error: BaseException | None = None
        self.interrupted: float | None = None
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

    def end_soon(self) -> None:
        """What is under way cannot be written down, the database being gone: it is not waited for after a Ctrl-C."""
        if self.interrupted is not None:
            left = max(_LEAST_SECONDS, self.interrupted + _GONE_SECONDS - time.monotonic())
            timer = threading.Timer(left, os._exit, [INTERRUPTED])
            timer.daemon = True
            timer.start()

    def _work(self) -> None:
        try:
            self.worker.work()
        except BaseException as error:  # noqa: BLE001 - it is raised where the run is followed
            self.error = error


@contextmanager
def at_work(engine: Engine, house: House, terms: Terms, say: Callable[[str], None]) -> Iterator[Hand]:
    """A worker that works while the block lasts; Ctrl-C or SIGTERM ends it softly, and a second one at once.

    Raises BusyError where another process works on the same file, and in the end whatever broke the worker off;
    KeyboardInterrupt where it was ended while the database was gone.
    """

    def tell_database(why: BaseException | None) -> None:
        say(_database_told(why, terms.database_patience))
        if why is not None:
            hand.end_soon()

    visitor = partial(PortalVisitor, house)
    with engine.worker(terms, visitor, _teller(say), tell_database) as worker:
        hand = Hand(worker)
        gc.freeze()  # what is loaded now stays: it need not be looked through for what a context has left
        with _soft_end(hand, engine, say):
            hand.start()
            try:
                yield hand
            except DatabaseGoneError:
                if hand.interrupted is None:
                    raise
            finally:
                worker.stop()
                hand.wait()
        if hand.interrupted is not None and (engine.is_gone or isinstance(hand.error, DatabaseGoneError)):
            raise KeyboardInterrupt
        if hand.error:
            raise hand.error


def follow(engine: Engine, run: str, goes_on: Callable[[], bool], since: float = 0.0) -> Iterator[Outcome]:
    """How the clients of a run end, as they do, on this machine or another, for as long as it `goes_on`.

    While a shared database is gone, which somebody else tells, nobody is known to have ended.
    """
    told = {(outcome.row, at) for at, outcome in engine.ended(run) if at < since}
    pause, latest = threading.Event(), 0.0
    while True:
        last, began = not goes_on(), time.monotonic()
        try:
            for at, outcome in engine.ended(run, max(0.0, latest - _SKEW_SECONDS), told):
                told.add((outcome.row, at))
                latest = max(latest, at)
                yield outcome
        except SQLAlchemyError as error:
            if last or not (engine.is_shared and passes(error)):
                raise
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


def _database_told(why: BaseException | None, patience: float) -> str:
    if why is None:
        return _("The database of runs is back; it goes on.")
    told = _(
        "The database of runs does not answer, and nothing is begun or saved meanwhile: {why} It goes on by itself if "
        "the database is back within {minutes} minutes; Ctrl-C ends it now, and the same command goes on later."
    )
    lines = str(why).splitlines() or [type(why).__name__]
    return logs.clean(told.format(why=lines[0].rstrip(".") + ".", minutes=round(patience / 60)))


@contextmanager
def _soft_end(hand: Hand, engine: Engine, say: Callable[[str], None]) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        if hand.interrupted is not None:
            say(_("Stopped at once. The same command reads the portal afresh and goes on from there."))
            sys.stdout.flush()
            os._exit(INTERRUPTED)  # what was about to be saved is in the book; the browsers end with their pipes
        hand.interrupted = time.monotonic()
        if engine.is_gone:
            hand.end_soon()
        else:
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
