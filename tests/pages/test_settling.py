"""A portal has settled when it owes no answer and shows no mask, and has not just begun to."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from fixtures.portal import Variant
from pages import Window
from pages.window import MOMENT
from tests.desk import Desk

A_MOMENT_LATER = MOMENT + MOMENT // 2


def test_what_a_page_asks_for_a_moment_late_is_waited_for(page: Page, desk_at: Callable[..., Desk]) -> None:
    """At the first look nothing was sent yet; the portal takes a while to answer then."""
    page.goto(desk_at(Variant(latency_ms=200)).url)
    window = Window(page)

    page.evaluate("milliseconds => void setTimeout(fetch, milliseconds, '/login.aspx')", A_MOMENT_LATER)
    window.settle()

    assert (window.traffic.begun, window.traffic.answers) == (1, 1)


def test_a_mask_that_comes_a_moment_late_is_waited_for(page: Page) -> None:
    """At the first look there was none; it lies over the page for a while then."""
    page.set_content("<p>Lista</p><div class=gx-mask hidden>Aguarde</div>")
    mask = page.locator(".gx-mask")

    page.evaluate(
        """milliseconds => {
          const mask = document.querySelector(".gx-mask");
          const show = (shown) => { mask.hidden = !shown; mask.dataset.seen = "yes"; };
          setTimeout(show, milliseconds, true);
          setTimeout(show, 300, false);
        }""",
        A_MOMENT_LATER,
    )
    Window(page).settle()

    assert (mask.get_attribute("data-seen"), mask.is_visible()) == ("yes", False)
