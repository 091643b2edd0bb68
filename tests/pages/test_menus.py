"""The way to Painel de Controle leads through menus of many makes, and a person finds it in each."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages import Portal
from pages.errors import Lost

STYLE = """<style>.off, .tip ul { display: none } .tip li:hover > ul, li.tip:hover > ul { display: block }</style>
<script>const flip = (e) => e.classList.toggle("off");
const panel = () => (icons.innerHTML = "<a href='#c'>Certificados</a>");</script>"""
ENTRY = '<a href="#" onclick="panel(); return false">Painel de Controle</a>'
MENUS = {
    "shown while the pointer is on it": "<ul class=tip><li>Sistema"
    f'<ul><li><a href="#u">Usuários</a></li><li>{ENTRY}</li></ul></li></ul>',
    "a level further in": f"<ul class=tip><li>Sistema<ul><li>Empresa<ul><li>{ENTRY}</li></ul></li></ul></li></ul>",
    "the panel is such a menu": "<ul class=tip><li><span>Painel de Controle</span>"
    '<ul><li><a href="#c">Certificados</a></li></ul></li></ul>',
    "folded within what is folded": '<button title="Menu" onclick="flip(side)"></button><div id=side class=off>'
    f'<a href="#" onclick="flip(sub)">Sistema</a><div id=sub class=off>{ENTRY}</div></div>',
    "the section itself is clicked": '<ul><li onclick="flip(sub)" style="cursor: pointer"><span>Sistema</span>'
    f"<ul id=sub class=off><li>{ENTRY}</li></ul></li></ul>",
    "a number beside the name": ENTRY.replace("</a>", " <b>3</b></a>"),
    "what one does there below the name": "<div><a href='#' onclick='panel(); return false'><i></i>Painel de Controle"
    "<small>Empresa, usuários e certificados</small></a></div>",
    "a number beside it, folded away": '<button title="Menu" onclick="flip(side)"></button><div id=side class=off>'
    f"{ENTRY.replace('</a>', ' <b>3</b></a>')}</div>",
    "three bars without a name": '<div class="sidebar-toggle" onclick="flip(side)"><i style="padding: 9px"></i></div>'
    f"<div id=side class=off>{ENTRY}</div>",
    "three bars as a sign": f'<button onclick="flip(side)">☰</button><div id=side class=off>{ENTRY}</div>',
}


@pytest.mark.parametrize("menu", MENUS.values(), ids=MENUS.keys())
def test_the_entry_is_found_in_a_menu_of_any_make(page: Page, menu: str) -> None:
    """By a click where the menu is folded, by pointing where it shows itself to the pointer; what is hidden is left."""
    page.set_content(f"{STYLE}<nav>{menu}</nav><div id=icons></div>")

    panel = Portal(page, "http://127.0.0.1/", patience=5).open_control_panel()
    panel.certificates.click()

    assert page.url.endswith("#c")


def test_of_two_entries_that_differ_none_is_guessed(page: Page) -> None:
    """An icon and its text that do the same are one entry; two that lead elsewhere are told, with their count."""
    other = ENTRY.replace("panel()", "other()")
    page.set_content(f"{STYLE}<nav>{ENTRY}{ENTRY}<p>{other}</p></nav><div id=icons></div>")

    with pytest.raises(Lost) as found:
        Portal(page, "http://127.0.0.1/", patience=5).open_control_panel()

    assert (found.value.wanted, found.value.matches) == (("Painel de Controle",), 2)


def test_an_icon_may_bear_more_than_its_name(page: Page) -> None:
    """What stands beside the name is no part of it; where another is called just so, that is the one."""
    page.set_content(
        "<nav><a href='#'>Painel de Controle</a></nav><a href='#c'>Certificados <b>2</b></a>"
        "<a href='#d'><b>1</b><h4>Dados da Empresa</h4><p>CNPJ, endereço, contatos</p></a>"
        "<a href='#o'>Certificados de Origem</a>"
    )
    panel = Portal(page, "http://127.0.0.1/", patience=5).open_control_panel()

    panel.certificates.click()
    assert page.url.endswith("#c")
    panel.company_data.click()
    assert page.url.endswith("#d")
