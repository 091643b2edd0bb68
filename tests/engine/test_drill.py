"""The crash drill: whatever is killed, and whenever, nothing is lost and nothing is sent twice."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from fixtures.certificates import TestChain
from fixtures.portal import StandIn
from rpa.engine.database import renewals
from tests.engine.http_visitor import LOGIN_PASSWORD
from tests.engine.killing import AT_REQUESTS, kill_at, kill_tree
from tests.engine.postgres import Postgres
from tests.engine.program import POINTS
from tests.engine.town import Town
from tests.selection import few


@pytest.mark.parametrize("point", few(POINTS, "intention written"))
def test_killed_between_requests_it_is_taken_up_again(
    town_on: Callable[..., Town], database: str | None, point: str
) -> None:
    """Killed at any point of the road, the same command ends with each client renewed once."""
    town = town_on(6, database=database)
    town.submit()

    killed = town.finish(kill_at=point)

    assert killed == -9
    town.finish_and_ask_again()
    town.assert_each_renewed_once()
    only_intended = 1 if point == "intention written" else 0
    assert town.results().get("unverified", 0) == only_intended
    assert town.results()["renewed"] == 6 - only_intended


@pytest.mark.long
@pytest.mark.parametrize("when", ["arrives", "is answered"])
@pytest.mark.parametrize("request_", AT_REQUESTS)
def test_killed_at_a_request_it_is_taken_up_again(
    town_on: Callable[..., Town], database: str | None, request_: str, when: str
) -> None:
    """Killed while the portal deals with a request, or when its answer was never read: the same."""
    town = town_on(6, database=database)
    town.submit()
    process = town.start()
    kill_at(town.portal, process, request_, when)

    assert process.wait(timeout=60) == -9
    town.finish_and_ask_again()
    town.assert_each_renewed_once()


@pytest.mark.long
@pytest.mark.parametrize(("clients", "kills", "seed"), [(100, 20, 1), (2000, 10, 2)])
def test_kills_at_random_moments_lose_and_double_nothing(
    town_on: Callable[..., Town], clients: int, kills: int, seed: int
) -> None:
    """A run of many clients, killed again and again, ends as if nothing had been."""
    town, chance = town_on(clients, accounts=20), random.Random(seed)
    town.submit()

    for _kill in range(kills):
        begun = len(town.portal.memory.requests)
        process = town.start(seats=4)
        for _moment in range(600):
            if len(town.portal.memory.requests) > begun:
                break
            time.sleep(0.05)
        time.sleep(chance.uniform(0.0, 1.5))
        kill_tree(process.pid)
        process.wait()

    town.finish_and_ask_again(seats=4)
    town.assert_each_renewed_once()


@pytest.mark.long
@pytest.mark.parametrize("count", [2, 4])
def test_workers_of_which_one_is_killed_do_each_client_once(
    town_on: Callable[..., Town], postgres: Postgres, count: int
) -> None:
    """On PostgreSQL the clients of a killed worker are taken over by the others, and nothing is doubled."""
    town = town_on(120, accounts=12, database=postgres.fresh())
    town.submit()
    workers = [town.start(None, seats=2, pace=0.02) for _worker in range(count)]
    while len(town.saves) < 20:
        time.sleep(0.02)

    kill_tree(workers[0].pid)
    ends = [worker.wait(timeout=120) for worker in workers]

    assert ends == [-9] + [0] * (count - 1)
    town.finish_and_ask_again()
    town.assert_each_renewed_once()


@pytest.mark.long
def test_an_account_is_taken_over_within_seconds(town_on: Callable[..., Town], postgres: Postgres) -> None:
    """On PostgreSQL the machine that has the only account is killed: another one saves for it soon after."""
    town = town_on(40, database=postgres.fresh())
    town.submit()
    first = town.start(None, pace=0.1)
    while len(town.saves) < 3:
        assert first.poll() is None
        time.sleep(0.02)
    second = town.start(None, pace=0.1)
    while len(at_work(town)) < 2:
        assert second.poll() is None
        time.sleep(0.02)

    kill_tree(first.pid)
    killed, before = time.monotonic(), len(town.saves)
    while len(town.saves) == before:
        assert time.monotonic() - killed < 10
        time.sleep(0.02)

    assert (first.wait(), second.wait(timeout=120)) == (-9, 0)
    town.finish_and_ask_again()
    town.assert_each_renewed_once()


@pytest.mark.long
def test_two_machines_never_visit_one_company_at_once(town_on: Callable[..., Town], postgres: Postgres) -> None:
    """Two accounts have the same companies, each for a certificate of its own: from begin to end they take turns."""
    town = town_on(12, database=postgres.fresh())
    town.portal.add_account("outra@example.com.br", LOGIN_PASSWORD, town.portal.companies)
    others = [
        replace(task, account="outra@example.com.br", fingerprint="e" * 64, row=task.row + 100, nickname="Outro 2027")
        for task in town.tasks
    ]
    town.submit(tasks=[*town.tasks, *others])

    workers = [town.start(None, seats=2) for _worker in range(2)]

    assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
    visits: dict[str, list[tuple[float, float]]] = {}
    engine = town.engine()
    with engine._database.connect() as connection:
        for row in connection.execute(sa.select(renewals.c.company, renewals.c.started, renewals.c.ended)):
            visits.setdefault(row.company, []).append((row.started, row.ended))
    engine.close()
    assert all(len(both) == 2 for both in visits.values())
    assert all(one[1] <= two[0] for one, two in (sorted(both) for both in visits.values()))
    assert set(town.saves.values()) == {2}


def at_work(town: Town) -> list[object]:
    """Who has signed on."""
    engine = town.engine()
    found: list[object] = list(engine.at_work())
    engine.close()
    return found


@pytest.mark.long
@pytest.mark.parametrize("seconds", [3, 60])
def test_a_portal_that_goes_away_in_the_middle_is_waited_for(chain: TestChain, tmp_path: Path, seconds: int) -> None:
    """The run pauses and says so, goes on by itself when the portal is back, and ends complete: each client once."""
    portal = StandIn()
    with portal.serve() as url:
        town = Town(chain, tmp_path, url, portal)
        town.settle(30, accounts=3)
        town.submit()
        process = town.start(seats=3, pace=0.1)
        while len(town.saves) < 6:
            assert process.poll() is None
            time.sleep(0.02)
    time.sleep(seconds)
    assert process.poll() is None
    port = int(url.partition(":")[2].partition(":")[2].partition("/")[0])
    with portal.serve(port):
        assert process.wait(timeout=120) == 0

        first = town.results()
        assert first["waiting"] == first.get("failed", 0) == 0, first
        told = (tmp_path / "stderr.txt").read_text().split()
        assert (told.count("out"), told.count("back")) == (1, 1)
        town.submit("again")
        assert town.finish("again") == 0
    assert town.results()["waiting"] == 0
    town.assert_each_renewed_once()
