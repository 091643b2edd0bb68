"""How often a portal sees a login: one at a time, none after a bad one, and few where all of them are in vain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from fixtures.portal import VARIANTS, Variant
from fixtures.portal.memory import Request
from fixtures.portal.switches import SessionLostAt
from pages import Portal
from pages.errors import LoginUnclear, PersonNeeded
from rpa.logins import MOST_IN_VAIN, Logins
from rpa.outcome import Result
from rpa.secret import Secret
from rpa.visitor import no_login
from tests.desk import EMAIL, FILIAL, OTHER, PADARIA, PASSWORD, PFX_PASSWORD, Desk


def some_clients(desk: Desk, *cnpjs: str) -> Path:
    """A clients file with these companies, all of one account."""
    rows = []
    for cnpj in cnpjs:
        desk.company(cnpj, f"EMPRESA {cnpj} LTDA")
        rows.append({"cnpj": cnpj, "pfx": desk.pfx(cnpj, f"{cnpj}.pfx").name, "senha": PFX_PASSWORD})
    desk.open_account()
    return desk.clients(*rows)


@pytest.mark.long
def test_of_two_sessions_only_one_hears_a_no(desk_at: Callable[..., Desk]) -> None:
    """Where an account has two sessions, the second waits for the first one's login, and sends no refused password."""
    desk = desk_at(replace(VARIANTS["new"], latency_ms=300))
    clients = some_clients(desk, PADARIA, FILIAL, OTHER)
    crew = ("--workers", "2", "--sessions-per-account", "2")

    for options in ((), ("--retry-login",)):
        ran = desk.rpa("renew", clients, "--json", *crew, *options, INVOICY_PASSWORD="errada")
        assert set(ran.results.values()) == {"parked"}, ran.err

    assert [login.ok for login in desk.portal.memory.logins] == [False, False]  # one for each command


@pytest.mark.long
@pytest.mark.parametrize("command", ["renew", "watch"])
def test_a_session_that_is_lost_for_ever_ends_the_account(desk_at: Callable[..., Desk], command: str) -> None:
    """However many clients there are, a portal that ends every session sees a small number of logins."""
    desk = desk_at(Variant(session_lost_at=SessionLostAt.LIST, session_losses=1_000_000))
    clients = some_clients(desk, PADARIA, FILIAL, OTHER)

    ran = desk.rpa("renew", clients, "--json") if command == "renew" else desk.rpa("watch", "--json")

    assert len(desk.portal.memory.logins) == MOST_IN_VAIN
    assert "after each of the last logins" in ran.out
    if command == "renew":
        assert set(ran.results.values()) <= {"parked", "failed"}


def test_many_sessions_at_once_are_none_in_vain(desk: Desk, page: Page) -> None:
    """Each session of an account may log in once, though no visit has come to its end yet."""
    desk.company()
    desk.open_account()
    logins = Logins()

    for _session in range(MOST_IN_VAIN + 1):
        logins.sign_in(Portal(page, desk.url), EMAIL, Secret(PASSWORD))
        page.context.clear_cookies()

    assert len(desk.portal.memory.logins) == MOST_IN_VAIN + 1


@pytest.mark.long
@pytest.mark.parametrize("command", ["renew", "watch"])
def test_a_password_refused_before_the_list_is_remembered(desk_at: Callable[..., Desk], command: str) -> None:
    """Where the portal asks for it again and refuses it, neither this run nor the next one sends it once more."""
    desk = desk_at(VARIANTS["password-again"])
    clients = some_clients(desk, PADARIA, OTHER)

    def change_password(request: Request) -> None:
        if request.path.startswith("/confirmasenha"):
            desk.portal.accounts[0].password = "outra"

    desk.portal.on_arrival = change_password

    for _run in range(2):
        desk.rpa(*(("renew", clients) if command == "renew" else ("watch",)))

    assert desk.portal.memory.password_confirmations == [False]
    assert len(desk.portal.memory.logins) == 1


def test_a_login_that_is_not_understood_is_the_last_one(desk: Desk, page: Page) -> None:
    """After an unknown page the account takes no further login in this process, and its clients end `parked`."""
    desk.company()
    desk.open_account()
    page.route("**/inicio.aspx", lambda route: route.fulfill(body="<h1>Algo aconteceu</h1>", content_type="text/html"))
    logins, ends = Logins(), []

    for _session in range(2):
        with pytest.raises((LoginUnclear, PersonNeeded)) as ended:
            logins.sign_in(Portal(page, desk.url, patience=3), EMAIL, Secret(PASSWORD))
        ends.append(no_login(ended.value))

    assert [result for result, _reason in ends] == [Result.PARKED, Result.PARKED]
    assert all("until this program is started anew" in reason for _result, reason in ends)
    assert len(desk.portal.memory.logins) == 1
