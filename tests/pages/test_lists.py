"""A list of certificates is read as a person reads it, whether it is a table, rows of bare blocks, or cards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages import CertificatesPage, Window
from pages.errors import Lost

TABLE = """<table><tr><th>Apelido<th>Vencimento<th>Padrão</tr>
<tr><td>Loja 2026<td>10/12/2026<td>Não</tr><tr><td>Loja 2027<td>21/11/2027<td>Sim</tr></table>"""
BLOCKS = """<div><div><div>Apelido</div><div>Vencimento</div><div>Padrão</div><div></div></div>
<div><div>Loja 2026</div><div>10/12/2026</div><div>Não</div><div><a href=#>Alterar</a></div></div>
<div><div>Loja 2027</div><div>21/11/2027</div><div>Sim</div><div><a href=#>Alterar</a></div></div></div>"""
BLOCKS_APART = """<div><div><p>Apelido</p><p>Vencimento</p><p>Padrão</p></div></div><section>
<div><p>Loja 2026</p><p>10/12/2026</p><p>Não</p></div>
<div><p>Loja 2027</p><p>21/11/2027</p><p>Sim</p></div></section>"""
CARDS = "".join(
    f"<div><div><span>Apelido:</span> <b>{name}</b></div><div><span>Vencimento:</span> <b>{day}</b></div>"
    f"<div><span>Padrão:</span> <b>{default}</b></div><a href=#>Alterar</a></div>"
    for name, day, default in (("Loja 2026", "10/12/2026", "Não"), ("Loja 2027", "21/11/2027", "Sim"))
)
DEFINITIONS = "".join(
    f"<dl><dt>Apelido</dt><dd>{name}</dd><dt>Vencimento</dt><dd>{day}</dd><dt>Padrão</dt><dd>{default}</dd></dl>"
    for name, day, default in (("Loja 2026", "10/12/2026", "Não"), ("Loja 2027", "21/11/2027", "Sim"))
)
LISTS = {
    "table": TABLE,
    "bare blocks": BLOCKS,
    "titles in a block of their own": BLOCKS_APART,
    "cards": CARDS,
    "definitions": DEFINITIONS,
}


@pytest.mark.parametrize("html", LISTS.values(), ids=LISTS.keys())
def test_each_entry_is_read_with_its_own_values(page: Page, html: str) -> None:
    """Name, expiry and default of every entry, in the order of the screen, and the screen is known as the list."""
    page.set_content(f"<h2>Certificados</h2><button>Adicionar</button>{html}")

    certificates = Window(page).await_one(CertificatesPage)

    read = [(entry.nickname, entry.expiry, entry.default) for entry in certificates.entries()]
    assert read == [("Loja 2026", "10/12/2026", "Não"), ("Loja 2027", "21/11/2027", "Sim")]


@pytest.mark.parametrize(
    "html",
    [
        "<div><div>Apelido</div><div>Loja</div></div><div><div>Vencimento</div><div>10/12/2026</div></div>",
        "<div><span>Vencimento:</span> <b>10/12/2026</b></div>",
        "<form><div>Apelido</div><input><div>Vencimento</div><input></form>",
        "<div><b>Apelido</b><i>Loja 2027</i><b>Vencimento</b><i>21/11/2027</i><b>Padrão</b><i>Sim</i></div>",
        CARDS + "<div><span>Apelido:</span> <b>Loja 2028</b></div>",
    ],
    ids=["a caption and its value", "an invoice's due date", "fields", "one card", "a card without a date"],
)
def test_what_only_resembles_a_list_is_none(page: Page, html: str) -> None:
    """A list that cannot be read whole, or is something else, is not taken for one that is empty or shorter."""
    page.set_content(html)

    sight = Window(page).look(CertificatesPage)

    listed = sight is not None and any(name == CertificatesPage.name for name, _path in sight.screens)
    assert not listed or len(CertificatesPage(Window(page), page).entries()) == 1


ROW = "<table><tr><th>Apelido<th>Vencimento<th></tr><tr><td>{name}<td>21/11/2027<td>{ways}</tr></table>"
EDIT = '<a href="#" onclick="go({place}); return false">Alterar</a>'


@pytest.mark.parametrize(
    ("ways", "leads_to"),
    [
        (EDIT.format(place=1), 1),
        ('<a href="#" onclick="go(1); return false"><img alt="Alterar" width=9 height=9 onclick="go(1)"></a>', 1),
        (EDIT.format(place=1) + EDIT.format(place=1), 1),
        (EDIT.format(place=1) + EDIT.format(place=2), None),
    ],
    ids=["one", "an icon in a link", "the same twice", "two that differ"],
)
def test_an_entry_is_opened_by_the_one_thing_that_edits_it(page: Page, ways: str, leads_to: int | None) -> None:
    """Its name may lead to it, too, or elsewhere: Alterar goes before. Of two that differ neither is pressed."""
    name = '<a href="#" onclick="go(3); return false">Loja 2027</a>'
    page.set_content("<script>let gone = 0; const go = (place) => { gone = place; }</script>")
    page.locator("body").evaluate("(body, html) => (body.innerHTML = html)", ROW.format(name=name, ways=ways))
    certificates = Window(page, patience=0.2).await_one(CertificatesPage, patience=5)
    (entry,) = certificates.entries()

    with pytest.raises(Lost) as lost:
        certificates.edit(entry)  # no form ever comes

    assert page.evaluate("gone") == (leads_to or 0)
    assert lost.value.matches == (0 if leads_to else 2)
