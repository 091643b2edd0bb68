"""A company that the login has not got is no trouble of the portal's: it ends so at once, and says what to check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from fixtures.portal import VARIANTS, Variant
from fixtures.portal import switches as s
from rpa.outcome import Result
from tests.desk import FILIAL, OTHER, PADARIA, Desk
from tests.safety import harm

LISTS = {
    "numbers": Variant(),
    "numbers alone say it": Variant(company_data=s.CompanyData.ABSENT),
    "names": Variant(company_cnpj=s.CompanyCnpj.ABSENT),
    "widget": Variant(company_box=s.CompanyBox.BOOTSTRAP_SELECT),
}


@pytest.mark.parametrize("variant", LISTS.values(), ids=LISTS.keys())
def test_a_company_that_a_whole_list_has_not_got_ends_so(desk_at: Callable[..., Desk], variant: Variant) -> None:
    """Each company that is offered is known to be another one; a plan says the same."""
    desk = desk_at(variant)
    ours = desk.company()
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    desk.company(FILIAL, "PADARIA ESTRELA FILIAL LTDA")
    desk.open_account(companies=[OTHER, FILIAL])

    planned, outcome = desk.plan(desk.renewal()), desk.renew(desk.renewal())

    assert [planned.result, outcome.result] == [Result.NO_ACCESS] * 2, (planned, outcome)
    assert "Check whether the login has this company" in outcome.reason
    assert harm(desk.portal, ours, outcome) == []
    assert not desk.portal.memory.forms_opened


DOUBTS = {
    "a search": VARIANTS["company-autocomplete"],
    "a pop-up": VARIANTS["company-popup"],
    "text": VARIANTS["company-text"],
    "a choice that is not taken": Variant(company_cnpj=s.CompanyCnpj.ABSENT, switching=s.Switching.UNDONE),
    "names that nothing tells apart": Variant(company_cnpj=s.CompanyCnpj.ABSENT, company_data=s.CompanyData.ABSENT),
}


@pytest.mark.parametrize("variant", DOUBTS.values(), ids=DOUBTS.keys())
def test_in_doubt_it_is_not_said(desk_at: Callable[..., Desk], variant: Variant) -> None:
    """Where the list is not seen whole, or one of it is not known, the client fails and is tried again."""
    desk = desk_at(replace(variant, crowd=0, suggest_ms=50))
    ours = desk.company()
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    desk.company(FILIAL, "SERRA LTDA")
    desk.open_account(companies=[OTHER, FILIAL])

    outcome = desk.renew(desk.renewal())

    assert outcome.result is Result.FAILED, outcome
    assert harm(desk.portal, ours, outcome) == []


@pytest.mark.parametrize("cnpj", [s.CompanyCnpj.MASKED, s.CompanyCnpj.ABSENT])
def test_a_box_that_is_filled_late_is_waited_for(desk_at: Callable[..., Desk], cnpj: s.CompanyCnpj) -> None:
    """Who is not in it at the first look may be in it three seconds later."""
    desk = desk_at(replace(VARIANTS["company-box-late"], company_cnpj=cnpj))
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    ours = desk.company()
    desk.open_account()

    outcome = desk.renew(desk.renewal())

    assert outcome.result is Result.RENEWED, outcome
    assert harm(desk.portal, ours, outcome) == []


def test_it_is_final_for_the_run_and_asked_again_by_the_next(desk: Desk) -> None:
    """One visit and no further attempt; exit code 1; once the login has the company, the same command renews it."""
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    missing = desk.company()
    desk.open_account(companies=[OTHER])
    clients = desk.clients({"CNPJ": PADARIA, "PFX": desk.pfx().name, "Senha": "pfx-7b1d"})

    first = desk.rpa("renew", clients, "--json")
    status = desk.rpa("status", "--json").json[0]
    desk.portal.accounts[0].companies.append(missing)
    second = desk.rpa("renew", clients, "--json")

    assert (first.code, first.results) == (1, {2: "no_access"}), first.err
    assert status["results"] == {"no_access": 1}
    assert "1 no access" in first.err
    assert (second.code, second.results) == (0, {2: "renewed"}), second.err
    assert len(desk.portal.memory.logins) == 2
