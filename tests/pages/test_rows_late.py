"""The titles of a list may be there before its rows: a list is not empty because nothing has come yet."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from pages import CertificatesPage
from pages.window import Window

TITLES = "<button>Adicionar</button><table><thead><tr><th>Apelido<th>Vencimento</tr></thead><tbody></tbody></table>"
ROW = "<tr><td>loja<td>01/02/2027</tr>"


def entries(page: Page) -> list[str]:
    """The names in the list that the page shows."""
    return [entry.nickname for entry in CertificatesPage(Window(page), page).entries()]


@pytest.mark.parametrize(
    "brings",
    [
        "setTimeout(draw, 400)",
        "fetch('/rows').then(draw)",
        "setTimeout(() => fetch('/rows').then(draw), 100)",
    ],
)
def test_rows_that_come_after_the_titles_are_waited_for(page: Page, brings: str) -> None:
    """By a timer, or with an answer of the portal's, be that asked for at once or a moment later."""

    def answer(route: Route) -> None:
        page.wait_for_timeout(300)
        route.fulfill(body="{}")

    body = f"{TITLES}<script>const draw = () => document.querySelector('tbody').innerHTML = '{ROW}'; {brings}</script>"
    page.route("**/rows", answer)
    page.route("**/list", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    window = Window(page)

    window.go_to("http://127.0.0.1:9/list")

    assert [entry.nickname for entry in CertificatesPage(window, page).entries()] == ["loja"]


def test_a_list_that_says_that_it_is_empty_is_believed(page: Page) -> None:
    """It says so in its own words; otherwise it is given a moment, and has no entries then."""
    page.set_content(f"{TITLES}<div>Nenhum registro encontrado.</div>")
    assert entries(page) == []
    page.set_content(TITLES)
    assert entries(page) == []
