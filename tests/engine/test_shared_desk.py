"""The program as it ships on a database that several machines share, and with browsers that are killed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import psutil
import pytest
import sqlalchemy as sa

from fixtures.portal import VARIANTS
from fixtures.portal.memory import Request
from rpa.sealing import Seal
from tests.desk import Desk
from tests.engine.postgres import Postgres
from tests.rpa.test_bulk_commands import begin, is_salvar
from tests.rpa.test_commands import three_clients


@pytest.mark.long
def test_a_second_one_on_a_shared_database_says_who_is_at_work(
    desk_at: Callable[..., Desk], postgres: Postgres
) -> None:
    """It names the first one, and shares its work: each client once."""
    desk, shared = desk_at(replace(VARIANTS["new"], save_seconds=3)), {"RPA_DATABASE_URL": postgres.fresh()}
    clients = desk.clients(*three_clients(desk))
    saving = threading.Event()
    desk.portal.on_arrival = lambda request: saving.set() if is_salvar(request) else None
    first = begin(desk, "renew", clients, "--json", **shared)
    assert saving.wait(60)

    second = desk.rpa("renew", clients, "--json", **shared)
    first.communicate(timeout=120)

    assert f"process {first.pid}" in second.err
    assert (first.returncode, second.code, len(desk.portal.memory.saves)) == (0, 0, 3)


def test_what_other_machines_may_take_is_sealed(desk: Desk, postgres: Postgres) -> None:
    """With RPA_FILE_KEY every run on a shared database keeps its files for whoever takes its clients over."""
    shared, key = postgres.fresh(), Seal.new_key()

    desk.rpa("renew", desk.clients(*three_clients(desk)), RPA_DATABASE_URL=shared, RPA_FILE_KEY=key, RPA_BROWSER="/no")

    database = sa.create_engine(shared.replace("postgresql:", "postgresql+psycopg:"))
    with database.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM rpa_files")).scalar() == 3
    database.dispose()


@pytest.mark.long
def test_a_browser_that_is_killed_in_the_middle_of_a_run_is_replaced(desk: Desk) -> None:
    """The client under way is begun again in another browser; all end renewed, each saved once."""
    clients = desk.clients(*three_clients(desk))
    killed: list[int] = []

    def kill(request: Request) -> None:
        if request.path.startswith("/certificado") and len(desk.portal.memory.kept) == 1 and not killed:
            for child in psutil.Process(process.pid).children(recursive=True):
                if "chrom" in child.name() or "headless" in child.name():
                    killed.append(child.pid)
                    child.kill()

    desk.portal.on_arrival = kill
    process = begin(desk, "renew", clients, "--json")
    out, err = process.communicate(timeout=120)

    assert killed, err
    assert (process.returncode, out.count('"result": "renewed"')) == (0, 3), out + err
    assert len(desk.portal.memory.saves) == 3
