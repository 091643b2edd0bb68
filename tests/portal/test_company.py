"""The contract: the company box at the top right, and Dados da Empresa, which says whose portal it is."""

from __future__ import annotations

from pages import Portal, Shown
from rpa.cnpj import Cnpj
from tests.portal.subject import Subject
from tests.portal.walking import company_of


def test_a_chosen_company_is_the_one_on_dados_da_empresa(inside: Portal, subject: Subject) -> None:
    """After the choice the page of the company says its CNPJ; so do server and second tab."""
    assert company_of(inside) == subject.cnpj
    witness = inside.ask_witness()
    shown = (str(witness),) if isinstance(witness, Shown) else witness.cnpj if witness else ()
    for texts in ((inside.ask_server(),), shown):
        assert [number for text in texts for number in Cnpj.find(text)] in ([], [subject.cnpj])


def test_the_choice_survives_the_way_to_the_list(inside: Portal, subject: Subject) -> None:
    """Having gone to the list and back, the portal still works on the same company."""
    before = inside.company_box.shown
    inside.open_certificates()

    assert inside.company_box.shown == before
    assert company_of(inside) == subject.cnpj
