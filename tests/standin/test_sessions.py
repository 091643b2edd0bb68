"""How a session gets lost, where, and how it shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from fixtures.portal import VARIANTS, Outcome

from .conftest import MakePfx, a_portal, add, be_inside, go
from .visitor import FORM, LIST, at_padaria


@pytest.mark.parametrize(("preset", "path"), [("session-panel", "paineldecontrole.aspx"), ("session-list", LIST)])
def test_a_screen_may_lose_the_session_once(preset: str, path: str) -> None:
    """The first visit leads to the login; after a new one, the second does not."""
    visitor = at_padaria(preset)
    assert visitor.lands(path) == "login"
    visitor.log_in()
    assert visitor.lands(path) == path.removesuffix(".aspx")
    assert visitor.portal.memory.lost_sessions == 1


def test_a_popup_may_show_the_login_in_its_frame(screen: Page) -> None:
    """The page around it looks as if nothing had happened."""
    portal, _ = a_portal(VARIANTS["session-popup"])
    with portal.serve() as url:
        be_inside(screen, portal, url)
        go(screen, url, LIST)
        screen.click("[name=BTNINSERT]")
        expect(screen.frame_locator("#gxp0_ifrm").locator("[name=vUSERPASSWORD]")).to_be_visible()
        expect(screen.locator("#GridContainerTbl")).to_be_visible()


def test_an_event_may_get_440_and_a_confirm(screen: Page) -> None:
    """OK reloads the page, and so leads to the login."""
    portal, _ = a_portal(VARIANTS["session-field"])
    with portal.serve() as url:
        be_inside(screen, portal, url)
        go(screen, url, FORM)
        screen.on("dialog", lambda dialog: dialog.accept())
        screen.fill("[name=vAPELIDO]", "x")
        with screen.expect_response(lambda response: response.status == 440), screen.expect_event("dialog") as dialog:
            screen.press("[name=vAPELIDO]", "Tab")
        assert dialog.value.message == "Sessão expirou, a página será recarregada"
        screen.wait_for_url("**/login.aspx")


@pytest.mark.parametrize("preset", ["session-save-redirect", "session-after-save"])
def test_salvar_may_lead_to_the_login(screen: Page, make_pfx: MakePfx, preset: str) -> None:
    """Whether the certificate was written, the login does not tell."""
    portal, _ = a_portal(VARIANTS[preset])
    with portal.serve() as url:
        add(screen, portal, url, make_pfx())
        screen.wait_for_url("**/login.aspx")
    kept = preset == "session-after-save"
    assert [save.outcome for save in portal.memory.saves] == [Outcome.KEPT if kept else Outcome.SESSION_LOST]


def test_salvar_may_get_440(screen: Page, make_pfx: MakePfx) -> None:
    """Through the frame too; a driver that dismisses the confirm stays on the form."""
    portal, _ = a_portal(VARIANTS["session-save"])
    with portal.serve() as url, screen.expect_event("dialog"):
        screen.on("dialog", lambda dialog: dialog.dismiss())
        add(screen, portal, url, make_pfx())
        expect(screen.locator("[name=vAPELIDO]")).to_have_value("Novo 2027")
    assert [save.outcome for save in portal.memory.saves] == [Outcome.SESSION_LOST]


def test_a_page_of_an_older_login_is_foreign(screen: Page) -> None:
    """An event with another session's token is answered as if there were no session."""
    portal, _ = a_portal(VARIANTS["new"])
    with portal.serve() as url:
        be_inside(screen, portal, url)
        go(screen, url, FORM)
        for session in portal.sessions:
            session.token = "another"
        screen.on("dialog", lambda dialog: dialog.dismiss())
        with screen.expect_response(lambda response: response.status == 440):
            screen.click("[name=BTNCANCEL]")
