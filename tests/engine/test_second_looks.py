"""What others do meanwhile: cancel, purge, take over, work for another portal. Nobody waits for ever for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from rpa.engine import Begun, Engine, Journal, Task, Visited, Working
from rpa.engine.breaker import FAILURES, Breaker
from rpa.engine.durable import Queue
from rpa.engine.ledger import Key, Ledger
from rpa.engine.seat import NotBegunError, _Jobs
from rpa.outcome import Result
from tests.engine.players import Player, Stage, a_task, cut_off, play, submit, work, working
from tests.engine.postgres import Postgres


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty SQLite file."""
    engine = Engine.open(None, tmp_path)
    yield engine
    engine.close()


@contextmanager
def patience(worker: Working, seconds: float = 15.0) -> Iterator[None]:
    """Stop a worker that does not end by itself, and fail."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        worker.stop()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    assert not late.is_set(), "it did not end"


def test_a_run_that_others_have_completed_is_not_gone_on_with(engine: Engine) -> None:
    """Whoever did its work: a complete run has ended, and the same command begins a new one."""
    submit(engine, [a_task(1)])
    assert engine.runs.unfinished("first") == "first"

    play(engine, Stage(), None)

    assert engine.runs.unfinished("first") is None
    (run,) = engine.runs.all()
    assert run.ended is not None
    assert run.began < run.ended <= time.time()


def test_what_is_cancelled_on_its_way_to_a_worker_holds_nobody_up(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that is cancelled between being moved and being begun ends; the worker that had it ends too."""
    move = Queue.move

    def cancelled(queue: Queue, key: Key, worker: str) -> None:
        move(queue, key, worker)
        engine.cancel("first")

    monkeypatch.setattr(Queue, "move", cancelled)
    submit(engine, [a_task(n) for n in range(4)])

    with working(engine, Stage()) as worker, patience(worker):
        work(worker)

    assert engine.progress("first").cancelled == 4


