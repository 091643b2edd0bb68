"""When the list to which the portal leads by itself after Salvar is as good as one that is loaded on purpose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from pages import Portal
from rpa.contexts import open_context
from tests.desk import EMAIL, PASSWORD, Desk

_POST = "fetch(location.href, { method: 'POST', body: '' })"


@pytest.fixture
def portal(browser: Browser, desk: Desk) -> Iterator[Portal]:
    """A portal whose list has been opened, so that its address is known."""
    desk.company()
    desk.open_account()
    context = open_context(browser)
    portal = Portal(context.new_page(), desk.url)
    portal.sign_in(EMAIL, PASSWORD)
    portal.open_certificates()
    yield portal
    context.close()


def led_to(portal: Portal, script: str) -> bool:
    """Whether the list that is shown after a script has run would be taken as freshly loaded."""
    window = portal.window
    posts, loads = window.traffic.posts, window.traffic.loads
    window.page.evaluate(f"list => {{ {script} }}", window.page.url)
    for _ in range(100):
        window.tick(30)
        if window.traffic.loads > loads and not window.traffic.navigating:
            break
    return window.traffic.led_on_since(posts) and portal.certificates_as_led_to() is not None


def test_a_list_that_is_loaded_after_the_answer_is_fresh(portal: Portal) -> None:
    """What was sent has been answered, and then the list came by GET, whole, from where it always comes."""
    assert led_to(portal, f"{_POST}.then((answer) => answer.text()).then(() => location.assign(list))")


def test_a_list_that_is_loaded_before_the_answer_is_not(portal: Portal) -> None:
    """It may show what was there before: the portal may still have been at work on what was sent."""
    portal.window.page.route("**/slow", lambda _route: None)  # never answered

    assert not led_to(portal, "fetch('/slow', { method: 'POST' }).catch(() => 0); location.assign(list)")


def test_a_list_after_which_nothing_was_sent_is_not(portal: Portal) -> None:
    """Nothing can have been saved between the one load and the other."""
    assert not led_to(portal, "location.assign(list)")


def test_a_list_at_another_address_is_not(portal: Portal) -> None:
    """It may show something else than the list's own address does, even where that stands in the address bar."""
    sent = f"{_POST}.then((answer) => answer.text())"

    assert not led_to(portal, f"{sent}.then(() => location.assign(list + '?filtro=1'))")

    portal.window.page.evaluate("history.replaceState(null, '', location.pathname)")
    assert portal.certificates_as_led_to() is None


def test_a_list_out_of_the_browsers_memory_is_not(portal: Portal) -> None:
    """Going back shows a copy, where the browser has one."""
    page = portal.window.page
    page.goto(page.url.replace("wwcertificado", "inicio"))

    assert not led_to(portal, f"{_POST}.then((answer) => answer.text()).then(() => history.back())")
