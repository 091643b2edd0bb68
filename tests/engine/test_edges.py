"""The sharp edges of the queue's library and of databases, each closed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
import sqlalchemy as sa

from rpa.engine import Begun, BusyError, Engine, Journal, LocksLostError, Task, Visited
from rpa.engine.breaker import FAILURES, Breaker
from rpa.engine.locks import AdvisoryLocks
from rpa.outcome import Result
from tests.engine.players import Player, Stage, a_task, cut_off, play, submit, work, working
from tests.engine.postgres import Postgres
from tests.engine.town import Town

ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty SQLite file."""
    engine = Engine.open(None, tmp_path)
    yield engine
    engine.close()


def rows(home: Path, query: str) -> list[Any]:
    """What stands in the file."""
    database = sa.create_engine(f"sqlite:///{home / 'runs.sqlite'}")
    with database.connect() as connection:
        found = list(connection.execute(sa.text(query)))
    database.dispose()
    return found


KEPT = ("inputs", "output", "error")
"""Columns in which the library keeps what programs give it."""


def columns(home: Path) -> dict[str, list[object]]:
    """Every column of the library's tables with what stands in it."""
    names = [str(row[0]) for row in rows(home, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: dict[str, list[object]] = {}
    for table in names:
        for column in rows(home, f"PRAGMA table_info({table})"):
            found[f"{table}.{column[1]}"] = [row[0] for row in rows(home, f'SELECT "{column[1]}" FROM {table}')]
    return found


def test_two_processes_never_work_on_one_file(town_on: Callable[..., Town]) -> None:
    """A second one is told that another works; when that is killed, the file is free at once."""
    town = town_on(40)
    town.submit()
    process = town.start(pace=0.2)
    while not town.saves:
        assert process.poll() is None
    engine = town.engine()

    with pytest.raises(BusyError):
        play(engine, Stage())
    ((host, number, _since, run),) = engine.at_work()
    assert (number, run) == (process.pid, "first")
    assert host

    process.kill()
    process.wait()
    with working(engine, Stage()):
        pass
    engine.close()


def test_an_update_of_the_program_leaves_nothing_behind(engine: Engine, tmp_path: Path) -> None:
    """The version under which renewals wait is pinned: it is no digest of the source."""
    submit(engine, [a_task(1)])

    assert rows(tmp_path, "SELECT application_version FROM workflow_status") == [("1",)]


def test_only_json_of_ours_is_in_its_tables(engine: Engine, tmp_path: Path) -> None:
    """No pickle: what waits is a reference, what ended is a word; errors are never there."""
    stage = Stage(lambda task, _times: Result.RENEWED if task.row == 3 else Result.REFUSED)
    submit(engine, [a_task(1), a_task(2)])

    play(engine, stage)

    kept = {column: set(values) for column, values in columns(tmp_path).items() if column.split(".")[1] in KEPT}
    texts = [str(value) for values in kept.values() for value in values if value is not None]
    assert any(re.search(r"[0-9A-Z]{14}-f{64}-[0-9a-f]{8}", text) for text in texts)
    assert sum(text in ('"renewed"', '"refused"') for text in texts) >= 2
    assert not any("gASV" in text for text in texts), "a pickle"
    for text in texts:
        json.loads(text)
    assert all(value is None for column, values in kept.items() if column.endswith(".error") for value in values)


def test_a_commit_is_on_the_disk(engine: Engine) -> None:
    """SQLite writes ahead, and waits for the disk at every commit: an intention outlives a power cut."""
    with engine._database.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]

    assert found == ["wal", 2]


def test_what_a_stopped_worker_had_taken_is_given_back(engine: Engine, tmp_path: Path) -> None:
    """What was handed out and not begun waits again, for any worker; nothing is left under the old one's name."""
    stage = Stage()
    submit(engine, [a_task(n) for n in range(6)])
    with working(engine, stage) as worker:

        def stop(_task: Task, _times: int) -> Result:
            worker.stop()
            return Result.RENEWED

        stage.script = stop
        work(worker)
    assert len(stage.visits) == 1

    assert rows(tmp_path, "SELECT count(*) FROM rpa_workers") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM workflow_status WHERE status = 'PENDING'") == [(0,)]
    stage.script = lambda _task, _times: Result.RENEWED
    play(engine, stage)
    assert len(stage.visits) == 6


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="a process's files are bounded by a POSIX limit here")
def test_a_full_disk_stops_before_the_next_salvar_and_loses_nothing(town_on: Callable[..., Town]) -> None:
    """Where an intention or an end cannot be written, nothing more is saved; with room again, all end, each once."""
    town = town_on(40)
    town.submit()
    largest = max(path.stat().st_size for path in town.home.iterdir())

    assert town.finish(file_limit=largest + 300_000) == 1

    stopped, told = len(town.saves), (town.folder / "stderr.txt").read_text()
    intended = rows(town.home, "SELECT count(*) FROM rpa_renewals WHERE intention IS NOT NULL")[0][0]
    assert stopped <= intended < 40
    assert "OperationalError" in told
    town.finish_and_ask_again()
    town.assert_each_renewed_once()