def test_a_client_that_begins_while_its_run_is_cancelled_is_not_told_to_be_out(engine: Engine) -> None:
    """Either it is taken out, or it is under way: never renewed and told to be cancelled."""
    submit(engine, [a_task(1)])
    begun: list[Begun | None] = []

    def begin(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().startswith("UPDATE") and not begun:
            begun.append(None)
            begun[:] = [Ledger(engine._database).begin(Key(a_task(1).identity, 1, 1), "another")]

    sa.event.listen(engine._database, "before_cursor_execute", begin)
    assert engine.cancel("first") == 0

    assert begun[0]
    assert (engine.progress("first").under_way, engine.progress("first").cancelled) == (1, 0)


def test_an_attempt_that_comes_too_late_is_told_so() -> None:
    """A seat that has closed its session takes nothing more: whoever waited for it would wait for ever."""
    jobs = _Jobs()
    jobs.end()
    assert jobs.take() is None

    with pytest.raises(NotBegunError):
        jobs.put(Key("somebody", 1, 1))


def test_a_worker_leaves_the_clients_of_another_portal_alone(engine: Engine) -> None:
    """One database may have clients of homologation and of production: a worker takes those of its own, and ends."""
    stage = Stage()
    here, there = a_task(1, portal="homolog.example:443"), a_task(2, portal="homolog.example")
    submit(engine, [here, there])

    with working(engine, stage, None, portal="homolog.example") as worker, patience(worker):
        work(worker)

    assert stage.visits == [there.cnpj]


def test_where_a_machine_could_not_open_the_file_that_is_not_final(engine: Engine) -> None:
    """`blocked` that names no certificate is a machine's trouble: the next command tries again."""

    class Elsewhere(Player):
        def visit(self, begun: Begun, journal: Journal) -> Visited:
            visited = super().visit(begun, journal)
            return replace(visited, outcome=replace(visited.outcome, fingerprint=None))

    stage = Stage(lambda _task, _times: Result.BLOCKED)
    submit(engine, [a_task(1)])
    with working(engine, stage, player=Elsewhere) as worker:
        work(worker)
    stage.script = lambda _task, _times: Result.RENEWED

    submit(engine, [a_task(1)], "second")
    play(engine, stage, "second")

    assert engine.progress("second").ended == {Result.RENEWED: 1}


def test_what_was_taken_over_is_left_and_the_worker_goes_on(engine: Engine) -> None:
    """Where another one has the renewal at the moment of Salvar, nothing is saved; it waits again, and all are done."""
    stage = Stage()

    def taken_over(task: Task, times: int) -> Result:
        if (task.row, times) == (2, 1):
            with engine._database.begin() as connection:
                connection.execute(sa.text("UPDATE rpa_renewals SET worker = 'another'"))
        return Result.RENEWED

    stage.script = taken_over
    tasks = [a_task(n) for n in range(3)]
    submit(engine, tasks)

    with working(engine, stage) as worker, patience(worker):
        work(worker)

    assert sorted(stage.intentions) == sorted(task.cnpj for task in tasks)
    assert stage.visits.count(tasks[0].cnpj) == 2
    assert engine.progress("first").ended == {Result.RENEWED: 3}


def test_a_worker_that_has_lost_its_locks_begins_nothing(tmp_path: Path, postgres: Postgres) -> None:
    """Whoever has taken a client over keeps it: another worker, with locks of its own, goes on behind the loss."""
    engine = Engine.open(postgres.fresh(), tmp_path)
    stage = Stage()

    def cut(_task: Task, _times: int) -> Result:
        if len(stage.visits) == 1:
            cut_off(engine)
        return Result.ALREADY_CURRENT

    stage.script = cut
    submit(engine, [a_task(n) for n in range(5)])
    play(engine, stage)

    first = a_task(0).cnpj  # whose end could perhaps not be written down: then it is looked at once more
    assert [cnpj for cnpj in stage.visits if cnpj != first] == [a_task(n).cnpj for n in range(1, 5)]
    assert stage.visits.count(first) <= 2
    assert stage.most_at_once == 1
    engine.close()


def test_a_purge_that_breaks_off_leaves_nobody_waiting(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it had deleted by then: the next command renews the client, under the same name or another."""
    stage = Stage()
    submit(engine, [a_task(1)])
    play(engine, stage)
    with monkeypatch.context() as broken:
        broken.setattr(Queue, "forget", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            engine.forget(time.time() + 1)

    submit(engine, [a_task(1)], "second")
    with working(engine, stage, "second") as worker, patience(worker):
        work(worker)

    assert engine.progress("second").ended == {Result.RENEWED: 1}


def test_clients_that_fail_by_themselves_rest_nobody(engine: Engine) -> None:
    """A list that has changed, a PFX that was exchanged: however many there are, the account goes on."""
    looks: list[bool] = []

    class Own(Player):
        def visit(self, begun: Begun, journal: Journal) -> Visited:
            return replace(super().visit(begun, journal), own=True)

        def portal_answers(self) -> bool:
            looks.append(True)
            return True

    submit(engine, [a_task(n) for n in range(FAILURES + 2)])
    with working(engine, Stage(lambda _task, _times: Result.FAILED), player=Own) as worker:
        work(worker)

    assert engine.progress("first").ended == {Result.FAILED: FAILURES + 2}
    assert looks == []


def test_a_worker_that_is_to_stay_does_not_give_up() -> None:
    """`rpa work` began before its network was there: it looks until the portal answers."""
    answers = iter([False] * 8 + [True])
    breaker = Breaker(lambda _answers: None, pauses=(0.001,), gives_up=False)
    breaker.failed("a", unreachable=True)

    assert breaker.clear("a", lambda: next(answers), threading.Event())


def test_a_dead_machine_is_noticed_within_seconds(tmp_path: Path, postgres: Postgres) -> None:
    """Both ends of a connection to PostgreSQL doubt it after three silent seconds; and a commit is on the disk."""
    engine = Engine.open(postgres.fresh(), tmp_path)
    with engine._database.connect() as connection:
        names = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "synchronous_commit")
        server = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names]
        assert connection.connection.driver_connection
        client = connection.connection.driver_connection.info.get_parameters()
    engine.close()

    assert server == ["3", "1", "3", "on"]
    assert {name: client[name] for name in ("keepalives_idle", "keepalives_interval", "tcp_user_timeout")} == {
        "keepalives_idle": "3", "keepalives_interval": "1", "tcp_user_timeout": "6000",
    }  # fmt: skip
