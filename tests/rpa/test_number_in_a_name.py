"""A company whose name has another's CNPJ in it is never taken for that company: in doubt, nothing is saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fixtures.portal import Company, Variant
from fixtures.portal import switches as s
from rpa.cnpj import Cnpj
from rpa.outcome import Outcome, Result
from tests.desk import FILIAL, OTHER, PADARIA, Desk
from tests.safety import harm

NUMBER = Cnpj(PADARIA).masked
NAMES = {
    "within": f"ASSESSORIA DE {NUMBER} ME",
    "bare": f"ASSESSORIA DE {PADARIA} ME",
    "at the end": f"ASSESSORIA DE {NUMBER}",
    "at the end, divided": f"ASSESSORIA - {NUMBER}",
    "at the beginning": f"{NUMBER} ASSESSORIA",
    "in brackets": f"ASSESSORIA ({NUMBER})",
}


def wanted(desk: Desk, *others: tuple[str, str]) -> tuple[Company, Outcome]:
    """How the padaria's renewal ends, for a login that has these companies and not the padaria."""
    ours = desk.company()
    for cnpj, name in others:
        desk.company(cnpj, name)
    desk.open_account(companies=[cnpj for cnpj, _name in others])
    return ours, desk.renew(desk.renewal())


BOXES = [
    *((s.CompanyBox.SELECT, name) for name in NAMES),
    *(
        (box, name)
        for box in (s.CompanyBox.AUTOCOMPLETE, s.CompanyBox.POPUP)
        for name in ("within", "at the end, divided")
    ),
]


@pytest.mark.parametrize(("box", "name"), BOXES)
def test_a_name_with_our_number_is_not_taken_for_us(desk_at: Callable[..., Desk], box: s.CompanyBox, name: str) -> None:
    """Names alone, and no Dados da Empresa: nothing says which company it is, and nothing is saved."""
    desk = desk_at(Variant(company_box=box, company_cnpj=s.CompanyCnpj.ABSENT, company_data=s.CompanyData.ABSENT))

    ours, outcome = wanted(desk, (OTHER, NAMES[name]), (FILIAL, "MERCADO DO PORTO LTDA"))

    assert outcome.result is Result.FAILED, outcome
    assert outcome.reason.endswith("Nothing was saved.")
    assert harm(desk.portal, ours, outcome) == []
    assert not desk.portal.memory.forms_opened


@pytest.mark.parametrize("box", [s.CompanyBox.SELECT, s.CompanyBox.TEXT])
@pytest.mark.parametrize("name", ["within", "at the end", "at the end, divided", "at the beginning"])
def test_the_only_company_of_a_login_is_not_taken_for_us_by_its_name(
    desk_at: Callable[..., Desk], name: str, box: s.CompanyBox
) -> None:
    """One entry alone shows no pattern: beside its number our name has to stand."""
    desk = desk_at(Variant(company_box=box, company_cnpj=s.CompanyCnpj.ABSENT, company_data=s.CompanyData.ABSENT))

    ours, outcome = wanted(desk, (OTHER, NAMES[name]))

    assert outcome.result is Result.FAILED, outcome
    assert harm(desk.portal, ours, outcome) == []
    assert not desk.portal.memory.forms_opened


def test_dados_da_empresa_proves_either_of_them(desk_at: Callable[..., Desk]) -> None:
    """Where the data page says the number, both the company and the one that is called after it are renewed."""
    desk = desk_at(Variant(company_cnpj=s.CompanyCnpj.ABSENT))
    called = desk.company(OTHER, NAMES["within"])
    ours = desk.company()
    desk.open_account()

    first = desk.renew(desk.renewal(OTHER, desk.pfx(OTHER, "o.pfx", holder="ASSESSORIA")))
    second = desk.renew(desk.renewal())

    assert [first.result, second.result] == [Result.RENEWED] * 2, (first, second)
    assert [save.company for save in desk.portal.memory.kept] == [called.cnpj, ours.cnpj]


@pytest.mark.parametrize("written", [s.CompanyCnpj.MASKED, s.CompanyCnpj.BARE])
def test_a_field_of_the_box_proves_without_dados_da_empresa(
    desk_at: Callable[..., Desk], written: s.CompanyCnpj
) -> None:
    """Where every entry has its own number behind a dash, that is proof, and numbers within names are passed over."""
    desk = desk_at(Variant(company_cnpj=written, company_data=s.CompanyData.ABSENT))
    called = desk.company(OTHER, NAMES["within"])
    ours = desk.company()
    desk.open_account()

    first = desk.renew(desk.renewal())
    second = desk.renew(desk.renewal(OTHER, desk.pfx(OTHER, "o.pfx", holder="ASSESSORIA")))

    assert [first.result, second.result] == [Result.RENEWED] * 2, (first, second)
    assert [save.company for save in desk.portal.memory.kept] == [ours.cnpj, called.cnpj]
