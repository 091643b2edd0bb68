"""The browser contexts in which sessions live; their cookies are learnt as secrets (`rpa.tokens`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote

from playwright.sync_api import Browser, BrowserContext, Cookie, Error, Page, StorageState

from rpa import tokens
from rpa.secret import Secret

_VIEW = {"width": 1280, "height": 800}
_NO_SECOND_POST = {"Connection": "close"}
"""Chromium sends a request again by itself, a POST too, when a kept connection breaks before the answer: a Salvar would
arrive twice. A connection that is not kept is never used again (measured: tests/rpa/test_renew.py)."""

_MOST_PAGES, _MOST_CLOSED = 6, 50
"""Windows of one context, pop-ups of the portal's with them: a further one is closed at once. After so many of those
all of them are, for the portal opens them without end."""

_CLICK_PATIENCE = 15_000  # milliseconds for one click or value: the screen is there already

_MOST_COOKIES = 50  # of one context; portals set a dozen
_TOKEN = re.compile(
    r"(?=.*[A-Za-z])(?=.*\d)[\w.~+/=!-]{12,4096}|(?=.*[a-z][A-Z])[\w-]{20,4096}|[a-z]{20,4096}", re.ASCII
)
"""Letters and digits; or, as one random token in sixty has no digit, what is too long or too mixed to be a word."""
_HOST = re.compile(r"[\w.-]*\.[a-z]{2,}", re.ASCII)


def open_context(browser: Browser, state: StorageState | None = None) -> BrowserContext:
    """A context as every session has it: Brazilian, and without a second POST; fresh, but for a session's `state`."""
    context = browser.new_context(
        viewport=_VIEW,  # type: ignore[arg-type]
        locale="pt-BR",
        timezone_id="America/Sao_Paulo",
        accept_downloads=False,
        service_workers="block",
        extra_http_headers=_NO_SECOND_POST,
        storage_state=state,
    )
    context.set_default_timeout(_CLICK_PATIENCE)
    _bound_windows(context)
    return context


def _bound_windows(context: BrowserContext) -> None:
    """Close pop-ups beyond the bounds, as they open."""
    closed = 0

    def bound(page: Page) -> None:
        nonlocal closed
        if len(context.pages) <= _MOST_PAGES:
            return
        closed += 1
        pages = [page]
        if closed >= _MOST_CLOSED:
            closed, pages = 0, list(context.pages)
        for each in pages:
            with suppress(Error):  # it has gone by itself
                each.close()

    context.on("page", bound)


def close_context(context: BrowserContext | None) -> None:
    """End a context, its login with it, once its cookies are learnt."""
    with suppress(Error):  # a browser that has crashed took its contexts with it
        if context is not None:
            learn_cookies(context)
            context.close()


@contextmanager
def opened(browser: Browser, state: StorageState | None = None) -> Iterator[BrowserContext]:
    """A context for as long as the block lasts."""
    context = open_context(browser, state)
    try:
        yield context
    finally:
        close_context(context)


def learn_cookies(context: BrowserContext) -> None:
    """Know the cookies of a context as secrets: none is logged, and the gate looks for them. Costs a millisecond."""
    with suppress(Error):
        tokens.learn(*_tokens(context.cookies()))


def _tokens(cookies: Iterable[Cookie]) -> Iterator[Secret]:
    """The values that are tokens: not a language, a date, a name or a host, which stand in every report by right."""
    values = [cookie.get("value", "") for cookie in cookies][:_MOST_COOKIES]
    for value in values:
        plain = unquote(value)
        if _TOKEN.fullmatch(plain) and not _HOST.fullmatch(plain):
            yield from (Secret(value), Secret(plain))
