"""A list is read on all its pages, whatever turns them; one that says that it has more than is reached is not read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages import CertificatesPage, Window
from pages.errors import Lost

NAMES = ["Loja 2024", "Loja 2025", "Loja 2026", "Loja 2027"]
LIST = """<script>
const ROWS = ["10/12/2024", "10/12/2025", "10/12/2026", "21/11/2027"].map((day) => ["Loja " + day.slice(-4), day]);
let at;
function draw(number) {
  at = number;
  const first = GROWS ? 0 : 2 * (at - 1), shown = ROWS.slice(first, 2 * at), last = at === 2;
  const rows = shown.map(([name, day]) => `<tr><td>${name}<td>${day}</tr>`).join("");
  const table = `<table><tr><th>Apelido<th>Vencimento</tr>${rows}</table>`;
  document.body.innerHTML = `<main><h2>Certificados</h2><button>Adicionar</button>${table}PAGER</main>`;
}
addEventListener("DOMContentLoaded", () => draw(START));
</script><body></body>"""


def draw(page: Page, pager: str, *, start: int = 1, grows: bool = False) -> CertificatesPage:
    """A list of four entries on two pages, or that grows from one page to the next, with this below it."""
    values = {"GROWS": "true" if grows else "false", "START": str(start), "PAGER": pager}
    html = LIST
    for name, value in values.items():
        html = html.replace(name, value)
    page.set_content(html)
    return Window(page).await_one(CertificatesPage)


def numbers(template: str) -> str:
    """The numbers of both pages, each as the template draws it."""
    return "${[1, 2].map((n) => `TEMPLATE`).join(' ')}".replace("TEMPLATE", template)


LINK = "<a href=# onclick=draw(${n})>${n}</a>"
NEXT = "${last ? '' : '<a href=# onclick=draw(2)>Próximo</a>'}"
PREVIOUS = "${last ? '<a href=# onclick=draw(1)>Anterior</a>' : ''}"
PAGERS = {
    "Bootstrap": "<ul>" + numbers("<li class=${n === at ? 'active' : ''}>" + LINK + "</li>") + "</ul>",
    "the page that is shown is no link": "<div>Páginas: " + numbers("${n === at ? `<b>${n}</b>` : `" + LINK + "`}"),
    "aria-current": numbers("<button onclick=draw(${n}) ${n === at ? 'aria-current=page' : ''}>${n}</button>"),
    "in a table": "<table><tr><td>" + numbers("${n === at ? `<span>${n}</span>` : `" + LINK + "`}") + "</table>",
    "by name": "<p>Mostrando ${first + 1} a ${2 * at} de 4 registros</p>" + NEXT + PREVIOUS,
}


@pytest.mark.parametrize("start", [1, 2])
@pytest.mark.parametrize("pager", PAGERS.values(), ids=PAGERS.keys())
def test_a_list_is_read_on_all_its_pages(page: Page, pager: str, start: int) -> None:
    """By the name of what leads on, or by the numbers of the pages; whichever page it opens on."""
    certificates = draw(page, pager, start=start)

    assert [entry.nickname for entry in certificates.entries()] == NAMES


@pytest.mark.parametrize("start", [1, 2])
def test_an_entry_is_found_on_whichever_page_it_is(page: Page, start: int) -> None:
    """Its page is turned to, on or back."""
    certificates = draw(page, PAGERS["Bootstrap"], start=start)
    entries = certificates.entries()

    for entry in (entries[0], entries[3], entries[1]):
        row = certificates.row_of(entry)

        assert row is not None
        assert entry.nickname in row.inner_text()


def test_a_list_may_grow_instead_of_being_turned(page: Page) -> None:
    """What was there already is not read twice."""
    more = "${last ? '' : '<button onclick=draw(2)>Carregar mais</button>'}"

    assert [entry.nickname for entry in draw(page, more, grows=True).entries()] == NAMES


SAYS_MORE = {
    "a page of several": "<p>Página 1 de 2</p>",
    "entries of more": "<p>1 - 2 de 4</p>",
    "entries of more, in words": "<p>Exibindo 2 de 4 registros</p>",
    "numbers that do not tell which is shown": "<ul><li><a href=#a>1</a></li><li><a href=#b>2</a></li></ul>",
}


@pytest.mark.parametrize("pager", SAYS_MORE.values(), ids=SAYS_MORE.keys())
def test_a_list_that_says_that_it_has_more_than_can_be_reached_is_not_read(page: Page, pager: str) -> None:
    """What stands on another page would be taken for missing, and be sent once more."""
    certificates = draw(page, f"{pager}<i onclick=draw(2)></i>")

    with pytest.raises(Lost, match="next page"):
        certificates.entries()


STEPS = "<ol style='position: absolute; top: 0'><li class=active><a href=#>1</a></li><li><a href=#b>2</a></li></ol>"


@pytest.mark.parametrize(
    "beside", ["<p>Página 1 de 1</p>", "<p>1 - 4 de 4</p>", "<p>3 avisos</p><a href=#>7</a>", STEPS]
)
def test_what_says_nothing_of_more_stops_nothing(page: Page, beside: str) -> None:
    """One page is all; a number that stands alone counts something else, and the steps above a list do not turn it."""
    assert len(draw(page, beside, start=2, grows=True).entries()) == len(NAMES)
    assert not page.url.endswith("#b")
