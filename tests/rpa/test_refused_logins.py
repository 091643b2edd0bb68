"""At most one failed login for an account and a password, remembered across runs, without keeping the password."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.portal import VARIANTS
from fixtures.portal.switches import Gate
from rpa.refused_logins import RefusedLogins
from rpa.secret import Secret
from tests.desk import PADARIA, PASSWORD, PFX_PASSWORD, Desk


@pytest.fixture
def clients(desk: Desk) -> Path:
    """A clients file with one good client."""
    desk.company()
    desk.pfx()
    desk.open_account()
    return desk.clients({"cnpj": PADARIA, "pfx": "p.pfx", "senha": PFX_PASSWORD})


def tried(desk: Desk) -> list[bool]:
    """The logins that reached the portal: right or not."""
    return [login.ok for login in desk.portal.memory.logins]


def test_a_refused_password_is_not_tried_by_the_next_run(desk: Desk, clients: Path) -> None:
    """The second run parks the account's clients, says why and how to go on, and sends no login."""
    desk.rpa("renew", clients, "--json", INVOICY_PASSWORD="errada")

    again = desk.rpa("renew", clients, "--json", INVOICY_PASSWORD="errada")

    assert (again.code, again.results) == (4, {2: "parked"})
    assert "--retry-login" in again.json[0]["reason"]
    assert tried(desk) == [False]


@pytest.mark.long
def test_another_password_is_tried_at_once(desk: Desk, clients: Path) -> None:
    """A refusal is one of this account with this password: the corrected one needs no option."""
    desk.rpa("plan", clients, INVOICY_PASSWORD="errada")

    assert desk.rpa("plan", clients, "--json").results == {2: "renew"}
    assert tried(desk) == [False, True]


@pytest.mark.long
def test_retry_login_tries_once_more_and_a_success_forgets(desk: Desk, clients: Path) -> None:
    """When the portal has changed its mind, `--retry-login` logs in, and later runs need it no more."""
    desk.portal.accounts[0].password = "outra"
    desk.rpa("plan", clients)
    desk.portal.accounts[0].password = PASSWORD

    codes = [desk.rpa("plan", clients, *options).code for options in ((), ("--retry-login",), ())]

    assert codes == [4, 0, 0]
    assert tried(desk) == [False, True, True]


@pytest.mark.long
def test_a_locked_account_counts_as_refused(desk: Desk, clients: Path) -> None:
    """Where the portal says that the user is locked, the next run does not knock again."""
    desk.portal.variant = replace(VARIANTS["new"], gate=Gate.LOCKED)

    for _run in range(2):
        assert desk.rpa("plan", clients, "--json").results == {2: "parked"}

    assert len(desk.portal.memory.logins) == 1


@pytest.mark.long
def test_a_portal_out_of_order_is_no_refusal(desk: Desk, clients: Path) -> None:
    """Only the portal's own no to the password is remembered, never that it was unreachable."""
    desk.portal.is_under_maintenance = True
    desk.rpa("plan", clients)
    desk.portal.is_under_maintenance = False

    assert desk.rpa("plan", clients, "--json").results == {2: "renew"}


def test_what_is_kept_tells_neither_account_nor_password(tmp_path: Path) -> None:
    """A refusal is an empty file under a keyed hash: two homes name the same refusal differently."""
    notes = []
    for home in (tmp_path / "a", tmp_path / "b"):
        RefusedLogins(home, "portal.example").remember("loja@example.com.br", Secret("errada"))
        notes += [p for p in (home / "refused-logins").iterdir() if p.name != "key"]

    assert [p.stat().st_size for p in notes] == [0, 0]
    assert notes[0].name != notes[1].name


@pytest.mark.skipif(os.name == "nt", reason="on Windows the user's own folders are private by inheritance")
def test_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    """Folder, key and note can be read by nobody else."""
    RefusedLogins(tmp_path, "portal.example").remember("loja@example.com.br", Secret("errada"))

    folder = tmp_path / "refused-logins"
    assert {stat.S_IMODE(p.stat().st_mode) & 0o077 for p in (folder, *folder.iterdir())} == {0}


def test_host_account_and_password_all_count(tmp_path: Path) -> None:
    """A refusal is of one password, for one account, at one portal; capitals in the e-mail make no difference."""
    here = RefusedLogins(tmp_path, "portal.example")
    here.remember("loja@example.com.br", Secret("errada"))

    assert here.when("Loja@Example.com.br", Secret("errada"))
    assert not here.when("loja@example.com.br", Secret("Errada"))
    assert not here.when("outra@example.com.br", Secret("errada"))
    assert not RefusedLogins(tmp_path, "homolog.example").when("loja@example.com.br", Secret("errada"))
