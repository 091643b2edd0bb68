"""The crash drill with the program as it ships: a real browser, killed with all the rest at every point of the road."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.portal.trade import with_check_digits
from tests.desk import PFX_PASSWORD, Desk
from tests.engine.killing import AT_REQUESTS, kill_at, kill_tree
from tests.engine.program import POINTS
from tests.rpa.test_commands import three_clients

ROOT = Path(__file__).parents[2]


def start(desk: Desk, clients: Path, database: str | None, point: str = "", *more: str) -> subprocess.Popen[bytes]:
    """`rpa renew`, to be killed at a point."""
    address = {"RPA_DATABASE_URL": database} if database else {}
    with (desk.folder / "printed.txt").open("ab") as printed:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.engine.killable", point, desk.folder / "killed", "renew", clients, *more],
            cwd=ROOT,
            env={**os.environ, **desk.environment, **address},
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
        )


def finish(desk: Desk, clients: Path, database: str | None, *more: str) -> int:
    """The same command to its end: goes on with the run, and then asks once more for what it only looked for."""
    for _time in range(2):
        code = start(desk, clients, database, "", *more).wait(timeout=600)
    return code


@pytest.mark.long
@pytest.mark.parametrize("point", POINTS)
def test_killed_between_requests(desk: Desk, database: str | None, point: str) -> None:
    """Wherever the process tree is killed, the same command renews each client once."""
    clients = desk.clients(*three_clients(desk))

    assert start(desk, clients, database, point).wait(timeout=120) == -9

    assert finish(desk, clients, database) == 0, (desk.folder / "printed.txt").read_text()
    assert set(Counter(save.company for save in desk.portal.memory.kept).values()) == {1}
    assert len(desk.portal.memory.kept) == 3


@pytest.mark.long
@pytest.mark.parametrize("when", ["arrives", "is answered"])
@pytest.mark.parametrize("request_", AT_REQUESTS)
def test_killed_at_a_request(desk: Desk, database: str | None, request_: str, when: str) -> None:
    """Killed while the portal deals with a request, or before its answer is read: the same."""
    clients = desk.clients(*three_clients(desk))
    process = start(desk, clients, database)
    kill_at(desk.portal, process, request_, when)

    assert process.wait(timeout=120) == -9
    assert finish(desk, clients, database) == 0, (desk.folder / "printed.txt").read_text()
    assert set(Counter(save.company for save in desk.portal.memory.kept).values()) == {1}
    assert len(desk.portal.memory.kept) == 3


@pytest.mark.long
def test_a_hundred_clients_and_twenty_kills(desk_at: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed again and again at random moments ends as if nothing had been."""
    desk, chance = desk_at(), random.Random(7)
    pfx = desk.pfx(with_check_digits("112223330001"), "cidade.pfx")
    rows = []
    for number in range(100):
        cnpj = with_check_digits(f"11222333{number + 1:04}")
        desk.company(cnpj, f"FILIAL {number}")
        account = f"conta{number % 4}@example.com.br"
        rows.append({"CNPJ": cnpj, "PFX": pfx.name, "Senha": PFX_PASSWORD, "Conta": account})
    for number in range(4):
        own = [row["CNPJ"] for row in rows if row["Conta"].startswith(f"conta{number}")]
        desk.open_account(f"conta{number}@example.com.br", "portal", own)
        monkeypatch.setenv(f"INVOICY_PASSWORD_CONTA{number}_EXAMPLE_COM_BR", "portal")
    clients = desk.clients(*rows)

    for _kill in range(20):
        before = len(desk.portal.memory.requests)
        process = start(desk, clients, None, "", "--workers", "2")
        while len(desk.portal.memory.requests) < before + 3 and process.poll() is None:
            time.sleep(0.05)
        time.sleep(chance.uniform(0.0, 8.0))
        kill_tree(process.pid)
        process.wait()

    assert finish(desk, clients, None, "--workers", "2") == 0, (desk.folder / "printed.txt").read_text()[-2000:]
    assert Counter(save.company for save in desk.portal.memory.kept) == Counter(row["CNPJ"] for row in rows)
