"""A page without bounds costs its client only: it is told what it did, and the next client has another browser."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psutil
import pytest

from fixtures.portal import VARIANTS
from rpa import running_browser
from rpa.explain import too_large
from rpa.job import Options, renew_clients
from rpa.outcome import Outcome, Result
from rpa.settings import Settings
from tests.desk import OTHER, PADARIA, PFX_PASSWORD, Desk

LIMIT = 700_000_000

TAKES_ALL_MEMORY = """const held = [];
setTimeout(() => { while (held.length < 200) held.push(new Uint8Array(3e7).fill(1)); })"""
A_PAGE_OF_200_MB = """setTimeout(() => {
  for (let i = 0; i < 2e6; i++) document.body.append('x'.repeat(99), document.createElement('p'));
})"""
POP_UPS = "setInterval(() => open('/login.aspx', '_blank'), 20)"
POP_UPS_OF_POP_UPS = """const more = (view) => { const next = view.open('about:blank', '_blank'); if (next) {
  const again = next.document.createElement('script'); again.textContent = '(' + more + ')(window)';
  next.setTimeout(() => next.document.body.append(again), 10); } }; setInterval(() => more(window), 100)"""
ALERTS = "setTimeout(() => { for (let i = 1; i <= 2000; i++) alert('Aviso ' + i) })"
REDIRECTS = "setTimeout(() => { location.href = '/wwcertificado.aspx?' + Math.random() }, 100)"


@pytest.fixture
def one_that(desk_at: Callable[..., Desk]) -> Callable[[str, str], Desk]:
    """Makes a desk with two companies, at a portal where a page with a certain caption does something."""

    def build(script: str, caption: str = "antigo 1122") -> Desk:
        desk = desk_at(replace(VARIANTS["new"], renamed=((caption, f"{caption}<script>{script}</script>"),)))
        desk.company(PADARIA)
        desk.company(OTHER, "MERCADO DO PORTO LTDA")
        desk.open_account()
        return desk

    return build


def ended(desk: Desk, *cnpjs: str, **more: str) -> dict[str, Outcome]:
    """How clients ended, one after the other in one session."""
    rows = [
        {"CNPJ": cnpj, "PFX": desk.pfx(cnpj, f"{cnpj}.pfx").name, "Senha": PFX_PASSWORD, **more}
        for cnpj in cnpjs or (PADARIA, OTHER)
    ]
    settings = Settings({**os.environ, **desk.environment, "RPA_RETRY_PAUSES": "0.1"})
    _code, outcomes = renew_clients(desk.clients(*rows), settings, Options(as_json=True))
    return {outcome.cnpj.text: outcome for outcome in outcomes}


@contextmanager
def measured() -> Iterator[list[int]]:
    """The most bytes that all processes below this one have held together, seen ten times a second."""
    most, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            held = 0
            for child in psutil.Process().children(recursive=True):
                try:
                    held += child.memory_info().rss
                except psutil.Error:
                    continue
            most[0] = max(most[0], held)

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield most
    finally:
        over.set()
        watch.join()


@pytest.mark.parametrize("script", [TAKES_ALL_MEMORY, A_PAGE_OF_200_MB], ids=["allocates", "200 MB"])
def test_a_page_that_takes_the_memory_costs_its_client_only(
    one_that: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    """Its browser is ended in the middle of the visit, which is told; the next client is renewed in another one."""
    monkeypatch.setattr(running_browser, "LIMIT", LIMIT)
    desk = one_that(script)

    with measured() as most:
        ends = ended(desk)

    assert {cnpj: end.result for cnpj, end in ends.items()} == {PADARIA: Result.FAILED, OTHER: Result.RENEWED}, ends
    assert too_large(LIMIT) in ends[PADARIA].warnings
    assert [save.company for save in desk.portal.memory.saves] == [OTHER]
    assert most[0] < 4 * LIMIT


def test_a_browser_that_is_ended_after_salvar_is_no_second_save(
    one_that: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes the memory once the certificate is in the list is unverified: it was sent, and is not sent again."""
    monkeypatch.setattr(running_browser, "LIMIT", LIMIT)
    desk = one_that(TAKES_ALL_MEMORY, "novo")

    ends = ended(desk, PADARIA, Apelido="novo")

    assert ends[PADARIA].result is Result.UNVERIFIED, ends
    assert too_large(LIMIT) in ends[PADARIA].warnings
    assert len(desk.portal.memory.saves) == 1


@pytest.mark.parametrize("script", [POP_UPS, POP_UPS_OF_POP_UPS], ids=["pop-ups", "pop-ups of pop-ups"])
def test_pop_ups_without_end_cost_their_client_at_most(one_that: Callable[..., Desk], script: str) -> None:
    """They are closed as they open; the next client is renewed."""
    desk = one_that(script)

    with measured() as most:
        ends = ended(desk)

    assert ends[OTHER].result is Result.RENEWED, ends
    assert ends[PADARIA].result in (Result.RENEWED, Result.FAILED), ends
    assert len(desk.portal.memory.saves) == len(desk.portal.memory.kept)
    assert most[0] < 3_000_000_000


def test_two_thousand_alerts_are_five_and_how_many_more(one_that: Callable[..., Desk]) -> None:
    """The first five are told, and a number: neither the outcome nor memory holds the rest."""
    desk = one_that(ALERTS)

    ends = ended(desk)

    told = {text for text in (*ends[PADARIA].warnings, *ends[PADARIA].said) if "Aviso" in text}
    more = [warning for warning in ends[PADARIA].warnings if "more boxes" in warning or "caixas" in warning]
    assert len(told) == 5, ends[PADARIA].warnings
    assert len(more) == 1
    assert "995" in more[0]
    assert ends[OTHER].result is Result.RENEWED, ends


def test_a_page_that_leads_to_itself_without_end_costs_its_client_only(one_that: Callable[..., Desk]) -> None:
    """It is given up after the patience for a screen; the next client is renewed."""
    desk = one_that(REDIRECTS)

    ends = ended(desk)

    assert ends[PADARIA].result in (Result.FAILED, Result.RENEWED, Result.UNVERIFIED), ends
    assert [save.company for save in desk.portal.memory.saves].count(PADARIA) <= 1
    assert ends[OTHER].result is Result.RENEWED, ends
