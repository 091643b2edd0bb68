"""A session that is kept open over many clients: its memory stays flat, and its login is one."""

from __future__ import annotations

import pytest

from rpa import running_browser, session
from rpa.bulk import Crew
from rpa.job import Options, renew_clients
from rpa.outcome import Result
from tests.desk import FILIAL, OTHER, PADARIA, PFX_PASSWORD, Desk

CNPJS = (PADARIA, FILIAL, OTHER, "12ABC34501DE35")


@pytest.mark.long
def test_a_new_context_takes_over_and_nobody_logs_in_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many visits the browser's context is another one, with the same login."""
    monkeypatch.setattr(session, "_VISITS_A_CONTEXT", 2)
    for cnpj in CNPJS:
        desk.company(cnpj, f"EMPRESA {cnpj}")
    contexts = []

    ends = []
    for cnpj in CNPJS:
        ends.append(desk.renew(desk.renewal(cnpj, desk.pfx(cnpj, f"{cnpj}.pfx"))).result)
        contexts += [context for context in desk.browser.contexts if context not in contexts]

    assert ends == [Result.RENEWED] * 4
    assert [login.ok for login in desk.portal.memory.logins] == [True]
    assert len(contexts) >= 2
    assert [save.company for save in desk.portal.memory.saves] == list(CNPJS)


@pytest.mark.parametrize("knob", ["_VISITS_A_TIDYING", "_MANY_COMPANIES"])
def test_the_documents_that_were_left_are_let_go(desk: Desk, monkeypatch: pytest.MonkeyPatch, knob: str) -> None:
    """Every few visits the browser gives up the pages that it has left, which it would keep as long as it can.

    With many companies to choose from, which make each page larger, it does so every time.
    """
    for cnpj in CNPJS:
        desk.company(cnpj, f"EMPRESA {cnpj}")
    monkeypatch.setattr(session, "_VISITS_A_TIDYING", 1000)
    counts = []
    for most in (1000, 1):
        monkeypatch.setattr(session, knob, most)
        for cnpj in CNPJS:
            assert desk.plan(desk.renewal(cnpj, desk.pfx(cnpj, f"{cnpj}.pfx"))).result is Result.RENEW
        context = desk.browser.contexts[-1]
        probe = context.new_cdp_session(context.pages[0])
        counts.append(probe.send("Memory.getDOMCounters")["documents"])

    assert counts[1] < counts[0] / 2, counts


@pytest.mark.long
def test_a_browser_that_has_grown_too_large_is_replaced(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit of memory the next client gets a new browser, and a new login; nothing is lost by it."""
    monkeypatch.setattr(running_browser, "LARGE", 1)
    monkeypatch.setattr(running_browser, "_EVERY", 2)
    rows = []
    for cnpj in CNPJS[:3]:
        desk.company(cnpj, f"EMPRESA {cnpj}")
        rows.append({"CNPJ": cnpj, "PFX": desk.pfx(cnpj, f"{cnpj}.pfx").name, "Senha": PFX_PASSWORD})
    desk.open_account()

    code, ended = renew_clients(desk.clients(*rows), desk.settings, Options(as_json=True, crew=Crew()))

    assert (code, [outcome.result for outcome in ended]) == (0, [Result.RENEWED] * 3)
    assert len(desk.portal.memory.logins) >= 2
    assert len(desk.portal.memory.saves) == 3
