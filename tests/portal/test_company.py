"""The contract: the company box at the top right, and Dados da Empresa, which says whose portal it is."""

from __future__ import annotations

from pages import Portal, Shown
from rpa.cnpj import Cnpj
from tests.portal.subject import Subject
from tests.portal.walking import company_of


def test_a_chosen_company_is_the_one_on_dados_da_empresa(inside: Portal, subject: Subject) -> None:
    """After the choice the page of the company says its CNPJ, and a second tab of the session says the same."""
    assert company_of(inside) == subject.cnpj
    witnessed = inside.ask_witness()
    texts = (str(witnessed),) if isinstance(witnessed, Shown) else witnessed or ()
    assert [number for text in texts for number in Cnpj.find(text)] in ([], [subject.cnpj])


def test_the_choice_survives_the_way_to_the_list(inside: Portal, subject: Subject) -> None:
    """Having gone to the list and back, the portal still works on the same company."""
    before = inside.company_box.shown
    inside.open_certificates()

    assert inside.company_box.shown == before
    assert company_of(inside) == subject.cnpj
