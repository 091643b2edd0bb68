"""The crash drill: whatever is killed, and whenever, nothing is lost and nothing is sent twice."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from fixtures.portal.memory import Request
from tests.engine.killing import kill_tree
from tests.engine.program import POINTS
from tests.engine.town import Town

AT_REQUESTS = {
    "login page asked for": ("GET", "/login.aspx", ""),
    "logging in": ("POST", "/login.aspx", "ENTER"),
    "choosing the company": ("POST", "/inicio.aspx", "VEMPRESA_MPAGE.CHANGE"),
    "reading the list": ("GET", "/wwcertificado.aspx", ""),
    "opening the form": ("GET", "/certificado.aspx?INS,0", ""),
    "Salvar": ("POST", "/certificado.aspx?INS,0", "ENTER"),
}


def is_like(request: Request, wanted: Request) -> bool:
    """Whether it is this request; a company may be chosen on any screen."""
    anywhere = wanted.event.startswith("VEMPRESA")
    return (request.method, request.event) == (wanted.method, wanted.event) and (
        anywhere or request.path == wanted.path
    )


@pytest.mark.parametrize("point", POINTS)
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
    assert town.results()["renewed"] >= (5 if point == "intention written" else 6)


@pytest.mark.parametrize("when", ["arrives", "is answered"])
@pytest.mark.parametrize("request_", AT_REQUESTS)
def test_killed_at_a_request_it_is_taken_up_again(
    town_on: Callable[..., Town], database: str | None, request_: str, when: str
) -> None:
    """Killed while the portal deals with a request, or when its answer was never read: the same."""
    town = town_on(6, database=database)
    town.submit()
    process = town.start()
    wanted = Request(*AT_REQUESTS[request_])
    killed: list[int] = []

    def kill(request: Request) -> None:
        if not killed and is_like(request, wanted):
            killed.append(process.pid)
            kill_tree(process.pid)

    setattr(town.portal, "on_arrival" if when == "arrives" else "on_answer", kill)

    assert process.wait(timeout=60) == -9
    town.finish_and_ask_again()
    town.assert_each_renewed_once()


@pytest.mark.parametrize(
    ("clients", "kills", "seed"), [(100, 20, 1), pytest.param(2000, 10, 2, marks=pytest.mark.long)]
)
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


def test_four_workers_of_which_one_is_killed_do_each_client_once(
    town_on: Callable[..., Town], postgres: object, request: pytest.FixtureRequest
) -> None:
    """On PostgreSQL the clients of a killed worker are taken over by the others, and nothing is doubled."""
    town = town_on(120, accounts=12, database=request.getfixturevalue("postgres").fresh())
    town.submit()
    workers = [town.start(None, seats=2, pace=0.02) for _worker in range(4)]
    while len(town.saves) < 20:
        time.sleep(0.02)

    kill_tree(workers[0].pid)
    ends = [worker.wait(timeout=120) for worker in workers]

    assert ends == [-9, 0, 0, 0]
    town.finish_and_ask_again()
    town.assert_each_renewed_once()
