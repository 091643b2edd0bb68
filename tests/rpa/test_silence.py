"""A page whose script runs without end answers nothing any more: that costs its client, and no other."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fixtures.portal import VARIANTS
from fixtures.portal.memory import Request
from pages import Words
from rpa import running_browser
from rpa.cnpj import Cnpj
from rpa.doctor import examine
from rpa.explain import silent
from rpa.job import Options, renew_clients
from rpa.listed import brasilia
from rpa.logins import Logins
from rpa.outcome import Outcome, Result
from rpa.running_browser import RunningBrowser
from rpa.secret import Secret
from rpa.session import host_of
from rpa.settings import Settings
from rpa.watch.reader import Account, Reader
from rpa.watch.session import Door, ReadOnlySession
from rpa.watch.state import Watched
from tests.desk import EMAIL, OTHER, PADARIA, PASSWORD, PFX_PASSWORD, Desk

AN_ANSWER_THAT_NEVER_COMES = """<script>setTimeout(() => {
  const request = new XMLHttpRequest(); request.open('GET', '/never.aspx', false); request.send();
})</script>"""
"""What a script waits for that can do nothing else meanwhile: as silent as one that runs without end, and no load for
the tests beside it. It begins before anybody can ask the page anything."""


@pytest.fixture
def one_that_freezes(desk_at: Callable[..., Desk]) -> Iterator[Callable[[str], Desk]]:
    """Makes a desk with two companies, at a portal where a page with a certain caption freezes."""
    over = threading.Event()
    script = AN_ANSWER_THAT_NEVER_COMES
    yield lambda caption: freezing(desk_at(replace(VARIANTS["new"], renamed=((caption, caption + script),))), over)
    over.set()


def freezing(desk: Desk, over: threading.Event) -> Desk:
    """This desk, with its companies and its account; one address of its portal answers nothing until it is over."""

    def answer(request: Request) -> None:
        if request.path.startswith("/never.aspx"):
            over.wait()

    desk.portal.on_arrival = answer
    desk.company(PADARIA)
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    desk.open_account()
    return desk


def in_haste(desk: Desk) -> Settings:
    """The desk's settings, with a single second attempt."""
    return Settings({**os.environ, **desk.environment, "RPA_RETRY_PAUSES": "0.1"})


def ended(desk: Desk) -> dict[str, Outcome]:
    """How the two ended, one after the other in one session."""
    rows = [
        {"CNPJ": cnpj, "PFX": desk.pfx(cnpj, f"{cnpj}.pfx").name, "Senha": PFX_PASSWORD} for cnpj in (PADARIA, OTHER)
    ]
    _code, outcomes = renew_clients(desk.clients(*rows), in_haste(desk), Options(as_json=True))
    return {outcome.cnpj.text: outcome for outcome in outcomes}


def watch(desk: Desk) -> dict[Cnpj | None, Watched]:
    """What the watch reads of each company."""
    with closing(RunningBrowser(desk.settings, host_of(desk.url))) as browser:
        door = Door(browser, desk.url, Words.shipped(), Logins())
        with closing(ReadOnlySession(door, EMAIL, Secret(PASSWORD))) as session:
            reader = Reader(session, Account(EMAIL, Secret(PASSWORD), ()), brasilia(datetime.now(UTC)), set())
            return {company.cnpj: company for company in reader.companies()}


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits two minutes here, nor for a third attempt; a busy machine has time to start a browser."""
    monkeypatch.setattr(running_browser, "SILENCE", 6.0)


def test_a_page_that_runs_without_end_costs_its_client_only(one_that_freezes: Callable[[str], Desk]) -> None:
    """Its browser is ended, which is told; the next client has another browser, and is renewed."""
    desk = one_that_freezes("antigo 1122")  # it stands in the list of one of the two

    ends = ended(desk)

    assert {cnpj: end.result for cnpj, end in ends.items()} == {PADARIA: Result.FAILED, OTHER: Result.RENEWED}, ends
    assert silent(running_browser.SILENCE) in ends[PADARIA].warnings
    assert [save.company for save in desk.portal.memory.saves] == [OTHER]


def test_silence_after_salvar_is_no_second_save(one_that_freezes: Callable[[str], Desk]) -> None:
    """What freezes once the certificate is in the list is unverified: it was sent, and is not sent again."""
    desk = one_that_freezes("novo")
    desk.open_account()
    row = {"CNPJ": PADARIA, "PFX": desk.pfx().name, "Senha": PFX_PASSWORD, "Apelido": "novo"}

    code, (outcome,) = renew_clients(desk.clients(row), in_haste(desk), Options(as_json=True))

    assert (code, outcome.result) == (1, Result.UNVERIFIED), outcome
    assert len(desk.portal.memory.saves) == 1


def test_the_watch_goes_on_behind_a_company_that_freezes(one_that_freezes: Callable[[str], Desk]) -> None:
    """The one is told as unread, the other is read."""
    desk = one_that_freezes("antigo 1122")

    with ThreadPoolExecutor() as thread:  # which has no browser of its own yet, as this one has
        watched = thread.submit(watch, desk).result()

    assert watched[Cnpj(PADARIA)].trouble
    assert not watched[Cnpj(OTHER)].trouble
    assert watched[Cnpj(OTHER)].certificates


def test_the_doctor_says_where_the_portal_freezes(
    one_that_freezes: Callable[[str], Desk], capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends there, with what was found until then."""
    desk = one_that_freezes("antigo 1122")

    with ThreadPoolExecutor() as thread:
        code = thread.submit(examine, desk.settings).result()

    assert code == 1
    assert silent(running_browser.SILENCE) in capsys.readouterr().out


def test_a_login_page_that_freezes_does_not_stop_the_run(one_that_freezes: Callable[[str], Desk]) -> None:
    """Its clients fail, and the command ends."""
    desk = one_that_freezes("Entrar")

    ends = ended(desk)

    assert {end.result for end in ends.values()} == {Result.FAILED}, ends
