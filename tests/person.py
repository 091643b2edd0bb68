"""`rpa login` without a window, and the person at it: `python -m tests.person OBSTACLE [CLIENTS]`, on the settings."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from fixtures.portal.screens.obstacles import CODE
from rpa.login_by_hand import log_in_by_hand
from rpa.settings import Settings


def press_enter(page: Page) -> None:
    """What is filled in already is right."""
    page.click("[name=BTNENTER]")


def tick_the_captcha(page: Page) -> None:
    """Say that one is no robot, and go in."""
    page.frame_locator("iframe").get_by_role("checkbox").check()
    press_enter(page)


def type_the_code(page: Page) -> None:
    """Go in, fetch the code from the mailbox, type it."""
    press_enter(page)
    page.fill("[name=vCODIGO]", CODE)
    press_enter(page)


def accept_the_terms(page: Page) -> None:
    """Go in, read, agree."""
    press_enter(page)
    page.check("[name=vACEITE]")
    press_enter(page)


def close_the_window(page: Page) -> None:
    """Have something else to do."""
    page.close()


def look_elsewhere_first(page: Page) -> None:
    """Have the page ask for a thing of another host, as a captcha of somebody else's does; then go in."""
    page.evaluate("() => { new Image().src = 'http://captcha.example/box.png'; }")
    page.wait_for_timeout(300)
    press_enter(page)


OBSTACLES: dict[str, Callable[[Page], None]] = {
    "none": press_enter,
    "captcha": tick_the_captcha,
    "email-code": type_the_code,
    "terms": accept_the_terms,
    "closes": close_the_window,
    "elsewhere": look_elsewhere_first,
}


if __name__ == "__main__":
    obstacle, *clients = sys.argv[1:]
    then = Path(clients[0]) if clients else None
    sys.exit(log_in_by_hand(Settings.load(), None, then=then, headed=False, person=OBSTACLES[obstacle]))
