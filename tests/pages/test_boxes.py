"""A box of the browser's own that opens while its page is being left: Chromium can neither answer nor close it then."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, Route

from pages import Inside
from pages.errors import Unreachable
from pages.window import Window
from rpa.outcome import Result
from tests.desk import OTHER, PADARIA, Desk

BUSY = """() => setTimeout(() => {
  for (const until = performance.now() + 1000; performance.now() < until;);
  alert("Sua sessão anterior foi encerrada.");
}, 100)"""
"""It is at work when the answer comes, and says something before it can go."""


def late(route: Route) -> None:
    """What is asked for comes while the page is busy."""
    time.sleep(0.3)
    route.fulfill(body="<h1>Certificados</h1>", content_type="text/html")


def test_a_page_that_is_left_opens_no_box_any_more(desk: Desk, page: Page) -> None:
    """The next address is shown, though the page before would have said something at that very moment."""
    window = Window(page)
    window.go_to(desk.url)
    page.evaluate(BUSY)
    page.route("**/certificados*", late)

    window.go_to(f"{desk.url}/certificados.aspx")

    assert page.inner_text("h1") == "Certificados"


def test_a_box_that_cannot_be_answered_costs_the_page_and_no_time(desk: Desk, page: Page) -> None:
    """Where the page goes on by itself there is no help: it is given up, instead of being waited for."""
    window = Window(page)
    window.go_to(desk.url)
    page.route("**/certificados*", late)
    page.evaluate(f"() => {{ ({BUSY})(); location.href = '/certificados.aspx'; }}")
    began = time.monotonic()

    with pytest.raises(Unreachable):
        window.await_one(Inside, patience=20)

    assert time.monotonic() - began < 10


def test_another_page_with_the_same_login_takes_its_place(desk: Desk) -> None:
    """The client fails whose page was given up; the next one is renewed, and nobody logs in again."""
    desk.company(PADARIA)
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    first, second = desk.renewal(PADARIA), desk.renewal(OTHER, desk.pfx(OTHER, "o.pfx"))
    desk.open_account()
    desk.log_in()
    assert desk._session
    desk._session._portal.window.page.close()

    ends = [desk.renew(renewal).result for renewal in (first, second)]

    assert ends == [Result.FAILED, Result.RENEWED]
    assert [login.ok for login in desk.portal.memory.logins] == [True]
