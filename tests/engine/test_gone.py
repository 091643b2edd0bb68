"""PostgreSQL gone in the middle of a run: one line, an end at the first Ctrl-C, and it goes on when it is back."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.portal.memory import Request
from rpa.engine import DatabaseGoneError, Engine, Task
from rpa.outcome import Result
from tests.desk import Desk
from tests.engine.players import TERMS, Player, Stage, a_task, submit, work
from tests.engine.postgres import Postgres, why_not
from tests.engine.relay import Relay
from tests.engine.town import Town
from tests.rpa.test_bulk_commands import begin
from tests.rpa.test_commands import three_clients

GONE = "The database of runs does not answer"

Lose = Callable[[], None]
"""Has the database gone, or back."""


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A server of this test's own, which may be stopped."""
    if reason := why_not():
        pytest.skip(reason)
    with Postgres.started() as server:
        yield server


@contextmanager
def losing(server: Postgres, how: str) -> Iterator[tuple[str, Lose, Lose]]:
    """A database, what makes it go, and what brings it back."""
    address = server.fresh()
    if how in ("fast", "immediate"):
        yield address, lambda: server.stop(how), server.start
    elif how == "swallowed":
        with Relay.to(server.port) as relay:
            yield address.replace(f":{server.port}/", f":{relay.port}/"), relay.swallow, relay.pass_on
    elif how == "refuses":
        name = address.rpartition("/")[2]
        yield (
            address,
            lambda: refuse(server, name),
            lambda: server.order(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"),
        )
    else:
        yield address, lambda: only_read(server, "on"), lambda: only_read(server, "off")


def refuse(server: Postgres, name: str) -> None:
    """Take no new connection to a database, and end those that there are."""
    server.order(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    server.order(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


def only_read(server: Postgres, state: str) -> None:
    """Be as a server that another one has taken over from."""
    server.order(f"ALTER SYSTEM SET default_transaction_read_only = {state}")
    server.order("SELECT pg_reload_conf()")


WAYS = ["fast", "immediate", "swallowed", "refuses", "only reads"]


class Reader(threading.Thread):
    """Reads what a program says beside its results, with the moment."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        super().__init__(daemon=True)
        self._process = process
        self.lines: list[tuple[float, str]] = []
        self.start()

    def run(self) -> None:
        """Read until it says no more."""
        assert self._process.stderr
        for line in self._process.stderr:
            self.lines.append((time.monotonic(), line))

    def said(self, words: str) -> list[float]:
        """When these words were said."""
        return [moment for moment, line in self.lines if words in line]

    def wait_for(self, words: str, seconds: float) -> float:
        """When they were first said; fails where they are not within so many seconds."""
        end, pause = time.monotonic() + seconds, threading.Event()
        while not self.said(words):
            assert time.monotonic() < end, self.lines
            pause.wait(0.05)
        return self.said(words)[0]


@contextmanager
def running(desk: Desk, clients: Path, address: str) -> Iterator[tuple[subprocess.Popen[str], Reader]]:
    """`rpa renew` on a database, at the first list of the portal, and what it says."""
    reached = at_first_list(desk)
    with begin(desk, "renew", clients, "--json", RPA_DATABASE_URL=address, RPA_LANG="en") as process:
        said = Reader(process)
        try:
            assert reached.wait(60), said.lines
            yield process, said
            said.join(10)
        finally:
            process.kill()


def at_first_list(desk: Desk) -> threading.Event:
    """Is set when the first company's list is read."""
    reached = threading.Event()

    def notice(request: Request) -> None:
        if request.path.startswith("/wwcertificado"):
            reached.set()

    desk.portal.on_arrival = notice
    return reached


@pytest.mark.long
@pytest.mark.parametrize("how", WAYS)
def test_a_run_goes_on_when_the_database_is_back(desk: Desk, server: Postgres, how: str) -> None:
    """It is told once within ten seconds, nothing is saved meanwhile, and in the end each client is renewed once."""
    clients = desk.clients(*three_clients(desk))
    with losing(server, how) as (address, lose, bring_back), running(desk, clients, address) as (process, said):
        gone = time.monotonic()
        lose()

        told = said.wait_for(GONE, 30)
        saves = len(desk.portal.memory.saves)
        threading.Event().wait(3)  # the outage itself: as long as it lasts, nothing comes
        assert len(desk.portal.memory.saves) == saves
        bring_back()
        assert process.wait(120) == 0, said.lines

    assert told - gone < 10
    assert len(said.said(GONE)) == 1
    assert not said.said("Traceback"), said.lines
    assert len(said.lines) < 12, said.lines
    assert sorted(save.company for save in desk.portal.memory.kept) == sorted(c.cnpj for c in desk.portal.companies)
    assert len(desk.portal.memory.saves) == 3


@pytest.mark.long
@pytest.mark.parametrize("how", ["immediate", "swallowed", "refuses"])
@pytest.mark.parametrize("told_first", [True, False])
def test_the_first_ctrl_c_ends_it(desk: Desk, server: Postgres, how: str, told_first: bool) -> None:
    """Within ten seconds, whether the outage was told by then or not; the same command goes on from there."""
    clients = desk.clients(*three_clients(desk))
    with losing(server, how) as (address, lose, bring_back):
        with running(desk, clients, address) as (process, said):
            lose()
            if told_first:
                said.wait_for(GONE, 30)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 130, said.lines
            took = time.monotonic() - began
        bring_back()
        again = desk.rpa("renew", clients, "--json", RPA_DATABASE_URL=address)

    assert took < 10, said.lines
    assert not said.said("Traceback"), said.lines
    assert again.code == 0, again.err
    assert len(desk.portal.memory.saves) == 3


@pytest.mark.long
def test_what_is_lost_at_any_moment_is_done_once(town_on: Callable[..., Town], server: Postgres) -> None:
    """Stopped four times under a run of forty, at whatever it is doing: none lost, none twice."""
    town = town_on(40, 2, server.fresh())
    town.submit()
    process = town.start(pace=0.1)
    for number in range(1, 5):
        while len(town.saves) < number * 6:
            assert process.poll() is None
        server.stop("immediate" if number % 2 else "fast")
        server.start()

    assert process.wait(300) == 0
    assert set(town.saves.values()) == {1}
    town.submit("again")
    assert town.finish("again") == 0
    town.assert_each_renewed_once()


def gone_for_good(engine: Engine, stage: Stage, server: Postgres, patience: float) -> float:
    """How long a worker goes on after its database has gone for ever; raises what it raises."""
    began: list[float] = []

    def lose(_task: Task, _times: int) -> Result:
        server.stop("immediate")
        began.append(time.monotonic())
        return Result.RENEWED

    stage.script = lose
    terms = replace(TERMS, database_patience=patience)
    with (
        engine.worker(terms, lambda _account: Player(stage), lambda _answers: None) as worker,
        pytest.raises(DatabaseGoneError) as error,
    ):
        work(worker)
    assert error.value.orig is not None
    return time.monotonic() - began[0]


def test_the_limit_ends_it(tmp_path: Path, server: Postgres) -> None:
    """Where it does not come back within the limit, the work ends, and nothing was saved."""
    engine, stage = Engine.open(server.fresh(), tmp_path), Stage()
    submit(engine, [a_task(1)])

    took = gone_for_good(engine, stage, server, patience=3)
    server.start()

    assert 3 <= took < 30
    assert stage.intentions == []
