"""The document that a page shows now: what it answers, and whether it is a copy that the browser kept."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Page

from pages.sight import NOT_THERE, Question, at_first

# A copy transfers nothing; one that the server has confirmed transfers the headers.
_IS_A_COPY = """() => performance.getEntriesByType("navigation").some(
  (load) => load.transferSize === 0 && load.encodedBodySize > 0)"""

_COMPLETE = 2000  # milliseconds for what belongs to a document; some of it may never come

# Frames of another host are out of reach: those boxes are still the browser's own.
_FALL_SILENT = """() => {
  const silence = (view) => {
    try { Object.assign(view, { alert() {}, confirm: () => false, prompt: () => null }); } catch { /* out of reach */ }
    for (let i = 0; i < view.length; i += 1) silence(view[i]);
  };
  silence(window);
}"""

_GO_ON = """milliseconds => new Promise((done) => {
  const isLoading = document.readyState === "loading";
  if (isLoading) document.addEventListener("DOMContentLoaded", () => done(), { once: true });
  setTimeout(done, isLoading ? Math.max(milliseconds, 1000) : milliseconds);
})"""


class Document:
    """What is in the page at this moment; the next document takes its place by itself.

    Documents to come bring with them what questions need, which is quicker than to send it with the first question, and
    hear of clicks before their own scripts do.
    `heard` is how many times one has answered, or has gone away meanwhile.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self.heard = 0
        page.add_init_script(at_first())

    def ask(self, what: Question, arg: object = None) -> Any:
        """What it answers; the next document is asked, once, where this one goes away meanwhile.

        A question changes nothing. Raises Playwright's Error.
        """
        try:
            return self.ask_once(what, arg)
        except Error:
            if self._page.is_closed():
                raise
            self._page.wait_for_load_state("domcontentloaded")
            return self.ask_once(what, arg)

    def ask_once(self, what: Question, arg: object = None) -> Any:
        """What it answers, for what may change something. Raises Playwright's Error where it goes away meanwhile."""
        text = json.dumps(arg)
        answer = self._told(what.short, text)
        return self._told(what.whole, text) if answer == NOT_THERE else answer

    def complete(self) -> None:
        """Wait until all that belongs to it has come, for a moment at most: some portals listen to nothing before."""
        with suppress(Error):
            self._page.wait_for_load_state("load", timeout=_COMPLETE)

    def go_on(self, milliseconds: int) -> None:
        """Let it go on for a moment; while it is loading, until it is there, which may take a second.

        Raises Playwright's Error where it goes away meanwhile.
        """
        self._told(_GO_ON, milliseconds)

    def fall_silent(self) -> None:
        """Open no box of the browser's own any more, for it is about to be left.

        While Chromium puts the next document in the place of this one, a box can be neither answered nor closed, and
        both documents wait for it without end (measured: tests/pages/test_boxes.py).
        """
        with suppress(Error):  # it has gone away already
            self._told(_FALL_SILENT)

    @property
    def is_a_copy(self) -> bool:
        """Whether the browser had kept it, so that it may be older than what the server has."""
        try:
            return bool(self._told(_IS_A_COPY))
        except Error:  # it has gone on already, to one that the portal has chosen
            return False

    def _told(self, script: str, arg: object = None) -> Any:
        try:
            return self._page.evaluate(script, arg)
        finally:
            self.heard += 1


def reason(error: Error) -> str:
    """The browser's own word for what happened, such as net::ERR_CONNECTION_REFUSED, without its call log."""
    return next((word.rstrip(",.") for word in str(error).split() if word.startswith("net::")), "no answer in time")
