"""The document that a page shows now: what it answers, and whether it is a copy that the browser kept."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Error, Page

from pages.sight import NOT_THERE, Question, bring

# A copy transfers nothing; one that the server has confirmed transfers the headers.
_IS_A_COPY = """() => performance.getEntriesByType("navigation").some(
  (load) => load.transferSize === 0 && load.encodedBodySize > 0)"""


class Document:
    """What is in the page at this moment; the next document takes its place by itself.

    Documents to come bring with them what questions need, which is quicker than to send it with the first question.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        page.add_init_script(bring())

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
        answer = self._page.evaluate(what.short, arg)
        return self._page.evaluate(what.whole, arg) if answer == NOT_THERE else answer

    @property
    def is_a_copy(self) -> bool:
        """Whether the browser had kept it, so that it may be older than what the server has."""
        try:
            return bool(self._page.evaluate(_IS_A_COPY))
        except Error:  # it has gone on already, to one that the portal has chosen
            return False
