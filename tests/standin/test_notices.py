"""What comes unasked can be closed by its own control; terms cannot."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from fixtures.portal import VARIANTS

from .conftest import EMAIL, a_portal, enter, go

CLOSERS = {
    "notice-popup": ("#gxp0_b", "#gxp0_cls"),
    "notice-modal": (".modal", ".modal-footer button"),
    "notice-box": (".modal", ".modal-footer button"),
    "notice-expiry": (".AvisoVencimento", "[title=Fechar]"),
}


@pytest.mark.parametrize("preset", CLOSERS)
def test_a_notice_lies_over_everything_until_it_is_closed(screen: Page, preset: str) -> None:
    """It comes at login and once more half a second after the list; closing it is remembered."""
    portal, _ = a_portal(VARIANTS[preset])
    notice, closer = CLOSERS[preset]
    with portal.serve() as url:
        enter(screen, url)
        screen.click(closer)
        expect(screen.locator(notice)).to_have_count(0)
        go(screen, url, "wwcertificado.aspx")
        assert screen.locator(notice).count() == 0
        with screen.expect_response("**/gxnotice"):
            screen.click(closer)
        go(screen, url, "wwcertificado.aspx")
        assert screen.locator(notice).count() == 0
    assert portal.memory.notices_closed == 2


def test_a_toast_goes_by_itself(screen: Page) -> None:
    """A toast covers the company box for a while."""
    portal, _ = a_portal(VARIANTS["notice-toast"])
    with portal.serve() as url:
        screen.clock.install()
        enter(screen, url)
        screen.wait_for_url("**/inicio.aspx")
        screen.clock.run_for(1)
        expect(screen.locator(".toast-info")).to_be_visible()
        screen.clock.run_for(6_500)
        expect(screen.locator(".toast-info")).to_have_count(0)


def test_terms_want_consent(screen: Page) -> None:
    """The modal with the terms has no other way out, and consent is remembered."""
    portal, _ = a_portal(VARIANTS["terms-modal"])
    with portal.serve() as url:
        enter(screen, url)
        expect(screen.locator(".modal button")).to_have_text(["Li e aceito"])
        with screen.expect_response("**/inicio.aspx"):
            screen.click(".modal button")
    assert portal.memory.accepted_terms == [EMAIL]


def test_a_bar_about_cookies_stays_until_somebody_agrees(screen: Page) -> None:
    """It stands at the foot of the login too, and covers nothing above it."""
    portal, _ = a_portal(VARIANTS["cookie-bar"])
    bar = screen.locator(".gx-cookies")
    with portal.serve() as url:
        screen.goto(url)
        expect(bar).to_be_visible()
        enter(screen, url)
        expect(bar).to_be_visible()
        with screen.expect_response("**/gxcookies"):
            bar.get_by_role("button", name="Aceitar").click()
        go(screen, url, "wwcertificado.aspx")
        assert bar.count() == 0
    assert portal.memory.accepted_cookies == 1
