"""Steps that several tests of the contract take."""

from __future__ import annotations

from pages import Portal
from rpa.cnpj import Cnpj

_MOST_LOOKED_INTO = 10


def choose_company(portal: Portal, cnpj: Cnpj) -> None:
    """Work in the company of this CNPJ: by the number in the box, else by looking into what the box offers."""
    if Cnpj.find(str(portal.company_box.shown)) == [cnpj]:
        return
    searches = [cnpj.masked, cnpj.text]
    offered = portal.company_box.offered(searches)
    by_number = [company for company in offered if cnpj in Cnpj.find(company.text)]
    for company in (by_number or offered)[:_MOST_LOOKED_INTO]:
        portal.choose_company(company, searches)
        if company_of(portal) == cnpj:
            return
    raise AssertionError(f"the company of the tests is not among the {len(offered)} that this login has")


def company_of(portal: Portal) -> Cnpj | None:
    """The CNPJ on Dados da Empresa."""
    numbers = {number for text in portal.open_company_data().cnpj for number in Cnpj.find(text)}
    return numbers.pop() if len(numbers) == 1 else None
