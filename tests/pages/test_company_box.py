"""The company box is known by what it says, wherever in the corner it stands; a choice is clicked where it leads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages import CompanyBox, CompanyDataPage, Window, Words

STYLE = """<style>
body { margin: 0 } .bar { display: flex; justify-content: flex-end } .menu { position: relative }
ul { display: none; position: absolute; right: 0; min-width: 300px; list-style: none } .open ul { display: block }
</style><script>const open_ = (b) => b.parentElement.classList.toggle("open");</script>"""
USER = """<div class=menu><button onclick="open_(this)">Maria ▾</button>
<ul><li><a href="#perfil">Meu perfil</a></li><li><a href="#sair">Sair</a></li></ul></div>"""
COMPANY = """<div class=menu><button onclick="open_(this)">Loja Um ▾</button>
<ul><li><a href="#1">Loja Um</a></li><li><a href="#2">Loja Dois</a></li></ul></div>"""
BOTH = """<div class=menu><button onclick="open_(this)">Maria<br><small>Loja Um</small></button>
<ul><li><a href="#1">Loja Um</a></li><li><a href="#2">Loja Dois</a></li><li><a href="#sair">Sair</a></li></ul></div>"""
CORNERS = {
    "behind the user's menu": USER + COMPANY,
    "before the user's menu": COMPANY + USER,
    "in the user's menu": BOTH,
}


@pytest.mark.parametrize("corner", CORNERS.values(), ids=CORNERS.keys())
def test_a_company_is_chosen_beside_or_in_the_users_menu(page: Page, corner: str) -> None:
    """The box says its company without the sign beside it; what logs out is not offered; the link itself is clicked."""
    page.set_content(f"{STYLE}<div class=bar>{corner}</div>")
    box = CompanyBox(Window(page), ["Loja Um"])

    shown = box.shown
    offered = box.offered([])
    box.choose(offered[1])

    assert "Loja Um" in shown.texts
    assert [company.text for company in offered] == ["Loja Um", "Loja Dois"]
    assert page.url.endswith("#2")


def test_an_entry_of_the_corner_is_no_company_though_the_data_page_shows_it_too(page: Page) -> None:
    """A company that is plain text stays so: Extensões or Sair is not clicked to see what it offers."""
    page.set_content(f'{STYLE}<div class=bar><span>Loja Um</span><a href="#x">Extensões</a><a href="#s">Sair</a></div>')
    box = CompanyBox(Window(page), ["Loja Um", "Extensões", "Sair"])

    assert (box.make.kind, box.offered([]), "Loja Um" in box.shown.texts) == ("text", [], True)
    assert "#" not in page.url


def test_a_box_that_names_no_company_is_none(page: Page) -> None:
    """A user's menu in the corner is no company box: where it hides the companies, nothing can be proved or chosen."""
    page.set_content(f"{STYLE}<div class=bar>{USER}</div>")

    assert CompanyBox(Window(page), ["Loja Um"]).offered([]) == []


FIXED = """<style>.bar { position: fixed; left: 0; right: 0; top: 0; display: flex; justify-content: flex-end }
.drop { position: absolute; right: 0; top: 40px }</style>
<div class=bar><ul><li><a href="#x">Extensões novas</a></li></ul>BOX</div>"""
ITEMS = {
    "divs of a widget": '<div class="usrSuggest"><div class="suggestItem">{}</div><div>{}</div></div>',
    "what was typed is marked": '<div class="ac-suggestions"><div class="ac-suggestion"><b>Lo</b>{}</div>'
    '<div class="ac-suggestion"><b>Lo</b>{}</div></div>',
    "things to click": '<p style="cursor: pointer">{}</p><p style="cursor: pointer">{}</p>',
}


@pytest.mark.parametrize("items", ITEMS.values(), ids=ITEMS.keys())
def test_a_box_that_completes_offers_whole_names_and_nothing_that_was_there_before(page: Page, items: str) -> None:
    """Widgets build their lists of anything; a bar at the top, which is a layer too, has entries of its own."""
    names = ("ja Um", "ja Dois") if "<b>" in items else ("Loja Um", "Loja Dois")
    clicked = "drop.addEventListener('click', (e) => (location.hash = e.target.closest('div, p').textContent))"
    box = '<input value="Loja Um" title="Empresa" oninput="setTimeout(() => drop.hidden = false, 600)">'
    bar = FIXED.replace("BOX", box)
    page.set_content(f"{bar}<div id=drop class=drop hidden>{items.format(*names)}</div><script>{clicked}</script>")
    found = CompanyBox(Window(page), ["Loja Um"])

    offered = found.offered(["Lo"])
    found.choose(offered[1])

    assert [company.text for company in offered] == ["Loja Um", "Loja Dois"]
    assert page.url.endswith("#Loja%20Dois")


