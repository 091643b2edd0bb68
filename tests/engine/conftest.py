"""Towns on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from fixtures.certificates import TestChain
from fixtures.portal import StandIn
from tests.engine.postgres import Postgres, why_not
from tests.engine.town import Town


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own on loopback; the test is skipped where there can be none."""
    if reason := why_not():
        pytest.skip(reason)
    with Postgres.started() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database(request: pytest.FixtureRequest) -> str | None:
    """Both databases, one after the other: the address of a fresh one; None for SQLite's file."""
    if request.param == "sqlite":
        return None
    server: Postgres = request.getfixturevalue("postgres")
    return server.fresh()


@pytest.fixture
def town_on(chain: TestChain, tmp_path: Path) -> Iterator[Callable[..., Town]]:
    """Builds towns; their portals end with the test."""
    with ExitStack() as stack:

        def build(clients: int, accounts: int = 1, database: str | None = None) -> Town:
            portal = StandIn()
            town = Town(chain, tmp_path, stack.enter_context(portal.serve()), portal, database)
            town.settle(clients, accounts)
            return town

        yield build
