"""Visitors that follow a script, for rules of the engine that no portal is needed to show."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from fixtures.portal.trade import with_check_digits
from rpa.cnpj import Cnpj
from rpa.engine import Begun, Engine, Journal, Pauses, RunInfo, Task, Terms, Visited, Working
from rpa.outcome import Outcome, Result

TERMS = Terms(run="first", pauses=Pauses(retry=(0.01, 0.01, 0.01), pace=0.0), portal_pauses=(0.01,))


@dataclass
class Stage:
    """What visitors did: who was visited when, how many at once, what was saved. `script` tells how a visit ends."""

    script: Callable[[Task, int], Result] = lambda _task, _time: Result.RENEWED
    seconds: float = 0.0
    visits: list[str] = field(default_factory=list)
    intentions: list[str] = field(default_factory=list)
    most_at_once: int = 0
    most_an_account: int = 0
    most_a_company: int = 0
    answers: bool = True
    _now: Counter[str] = field(default_factory=Counter)
    _times: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def acting(self, task: Task) -> Iterator[int]:
        """One visit: gives which time it is that this renewal is visited."""
        names = ("all", f"account {task.account}", f"company {task.cnpj}")
        with self._guard:
            self.visits.append(task.cnpj)
            self._times[task.identity] += 1
            self._now.update(names)
            self.most_at_once = max(self.most_at_once, self._now["all"])
            self.most_an_account = max(self.most_an_account, self._now[names[1]])
            self.most_a_company = max(self.most_a_company, self._now[names[2]])
            times = self._times[task.identity]
        try:
            time.sleep(self.seconds)
            yield times
        finally:
            with self._guard:
                self._now.subtract(names)


class Player:
    """A visitor on a stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def visit(self, begun: Begun, journal: Journal) -> Visited:
        """As the script has it; what ends renewed or unverified was about to be saved before."""
        with self._stage.acting(begun.task) as times:
            result = self._stage.script(begun.task, times)
            if result in (Result.RENEWED, Result.UNVERIFIED) and not begun.intention:
                journal.intend({"nickname": begun.task.nickname, "before": []})
                self._stage.intentions.append(begun.task.cnpj)
        return Visited(ended(begun.task, result), logged_in=True, unreachable=not self._stage.answers)

    def not_reached(self, begun: Begun) -> Visited:
        """It was not tried."""
        return Visited(ended(begun.task, Result.FAILED), logged_in=False, unreachable=True)

    def portal_answers(self) -> bool:
        """As the stage has it."""
        return self._stage.answers

    def close(self) -> None:
        """Nothing to close."""


def ended(task: Task, result: Result) -> Outcome:
    """The end of a task."""
    return Outcome(
        task.row, Cnpj(task.cnpj), task.company, result, "as the script has it", fingerprint=task.fingerprint
    )


def a_task(number: int = 0, *, account: str = "a@example.com.br", **other: Any) -> Task:
    """A task; each number is another company, of another root."""
    task = Task(
        portal="portal", cnpj=with_check_digits(f"{number + 11222333:08}0001"), fingerprint="f" * 64, account=account,
        row=number + 2, clients_file="clientes.csv", pfx="a.pfx", company=f"EMPRESA {number}", nickname="Novo 2027",
        default=True, due=date(2026, 1, 1),
    )  # fmt: skip
    return replace(task, **other)


def submit(engine: Engine, tasks: list[Task], run: str = "first", **more: Any) -> None:
    """Begin a run."""
    engine.submit(RunInfo.begin(run, "portal", "clientes.csv"), run, tasks, **more)


def play(engine: Engine, stage: Stage, run: str | None = "first", **terms: Any) -> None:
    """Work through a run on a stage."""
    with working(engine, stage, run, **terms) as worker:
        work(worker)


def work(worker: Working) -> None:
    """Let a worker work in a thread of its own, as the program does: the tests' browser keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(worker.work).result()


def working(
    engine: Engine, stage: Stage, run: str | None = "first", player: type[Player] = Player, **terms: Any
) -> AbstractContextManager[Working]:
    """A worker that is ready to work on a run."""
    return engine.worker(replace(TERMS, run=run, **terms), lambda _account: player(stage), lambda _answers: None)


def cut_off(engine: Engine) -> None:
    """End the connections that hold locks on PostgreSQL, as a network does that fails; when this returns they are."""
    held, end = "FROM pg_locks WHERE locktype = 'advisory' AND granted", time.monotonic() + 60
    with engine._database.connect() as connection:
        while connection.execute(sa.text(f"SELECT count(*) {held}")).scalar():
            assert time.monotonic() < end
            connection.execute(sa.text(f"SELECT pg_terminate_backend(pid, 1000) {held}"))
