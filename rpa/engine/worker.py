"""A worker: gives the seats of this machine what is due, account by account, and takes over from workers that died."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress

import sqlalchemy as sa

from rpa.engine import durable
from rpa.engine.breaker import Breaker
from rpa.engine.database import workers
from rpa.engine.ledger import Key, Ledger, TakenOverError, Waiting
from rpa.engine.locks import Locks, LocksLostError
from rpa.engine.outage import outage_of, passes
from rpa.engine.progress import this_host, worker_name
from rpa.engine.seat import NotBegunError, Office, Seat, Visitor
from rpa.engine.terms import Terms

_AHEAD = 5  # attempts that a seat has at once: the one under way, and what it may do until the queue is looked into
_TAKE_OVER_SECONDS = 1.0
_IDLE_SECONDS = 0.5
_LOOK_AHEAD = 50


class Worker:
    """One worker of one database: `work` in a thread of its own, `stop` from any other."""

    def __init__(
        self,
        engine: sa.Engine,
        queue: durable.Queue,
        locks: Locks,
        *,
        open_session: Callable[[str], Visitor],
        say: Callable[[bool], None],
        terms: Terms,
    ) -> None:
        self.name = worker_name()
        self._engine, self._queue, self._locks, self._terms = engine, queue, locks, terms
        self._ledger = Ledger(engine)
        self._outage = outage_of(engine)
        self._stopping, self._changed = threading.Event(), threading.Event()
        self._error: BaseException | None = None
        self._seats: dict[str, Seat] = {}  # by the name of their lease
        self._held: dict[str, tuple[Seat, Waiting]] = {}  # by workflow: moved here and not done
        self._guard = threading.Lock()
        self._office = Office(
            self.name,
            self._ledger,
            locks,
            Breaker(say, terms.portal_pauses, gives_up=terms.until_empty),
            terms.pauses,
            open_session,
            self._stopping,
            self._changed,
            self._fail,
        )

    def work(self) -> None:
        """Work until nothing is left, or until stopped; visits under way are finished. Raises what broke it off."""
        with self._outage.watching(self._locks, self._fail) if self._outage else nullcontext():
            self._sign_on()
            self._queue.open_for(self.name)
            try:
                durable.start(self._engine, self.name, self._step)
                self._go_on()
            except BaseException as error:  # noqa: BLE001 - it is raised when all has ended
                self._fail(error)
            finally:
                self._sign_off()
        if self._error:
            raise self._error

    def stop(self) -> None:
        """Begin nothing more; `work` returns when what is under way is done."""
        self._stopping.set()
        self._changed.set()

    def _go_on(self) -> None:
        looked = 0.0
        while not self._stopping.is_set():
            if time.monotonic() - looked > _TAKE_OVER_SECONDS:
                self._look_after_others()
                looked = time.monotonic()
            if not self._hand_out() and self._is_over():
                break
            self._changed.wait(_IDLE_SECONDS)
            self._changed.clear()

    def _hand_out(self) -> bool:
        """Give every seat what it has room for, and open and close seats; whether anything is under way."""
        for lease, seat in list(self._seats.items()):
            if not self._fill(seat) and not self._busy(seat):
                self._close(lease, seat)
        while len(self._seats) < self._terms.seats and not self._stopping.is_set() and self._open_seat():
            pass
        return bool(self._seats)

    def _open_seat(self) -> bool:
        """Open a seat for the first account that waits and is not taken; False if there is none."""
        full: list[str] = []
        while waiting := self._ledger.waiting(self._terms.run, self._terms.portal, most=1, beside=full):
            account = waiting[0].account
            for number in range(self._terms.sessions_per_account):
                lease = f"account {account} {number}"
                if not self._locks.hold(lease):
                    continue
                seat = Seat(self._office, account)
                self._seats[lease] = seat
                if self._fill(seat):
                    return True
                self._close(lease, seat)
            full.append(account)
        return False

    def _fill(self, seat: Seat) -> bool:
        """Move attempts of the seat's account into this worker's queue; whether it has any now."""
        if self._busy(seat) >= _AHEAD or self._stopping.is_set():
            return True
        for waiting in self._ledger.waiting(self._terms.run, self._terms.portal, most=_LOOK_AHEAD, account=seat.key):
            if self._busy(seat) >= _AHEAD:
                break
            if waiting.key.workflow not in self._held and self._locks.hold(f"company {waiting.company}"):
                self._take(seat, waiting)
        return self._busy(seat) > 0

    def _take(self, seat: Seat, waiting: Waiting) -> None:
        """With its company's lock held: if nobody has taken it meanwhile, it is ours."""
        if not self._queue.is_waiting(waiting.key):
            self._locks.release(f"company {waiting.company}")
            self._heal(waiting.key)
            return
        with self._guard:
            self._held[waiting.key.workflow] = seat, waiting
        seat.expect(waiting.key)
        self._queue.move(waiting.key, self.name)

    def _heal(self, key: Key) -> None:
        """A process was killed between writing an attempt's end into the book and queueing the next one."""
        if self._ledger.attempt_of(key) == key.attempt and not self._queue.is_known(key):
            self._queue.put_now(key, self._ledger.task_of(key))

    def _step(self, key: Key) -> str:
        """One attempt, as DBOS has it done in a thread of its own: the seat does it, and this waits."""
        with self._guard:
            held = self._held.get(key.workflow)
        if held is None:  # left over from before: it was moved here by nobody
            raise durable.LetGo
        seat, waiting = held
        try:
            word = seat.do(key).result()
            if self._ledger.attempt_of(key) == key.attempt + 1:
                self._queue.put_now(key.next, self._ledger.task_of(key))
        except TakenOverError:
            if self._locks.still_held():  # the other one is gone: it waits again, for whoever comes
                self._queue.put_back(key)
            raise durable.LetGo from None
        except BaseException:  # noqa: BLE001 - the seat has told it; here it only must not be recorded
            raise durable.LetGo from None
        finally:
            with self._guard:
                self._held.pop(key.workflow, None)
            self._locks.release(f"company {waiting.company}")
            self._changed.set()
        return word

    def _busy(self, seat: Seat) -> int:
        with self._guard:
            return sum(held is seat for held, _waiting in self._held.values())

    def _close(self, lease: str, seat: Seat) -> None:
        seat.leave()
        seat.join()
        del self._seats[lease]
        self._locks.release(lease)

    def _is_over(self) -> bool:
        return self._terms.until_empty and not self._ledger.unfinished(self._terms.run, self._terms.portal)

    def _look_after_others(self) -> None:
        """Move back what dead workers held; stop if this one's own sign of life is gone, or cannot be given.

        Raises LocksLostError or SQLAlchemyError.
        """
        self._locks.prove()
        with self._engine.begin() as connection:
            connection.execute(sa.update(workers).where(workers.c.worker == self.name).values(seen=time.time()))
            names = list(connection.execute(sa.select(workers.c.worker).where(workers.c.worker != self.name)).scalars())
        for name in names:
            if self._locks.hold(f"worker {name}"):
                self._queue.give_back(name)
                self._forget(name)
                self._locks.release(f"worker {name}")

    def _sign_on(self) -> None:
        if not self._locks.hold(f"worker {self.name}"):
            raise LocksLostError
        row = {
            "worker": self.name, "host": this_host(), "process": os.getpid(), "began": time.time(),
            "run": self._terms.run, "seen": time.time(),
        }  # fmt: skip
        with self._engine.begin() as connection:
            connection.execute(sa.insert(workers).values(row))

    def _sign_off(self) -> None:
        """Finish what is under way, give back what was not begun, and be gone from the list of workers."""
        self._stopping.set()
        for lease, seat in list(self._seats.items()):
            self._close(lease, seat)
        durable.stop()
        with suppress(sa.exc.SQLAlchemyError):  # a database that is full or gone; the next worker does the same
            self._queue.give_back(self.name)
            self._forget(self.name)

    def _forget(self, name: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.delete(workers).where(workers.c.worker == name))

    def _fail(self, error: BaseException) -> None:
        """Something that no client is to blame for: nothing more is begun, and `work` raises it."""
        if not isinstance(error, NotBegunError):
            self._error = self._error or error
        if self._outage and passes(error):
            self._outage.begin(error)
        self.stop()
