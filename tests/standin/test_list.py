"""The list: dates, the default, Adicionar, pages, stale readings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fixtures.portal import VARIANTS
from fixtures.portal import switches as s
from fixtures.portal.screens.certificates import when

from .conftest import MakePfx, a_portal, be_inside, go
from .visitor import LIST, at_padaria

MIDNIGHT = datetime(2027, 3, 2, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (s.Dates.DMY, "01/03/2027"),
        (s.Dates.ISO, "2027-03-01"),
        (s.Dates.SHORT, "01/03/27"),
        (s.Dates.DAYS_LEFT, "10"),
    ],
)
def test_an_expiry_is_brasilias(dates: s.Dates, shown: str) -> None:
    """Half past one in UTC is the day before in Brasília, in all four shapes."""
    assert when(MIDNIGHT, dates, MIDNIGHT - timedelta(days=10)) == shown


def test_the_default_may_be_a_picture_or_absent() -> None:
    """Padrão is a text, a picture with alt and title, or not there."""
    assert ">Padrão<" in at_padaria().see(LIST)
    assert 'alt="Sim" title="Sim"' in at_padaria("list-iso").see(LIST)
    assert "Padrão" not in at_padaria("list-short").see(LIST)


@pytest.mark.parametrize(
    ("preset", "css"),
    [
        ("new", "input[value=Adicionar]"),
        ("list-days", "button:has-text('Adicionar')"),
        ("list-iso", "span > a:has-text('Adicionar')"),
        ("list-short", "img[title=Adicionar]:not([alt])"),
        ("unexpected", "div[role=button]:has-text('Adicionar')"),
    ],
)
def test_adicionar_has_many_shapes(screen: Page, preset: str, css: str) -> None:
    """Input, button, link, image with only a title, clickable div: each opens the form."""
    portal, _ = a_portal(VARIANTS[preset])
    with portal.serve() as url:
        be_inside(screen, portal, url)
        go(screen, url, LIST)
        screen.click(css)
        screen.wait_for_url("**/certificado.aspx?INS,0")


def test_the_list_has_pages(screen: Page) -> None:
    """The bar turns the page without navigation."""
    portal, _ = a_portal(VARIANTS["list-pages"])
    with portal.serve() as url:
        be_inside(screen, portal, url)
        go(screen, url, LIST)
        expect(screen.locator("tr[id^=GridContainerRow_]")).to_have_count(3)
        screen.click(".gx-grid-paging-bar .PagingButtonsLast")
        expect(screen.locator("#span_CERTIFICADOAPELIDO_0001")).to_have_text("Antigo 06")
        expect(screen.locator(".PagingButtonsNext")).to_be_disabled()


def test_the_list_may_be_stale(make_pfx: MakePfx) -> None:
    """The first two readings after a save show what was there before."""
    visitor = at_padaria("list-stale")
    visitor.save(make_pfx())
    assert ["Novo 2027" in visitor.see(LIST) for _ in range(3)] == [False, False, True]


def test_entries_may_not_be_editable() -> None:
    """Without the icon Alterar there is only Excluir."""
    assert "vUPDATE" not in at_padaria("not-editable").see(LIST)


def test_deleting_is_remembered(screen: Page) -> None:
    """Excluir asks, and a driver that does not answer deletes nothing."""
    portal, padaria = a_portal(VARIANTS["old"])
    with portal.serve() as url:
        be_inside(screen, portal, url)
        go(screen, url, LIST)
        screen.click("#vDELETE_0001")
        assert len(padaria.certificates) == 1
        screen.once("dialog", lambda dialog: dialog.accept())
        screen.click("#vDELETE_0001")
        expect(screen.locator("tr[id^=GridContainerRow_]")).to_have_count(0)
    assert portal.memory.deletions == ["Antigo"]


def test_a_wrong_extension_is_refused(make_pfx: MakePfx) -> None:
    """A .p12 has to be renamed."""
    visitor = at_padaria()
    renamed: Path = make_pfx(name="novo.p12")
    assert "extensão .pfx" in visitor.save(renamed).get_json()["gxCommands"][0]["text"]
