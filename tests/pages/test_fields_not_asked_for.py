"""A form may leave out Apelido or Certificado Padrão; that is believed where nothing on it could be one of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages import CertificateForm, Window

FORM = (
    """<form><p>Senha <input type=password></p><p>Arquivo PFX <input type=file></p>{0}<button>Salvar</button></form>"""
)
NOTICE = """<div class=modal style="position:fixed;inset:20% 30%;z-index:9;background:white">Novidades
<label><input type=checkbox> Não mostrar novamente</label> <button>Sim</button> <button>Fechar</button></div>"""


def missing(page: Page, html: str) -> set[str]:
    """Of which fields the form says that they are not asked for."""
    page.set_content(html)
    return set(CertificateForm(Window(page), page).read_back().missing)


def test_a_form_without_them_says_so(page: Page) -> None:
    """Neither is there, and nothing that could be it."""
    assert missing(page, FORM.format("")) == {"nickname", "default"}


@pytest.mark.parametrize(
    ("control", "left"),
    [
        ("<p>Alcunha <input></p>", {"default"}),
        ("<p>Preferencial <input type=checkbox></p>", {"nickname"}),
        ("<p>Preferencial <button type=button>Sim</button></p>", {"nickname"}),
    ],
)
def test_what_could_be_one_by_another_name_is_not_passed_over(page: Page, control: str, left: set[str]) -> None:
    """A control that no known caption accounts for may be the field: then it is looked for, and missed aloud."""
    assert missing(page, FORM.format(control)) == left


def test_a_notice_over_the_form_is_no_part_of_it(page: Page) -> None:
    """Its box Não mostrar novamente, and what it asks, come and go: they are no field of the form's."""
    assert missing(page, FORM.format("") + NOTICE) == {"nickname", "default"}
