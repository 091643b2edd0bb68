"""How a caption leads to its control, and a name to what is clicked, in every markup that a GeneXus portal may have."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages import CertificateForm
from pages.controls import YesNo, type_unseen
from pages.sight import by
from pages.window import Window
from pages.words import Words

TARGET = "id=target"

CAPTIONS = {
    "label for": f"<label for=target>Senha</label><input {TARGET}>",
    "label around": f"<label>Senha: <input {TARGET}></label>",
    "label that is visually hidden": (
        f"<label for=target style='position:absolute;width:1px;height:1px;overflow:hidden'>Senha</label><input {TARGET}>"
    ),
    "placeholder only": f"<input {TARGET} placeholder=Senha>",
    "tooltip only": f"<input {TARGET} title=Senha>",
    "aria-label": f"<input {TARGET} aria-label=Senha>",
    "aria-labelledby": f"<span id=c>Senha</span><div></div><input {TARGET} aria-labelledby=c>",
    "neighbouring cell": f"<table><tr><td>Senha:</td><td><input {TARGET}></td></tr></table>",
    "cells two by two": f"<table><tr><td>Apelido<td><input><td>Senha *<td><input {TARGET}></tr></table>",
    "cell above": f"<table><tr><td>Apelido<td>Senha</tr><tr><td><input><td><input {TARGET}></tr></table>",
    "nested tables": (
        "<table><tr><td><table><tr><td><span>Senha</span></td></tr></table></td>"
        f"<td><table><tr><td><input {TARGET}></td></tr></table></td></tr></table>"
    ),
    "form group": f"<div><div>SENHA</div><div><input {TARGET}></div></div>",
    "mandatory mark apart": f"<table><tr><td>Senha</td><td>*</td><td><input {TARGET}></td></tr></table>",
    "a question mark": f"<label for=target>Senha?</label><input {TARGET}>",
    "what may be filled in": f"<label for=target>Senha * <small>(máx. 20 caracteres)</small></label><input {TARGET}>",
    "beside one that means another": (
        f"<label for=x>Senha (do portal)</label><input id=x><label for=target>Senha</label><input {TARGET}>"
    ),
    "beside a look-alike": f"<label for=x>Senha do certificado</label><input id=x><label for=target>Senha</label><input {TARGET}>",
    "file behind a link, in a block of its own": (
        "<div><div>Apelido</div><input></div>"
        f"<div><div>Senha</div><span>Nenhum arquivo</span> <a href=#>Alterar</a> <input type=file {TARGET} style='display:none'></div>"
    ),
    "cell before, not the next row's of a checkbox": (
        f"<table><tr><td>Padrão<td><input type=checkbox></tr><tr><td>Senha<td><input {TARGET}></tr></table>"
    ),
    "a block's own, not taken by the checkbox before it": (
        f"<div><div>Padrão</div><input type=checkbox></div><div><div>Senha</div><input {TARGET}></div>"
    ),
    "a label wins over a tooltip": f"<input id=x title=Senha><label for=target>Senha</label><input {TARGET}>",
}


@pytest.mark.parametrize("html", CAPTIONS.values(), ids=CAPTIONS.keys())
def test_a_caption_leads_to_one_control(page: Page, html: str) -> None:
    """Whole, without accents and capitals, by markup first and by what stands beside or above it next."""
    page.set_content(html)

    assert [e.get_attribute("id") for e in page.locator(by("caption", ["Senha"])).all()] == ["target"]


def test_a_caption_that_stands_there_twice_is_not_guessed(page: Page) -> None:
    """Two controls of one caption are both found, so that the caller stops."""
    page.set_content("<label>Senha <input></label><label>Senha <input></label>")

    assert page.locator(by("caption", ["Senha"])).count() == 2


def test_a_part_of_a_caption_is_no_caption(page: Page) -> None:
    """`Senha` is not `Senha do certificado`."""
    page.set_content("<label>Senha do certificado <input></label>")

    assert page.locator(by("caption", ["Senha"])).count() == 0


def test_a_caption_is_found_inside_a_pop_ups_iframe(page: Page) -> None:
    """GeneXus opens forms in an iframe of the same page."""
    page.set_content("<iframe srcdoc='<table><tr><td>Apelido<td><input id=target></table>'></iframe>")

    found = page.frame_locator("iframe").locator(by("caption", ["Apelido"]))

    assert found.get_attribute("id") == "target"


def test_a_hidden_file_input_is_found_by_its_caption(page: Page) -> None:
    """A file input may lie hidden behind a button of its own."""
    page.set_content(
        "<table><tr><td>Arquivo PFX<td><button>Escolher</button><input type=file id=target style='display:none'></table>"
    )

    assert page.locator(by("caption", ["Arquivo PFX"])).get_attribute("id") == "target"


ACTIONS = {
    "button": f"<button {TARGET}>Adicionar</button>",
    "link": f"<a href='#' {TARGET}>ADICIONAR</a>",
    "input": f"<input type=button value=Adicionar {TARGET}>",
    "image with title only": f"<img {TARGET} title=Adicionar width=9 height=9 src='data:,' onclick='1'>",
    "link round an image with alt": f"<a href='#' {TARGET}><img alt=Adicionar width=9 height=9 src='data:,'></a>",
    "link inside a span": f"<span class=x><a href='#' {TARGET}>Adicionar</a></span>",
    "text with a pointer": f"<div {TARGET} style='cursor:pointer'>Adicionar</div>",
    "role": f"<div role=menuitem {TARGET}>Adicionar</div>",
    "aria-label": f"<button aria-label=Adicionar {TARGET}>+</button>",
}


@pytest.mark.parametrize("html", ACTIONS.values(), ids=ACTIONS.keys())
def test_a_name_leads_to_what_is_clicked(page: Page, html: str) -> None:
    """Text, value, title or alt, whatever the element."""
    page.set_content(html + "<button>Adicionar outro</button>")

    assert [e.get_attribute("id") for e in page.locator(by("action", ["Adicionar"])).all()] == ["target"]


def test_an_icon_beside_its_text_is_one_thing(page: Page) -> None:
    """An image and a link of the same name in one cell are not an ambiguity."""
    page.set_content(
        "<div><div><img title=Certificados width=9 height=9 src='data:,' onclick='1'><a href='#'>Certificados</a></div></div>"
        "<a href='#'>InvoiCy Certificado Digital</a>"
    )

    assert page.locator(by("action", ["Certificados"])).count() == 1


CHOICES = {
    "select": "<label for=c>P</label><select id=c><option value=0>Não<option value=1 selected>Sim</select>",
    "select with odd values": "<label for=c>P</label><select id=c><option value=S>NAO<option value=N selected>SIM</select>",
    "radios": (
        "<table><tr><td>P<td><input type=radio name=r id=a><label for=a>Não</label>"
        "<input type=radio name=r id=b checked><label for=b>Sim</label></table>"
    ),
    "radios with the text behind": "<table><tr><td>P<td><input type=radio name=r checked> Sim <input type=radio name=r> Não</table>",
    "checkbox": "<label>P <input type=checkbox checked></label>",
    "checkbox with the text behind": "<input type=checkbox checked> P",
    "switch": "<span id=l>P</span><div role=switch aria-labelledby=l aria-checked=true tabindex=0 "
    "onclick=\"this.setAttribute('aria-checked', this.getAttribute('aria-checked') !== 'true')\">o</div>",
    "bootstrap-select": (
        "<label for=c>P</label><div class='bootstrap-select'><button onclick='m.hidden=false'>Sim</button>"
        "<ul id=m hidden><li><a href='#' onclick='pick(0)'>Não</a><li><a href='#' onclick='pick(1)'>Sim</a></ul>"
        "<select id=c style='display:none'><option value=0>Não<option value=1 selected>Sim</select></div>"
        "<script>function pick(i) { c.selectedIndex = i; m.hidden = true; }</script>"
    ),
}


@pytest.mark.parametrize("html", CHOICES.values(), ids=CHOICES.keys())
def test_sim_and_nao_are_chosen_by_their_words_in_every_shape(page: Page, html: str) -> None:
    """Read, chosen and read back, never by the value that lies behind."""
    page.set_content(html)
    choice = YesNo(page, page.locator(by("caption", ["P"])), Words.shipped())

    seen = [choice.value]
    for answer in (False, False, True):
        choice.choose(answer)
        seen.append(choice.value)

    assert seen == [True, False, False, True]


def senha(page: Page, attributes: str) -> CertificateForm:
    """A form that asks for Senha alone."""
    page.set_content(f"<label for=senha>Senha</label><input id=senha type=password {attributes}>")
    return CertificateForm(Window(page), page)


def test_a_secret_is_typed_with_the_events_of_a_keyboard(page: Page) -> None:
    """The page sees input, change and that the field is left; the value is compared in the page alone."""
    form = senha(page, "oninput='this.dataset.i=1' onchange='this.dataset.c=1' onblur='this.dataset.b=1'")

    assert type_unseen(form.teller("caption", "form.password"), "çã & <ó>")
    assert form.read_back("çã & <ó>").secret is True
    assert form.read_back("other").secret is False
    assert form.read_back().secret is None
    assert form.password.evaluate("e => e.dataset.i + e.dataset.c + e.dataset.b") == "111"


@pytest.mark.parametrize("attribute", ["disabled", "readonly", "maxlength=3"])
def test_a_field_that_does_not_take_a_secret_whole_is_told(page: Page, attribute: str) -> None:
    """A disabled, read-only or too short field is no place for a password."""
    form = senha(page, attribute)

    assert not type_unseen(form.teller("caption", "form.password"), "longer")


@pytest.mark.parametrize(
    ("first", "second", "things"),
    [
        ("<button onclick='save()'>Salvar</button>", "<input type=button value=Salvar onclick='save()'>", 1),
        ("<a href=/lista.aspx>Salvar</a>", "<a href=/lista.aspx><img alt=Salvar></a>", 1),
        ("<button onclick='save(1)'>Salvar</button>", "<button onclick='save(2)'>Salvar</button>", 2),
        ("<button onclick='save(this)'>Salvar</button>", "<button onclick='save(this)'>Salvar</button>", 2),
        ("<button>Salvar</button>", "<button>Salvar</button>", 2),
        ("<a href='#' onclick='return false'>Salvar</a>", "<a href='#' onclick='return false'>Salvar</a>", 2),
    ],
)
def test_two_of_one_name_are_one_thing_only_where_both_say_they_do_the_same(
    page: Page, first: str, second: str, things: int
) -> None:
    """Salvar above a form and below it: either will do. Where the document does not say so, neither is taken."""
    page.set_content(f"<div>{first}</div><p>Apelido</p><div>{second}</div>")

    assert page.locator(by("action", ["Salvar"])).count() == things