def test_a_worker_that_has_lost_its_locks_saves_nothing(tmp_path: Path, postgres: Postgres) -> None:
    """Cut off from the database, others may take its work over: right before Salvar it looks, and begins anew."""
    engine = Engine.open(postgres.fresh(), tmp_path)
    stage = Stage()
    submit(engine, [a_task(1)])

    def cut(_task: object, times: int) -> Result:
        if times == 1:
            cut_off(engine)
        return Result.RENEWED

    stage.script = cut
    play(engine, stage)

    assert (len(stage.visits), len(stage.intentions)) == (2, 1)
    assert engine.progress("first").ended == {Result.RENEWED: 1}
    engine.close()


def test_a_lock_that_cannot_be_asked_for_is_lost_too(tmp_path: Path, postgres: Postgres) -> None:
    """Whoever notices first that the connection is gone says so, and at each further time: it is no other trouble.

    What looks whether the locks are still held, and what takes one more, ask in threads of their own.
    """
    engine = Engine.open(postgres.fresh(), tmp_path)
    locks = AdvisoryLocks(engine._database)
    assert locks.hold("worker")
    cut_off(engine)

    for name in ("company 1", "company 2"):
        with pytest.raises(LocksLostError):
            locks.hold(name)

    assert not locks.still_held()
    locks.close()
    engine.close()


def test_what_is_old_is_forgotten_but_not_what_is_open(engine: Engine, tmp_path: Path) -> None:
    """`rpa purge` takes finished runs out of both books; what may have been saved unseen, or was refused, stays."""
    ends = {2: Result.RENEWED, 3: Result.UNVERIFIED, 4: Result.REFUSED}
    stage = Stage(lambda task, _times: ends[task.row])
    submit(engine, [a_task(n) for n in range(3)])
    play(engine, stage)

    assert engine.forget(time.time() - 3600) == 0
    assert engine.forget(time.time() + 1) == 1

    assert engine.runs.all() == []
    assert rows(tmp_path, "SELECT count(*) FROM rpa_renewals") == [(2,)]
    assert rows(tmp_path, "SELECT count(*) FROM workflow_status") == [(5,)]  # four readings, and one refusal
    submit(engine, [a_task(2)], "second")
    play(engine, stage, "second")
    assert engine.progress("second").ended == {Result.REFUSED: 1}


def test_it_talks_to_the_portal_and_to_nobody_else(town_on: Callable[..., Town]) -> None:
    """A worker's connections all lead to this machine: the library phones nobody."""
    town = town_on(30)
    town.submit()
    process = town.start(pace=0.1)
    seen = set()
    while process.poll() is None:
        try:
            seen |= {c.raddr.ip for c in psutil.Process(process.pid).net_connections() if c.raddr}
        except psutil.Error:
            break

    assert seen == {"127.0.0.1"}


def test_the_library_is_pinned_below_its_next_major_version() -> None:
    """Its tables and its ways may change with it."""
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]

    assert "dbos>=3.4,<4" in needs


def test_five_failures_in_a_row_rest_an_account_and_refusals_never_count() -> None:
    """The sixth visit waits until the login page is there; an answer of the portal begins the count anew."""
    looks: list[bool] = []
    breaker, never = Breaker(lambda _answers: None, pauses=(0.001,)), threading.Event()
    breaker.got_in()

    def look() -> bool:
        looks.append(True)
        return len(looks) > 2

    for _failure in range(FAILURES - 1):
        breaker.failed("a", unreachable=False)
    breaker.went_well("a")
    for _failure in range(FAILURES - 1):
        breaker.failed("a", unreachable=False)
    assert breaker.clear("a", look, never)
    assert looks == []

    breaker.failed("a", unreachable=False)
    assert breaker.clear("b", look, never)
    assert looks == []
    assert breaker.clear("a", look, never)
    assert len(looks) == 3