@pytest.mark.parametrize("widget", [False, True])
def test_a_toast_that_lies_over_the_box_is_closed(page: Page, widget: bool) -> None:
    """Toasts come up in the very corner in which the company box stands."""
    select = "<select style='display:none' title=Empresa><option>Loja Um<option>Loja Dois</select>" if widget else ""
    toast = "<div class=toast style='position:fixed;top:0;right:0;width:500px;height:90px;z-index:9'>Vence em 20 dias"
    close = "<button class=toast-close-button onclick='this.parentElement.remove()'>×</button></div>"
    page.set_content(f"{STYLE}<div class=bar>{COMPANY.replace('<button', select + '<button')}</div>{toast}{close}")
    page.set_default_timeout(5000)
    box = CompanyBox(Window(page), ["Loja Um"])

    box.choose(next(company for company in box.offered([]) if company.text == "Loja Dois"))

    assert page.url.endswith("#2")


@pytest.mark.parametrize(("searches", "says"), [(("busca", "pesquis"), "Loja Dois"), (("busca",), "Loja Um")])
def test_what_searches_something_else_is_told_by_the_portals_words(
    page: Page, searches: tuple[str, ...], says: str
) -> None:
    """A field in the corner that searches is no company box; where the box itself says so, the words are put right."""
    words = Words(Words.shipped().entries | {"shell.searches": searches})
    inputs = '<input value="Loja Um" title="Pesquise" autocomplete=off><input value="Loja Dois" title="Loja">'
    page.set_content(f"{STYLE}<div class=bar>{inputs}</div>")

    assert CompanyBox(Window(page, words), ["Loja Um", "Loja Dois"]).shown.texts == (says,)


DIALOG = """<button title="Selecionar empresa" onclick="dialog.hidden = false">Loja Um</button>
<div id=dialog role=dialog hidden style="position: fixed; left: 40%; top: 60px"><h4>Selecione a empresa</h4>
<table><tr><td><input type=radio name=c id=c1></td><td><label for=c1>Loja Um</label></td></tr>
<tr><td><input type=radio name=c id=c2 STYLE></td><td><label for=c2>Loja Dois</label></td></tr></table>
<button onclick="location.hash = document.querySelector(':checked').id">Selecionar</button>
<button onclick="dialog.hidden = true">Cancelar</button></div>"""


@pytest.mark.parametrize("style", ["", "hidden"], ids=["plain", "behind its label"])
def test_a_company_may_be_ticked_in_a_dialog_and_taken_by_a_button(page: Page, style: str) -> None:
    """What offers it is the row with its radio button; the dialog's own buttons are no companies."""
    page.set_content(f"{STYLE}<div class=bar>{DIALOG.replace('STYLE', style)}</div>")
    box = CompanyBox(Window(page), ["Loja Um"])

    offered = box.offered([])
    box.choose(offered[1])

    assert [company.text for company in offered] == ["Loja Um", "Loja Dois"]
    assert page.url.endswith("#c2")


ELSEWHERE = """<div class=bar><span>Loja Um</span><a href="#list" onclick="list.hidden = false">Trocar empresa</a></div>
<table id=list hidden><tr><th>Empresa<th>CNPJ<th></tr>
<tr><td><a href="#edit1">Loja Um</a><td>11.222.333/0001-81<td><a href="#1">Selecionar</a></tr>
<tr><td><a href="#edit2">Loja Dois</a><td>11.222.333/0002-62<td><a href="#2">TAKER</a></tr></table>"""


def test_a_company_may_be_taken_on_a_page_to_which_the_corner_leads(page: Page) -> None:
    """Plain text in the corner, and a link to all companies: what is clicked is what takes a row, and no other link."""
    page.set_content(STYLE + ELSEWHERE.replace("TAKER", "Selecionar"))
    box = CompanyBox(Window(page), ["Loja Um"])

    offered = box.offered([])
    box.choose(offered[1])

    assert "11.222.333/0002-62" in offered[1].text
    assert page.url.endswith("#2")


def test_a_row_that_says_nothing_of_being_taken_is_not_clicked(page: Page) -> None:
    """A link in it may change the company's data, or worse."""
    page.set_content(STYLE + ELSEWHERE.replace("TAKER", "Excluir"))

    offered = CompanyBox(Window(page), ["Loja Um"]).offered([])

    assert ["0001-81" in company.text for company in offered] == [True]
    assert page.url.endswith("#list")


def test_the_data_page_may_write_a_value_right_behind_its_caption(page: Page) -> None:
    """Without an element of its own, as in plain Bootstrap."""
    page.set_content(
        "<p><strong>CNPJ:</strong> 11.222.333/0001-81</p><p><strong>Razão Social:</strong> PADARIA ESTRELA LTDA</p>"
    )
    data = Window(page).await_one(CompanyDataPage, patience=5)

    assert data.cnpj == ("11.222.333/0001-81",)
    assert "PADARIA ESTRELA LTDA" in data.names
