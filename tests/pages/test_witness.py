"""What the server sends as Dados da Empresa is believed undrawn only where it could be read in one way alone."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page

from pages import Window
from pages.sight import question
from pages.witness import Witness
from tests.desk import Desk

OURS, MASKED, OTHER = "11222333000181", "11.222.333/0001-81", "98.765.432/0001-98"
TOLD = {
    "read-only text": f"<div><label>CNPJ</label><span id=span_CNPJ>{MASKED}</span></div>",
    "a table": f"<table><tr><td>CNPJ:</td><td>{MASKED}</td><td>IE</td><td>123.456.789</td></tr></table>",
    "a field": f"<div><b>CNPJ/CPF</b></div><div><label>CNPJ</label><input value={OURS}></div>",
    "the corner says it too": f"<header>{MASKED} Padaria</header><dl><dt>CNPJ<dd>{MASKED}</dl>",
    "others are offered": f"<select><option>{OTHER}<option selected>{MASKED}</select><p><b>CNPJ</b> {MASKED}</p>",
    "others are in a script": f"<script>const all = '{OTHER}'</script><p><b>CNPJ</b> {MASKED}</p>",
}
UNTOLD = {
    "another number beside it": f"<p><b>CNPJ</b> {MASKED}</p><footer>Portal Ltda, CNPJ {OTHER}</footer>",
    "another company in the corner": f"<header>{OTHER}</header><p><b>CNPJ</b> {MASKED}</p>",
    "a list of companies": f"<ul><li>{MASKED}<li>{OTHER}</ul><p><b>CNPJ</b> {MASKED}</p>",
    "the caption and the number far apart": f"<header>{MASKED} Padaria</header><p>CNPJ</p>",
    "no caption": f"<header>{MASKED} Padaria</header><p>Bem-vindo</p>",
    "drawn by a script": f"<p><b>CNPJ</b> <span id=v></span></p><script>v.textContent = '{MASKED}'</script>",
    "in a hidden field alone": f"<p><b>CNPJ</b> <input type=hidden value={OURS}></p>",
    "among what is offered": f"<p><b>CNPJ</b> <select><option>{MASKED}</select></p>",
    "within a name beside an empty one": f"<p><b>CNPJ</b> <i></i> <b>Nome</b> <i>ASSESSORIA DE {MASKED}</i></p>",
    "within a name alone": f"<p><b>CNPJ</b> ASSESSORIA DE {MASKED} ME</p>",
    "another page": "<form><label>Senha<input type=password></label></form>",
    "nothing": "",
}


def told(page: Page, html: str) -> str:
    """The number that the page's questions read of what was sent."""
    number = Window(page).ask(question("return numberSent(...arg)"), [html, ["CNPJ", "CNPJ/CPF"]])
    return str(number)


@pytest.mark.parametrize("html", TOLD.values(), ids=TOLD.keys())
def test_the_only_number_beside_its_caption_is_the_companys(page: Page, html: str) -> None:
    """Beside the caption CNPJ stands the one number of all that a person could read there."""
    assert told(page, html) == OURS


@pytest.mark.parametrize("html", UNTOLD.values(), ids=UNTOLD.keys())
def test_what_only_a_browser_can_read_is_left_to_one(page: Page, html: str) -> None:
    """A second number, one without its caption, one that a script draws or that is hidden: nothing is told."""
    assert told(page, html) == ""


def test_an_answer_that_never_comes_is_waited_for_no_longer_than_a_screen(page: Page, desk: Desk) -> None:
    """Then nothing is told, and the second tab is looked at instead."""
    window = Window(page, patience=1)
    window.go_to(desk.url)
    page.route("**/never", lambda _route: None)
    began = time.monotonic()

    number = Witness().number_sent(window, f"{desk.url}/never")

    assert number == ""
    assert time.monotonic() - began < 5