def test_an_account_that_goes_on_failing_rests_longer_each_time() -> None:
    """Between two looks at the login page the pauses grow, up to the last one, a quarter more or less."""
    waited: list[float] = []

    class Watched(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waited.append(timeout or 0.0)
            return False

    answers = iter([False] * 4 + [True])
    breaker = Breaker(lambda _answers: None, pauses=(10.0, 20.0, 40.0))
    breaker.got_in()
    for _failure in range(FAILURES):
        breaker.failed("a", unreachable=False)

    assert breaker.clear("a", lambda: next(answers), Watched())

    lengths = (10.0, 20.0, 40.0, 40.0, 40.0)
    assert len(waited) == len(lengths)
    assert all(0.75 * length <= pause <= 1.25 * length for pause, length in zip(waited, lengths, strict=True))


def test_help_is_told_without_the_engine() -> None:
    """`rpa --help` imports neither the queue's library nor the database's."""
    seen = "import sys; print(sorted({'dbos', 'sqlalchemy'} & set(sys.modules)))"
    run = (
        f"import sys; sys.argv[1:] = ['--help']\nfrom rpa.__main__ import main\ntry:\n    main()\nfinally:\n    {seen}"
    )
    told = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False, cwd=ROOT)

    assert "renew" in told.stdout, told.stderr
    assert told.stdout.splitlines()[-1] == "[]"


def test_nothing_is_imported_beside_the_opening_of_a_database() -> None:
    """The import of the queue's library, begun ahead, is over before an engine is opened, however its block ends.

    Two threads that import parts of SQLAlchemy at once have met a module that was half made.
    """
    told = """
import sys, threading
from rpa.engine import importing_ahead
before = "dbos" in sys.modules
try:
    with importing_ahead():
        raise ValueError
except ValueError:
    pass
print(before, "DBOS" in vars(sys.modules["rpa.engine.durable"]), [thread.name for thread in threading.enumerate()])
"""
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False, cwd=ROOT)

    assert ran.stdout.split() == ["False", "True", "['MainThread']"], ran.stderr


def test_what_the_library_warns_of_is_in_the_log_of_the_run(tmp_path: Path) -> None:
    """Its log goes through ours: into run.log, and not onto the terminal."""
    work = f"""
import logging
from pathlib import Path
from rpa import logs
from tests.engine.players import *
home = Path({str(tmp_path)!r})
engine = Engine.open(None, home)
submit(engine, [a_task(1)])
logs.set_up(home)
play(engine, Stage(lambda *_: (logging.getLogger("dbos").warning("careful"), Result.RENEWED)[1]))
engine.close()
"""
    told = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True, cwd=ROOT)

    assert (told.stdout, told.stderr) == ("", "")
    log = (tmp_path / "run.log").read_text(encoding="utf-8")
    assert "WARNING dbos careful" in log
    assert " dbos Queue: worker-" in log, "what it says of itself"


def test_an_outage_rests_all_says_so_and_ends_by_itself() -> None:
    """When the portal does not answer one account, all wait; that it is out is told once, and that it is back."""
    said: list[bool] = []
    answers = iter([False, False, True])
    breaker, never = Breaker(said.append, pauses=(0.001,)), threading.Event()
    breaker.got_in()
    breaker.failed("a", unreachable=True)

    assert breaker.clear("b", lambda: next(answers), never)

    assert said == [False, True]


def test_a_portal_that_was_never_there_is_given_up_soon(engine: Engine) -> None:
    """Where nobody has ever got in, an address is wrong rather than the portal out: all end `failed`, at once."""
    stage = Stage(lambda _task, _times: Result.FAILED, answers=False)
    submit(engine, [a_task(n) for n in range(30)])

    class Stranger(Player):
        def visit(self, begun: Begun, journal: Journal) -> Visited:
            return replace(super().visit(begun, journal), logged_in=False)

    with working(engine, stage, player=Stranger) as worker:
        work(worker)

    assert len(stage.visits) < 5
    assert engine.progress("first").ended == {Result.FAILED: 30}
    assert engine.nobody_got_in("first")
