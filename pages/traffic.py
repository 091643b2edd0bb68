"""What passes between the page and the portal: answers still owed, answers lost, and the browser's own dialogs."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from inspect import signature
from typing import Any

from playwright.sync_api import Dialog, Error, Page, Request, Response

from pages.words import Words

_ANSWERS = {"document", "xhr", "fetch"}
_PARTS = {"image", "stylesheet", "script", "font", "media", "texttrack", "manifest"}  # of a page: they ask for no deed
_READING = {"GET", "HEAD", "OPTIONS"}
_COMPLETE = 200


_TOLD_DIALOGS = 5
"""So many boxes of the browser's own are kept; of further ones, how many there were."""

_MOST_DIALOGS = 5000  # in one page, which is closed then: it has no end of them


@dataclass(frozen=True, slots=True)
class NativeDialog:
    """A box of the browser's own (alert, confirm, prompt) that the portal opened, and that was answered safely."""

    kind: str
    text: str


def _known(listener: Callable[[Any], None]) -> Callable[[Any], None]:
    """A listener whose signature is known: Playwright asks for it anew at every event, of which a document has 80."""

    def heard(subject: Any) -> None:
        listener(subject)

    heard.__dict__["__signature__"] = signature(heard)
    return heard


class Traffic:
    """Listens to one page. `status` is that of the document shown last; `expired` says that the session is over.

    `begun` is how many answers were asked for, `loads` how many documents came whole, by GET; `sent` how many things
    went out, by whichever way, that may have saved something. `dialogs` are those of the deed that is under way,
    `untold` all that nobody has taken yet: of both the first few, and the first that asks.
    """

    def __init__(self, page: Page, words: Words) -> None:
        self.dialogs: list[NativeDialog] = []
        self.untold: list[NativeDialog] = []
        self._opened = self._boxes = 0
        self.lost_answers = 0
        self.server_errors = 0
        self.status: int | None = None
        self.expired = False
        self.posts = 0
        self.begun = 0
        self.sent = 0
        self.answers = 0
        self.loads = 0
        self._waited = 0.0
        self._owed_since: float | None = None
        self._page = page
        self._words = words
        self._under_way: set[Request] = set()
        self._asked_before: set[str] = set()
        page.on("dialog", self._answer)
        page.on("request", _known(self._began))
        page.on("requestfinished", _known(self._finished))
        page.on("requestfailed", _known(self._failed))
        page.on("response", _known(self._answered))
        page.on("websocket", lambda socket: socket.on("framesent", _known(self._sent)))
        page.on("popup", _known(self._sent))

    @property
    def waiting(self) -> bool:
        """Whether the portal still owes an answer."""
        return bool(self._under_way)

    @property
    def posting(self) -> bool:
        """Whether it owes an answer to something that was sent to it."""
        return any(request.method == "POST" for request in self._under_way)

    @property
    def waited(self) -> float:
        """For how many seconds altogether the portal has owed an answer, or several at once."""
        return self._waited + (0.0 if self._owed_since is None else time.monotonic() - self._owed_since)

    @property
    def navigating(self) -> bool:
        """Whether a document is on its way."""
        return any(request.is_navigation_request() for request in self._under_way)

    def take_untold(self) -> tuple[list[NativeDialog], int]:
        """The boxes that nobody has taken yet, and how many more there were; not that the page is being left."""
        told, self.untold = [dialog for dialog in self.untold if dialog.kind != "beforeunload"], []
        opened, self._opened = self._opened, 0
        return told, opened - len(told) if opened > _TOLD_DIALOGS else 0

    def _answer(self, dialog: Dialog) -> None:
        """Answer so that nothing changes: a question is declined; only an alert, or leaving a page, is confirmed."""
        answered = NativeDialog(dialog.type, dialog.message)
        self._boxes += 1
        self._opened += answered.kind != "beforeunload"
        for kept in (self.dialogs, self.untold):
            _keep(answered, kept)
        if self._words.means(dialog.message, "messages.session"):
            self.expired = True
        try:
            if dialog.type in ("alert", "beforeunload"):
                dialog.accept()
            else:
                dialog.dismiss()
            if self._boxes == _MOST_DIALOGS:
                self._page.close()
        except Error:  # the next document is half in its place: both wait without end, see `Document.fall_silent`
            with suppress(Error):
                self._page.close()

    def _sent(self, _what: object) -> None:
        self.sent += 1

    def _may_save(self, request: Request) -> bool:
        """Not what merely reads: a part of a page, another frame's page, or what a portal asks for again and again."""
        if request.method not in _READING:
            return True
        if request.resource_type == "document":
            return request.frame == self._page.main_frame
        address = request.url.partition("?")[0]
        is_news = address not in self._asked_before and request.resource_type not in _PARTS
        if is_news:
            self._asked_before.add(address)
        return is_news

    def _began(self, request: Request) -> None:
        self.sent += self._may_save(request)
        if request.resource_type in _ANSWERS:
            if not self._under_way:
                self._owed_since = time.monotonic()
            self._under_way.add(request)
            self.begun += 1
            self.posts += request.method == "POST"

    def _finished(self, request: Request) -> None:
        self.answers += request in self._under_way
        self._ended(request)

    def _failed(self, request: Request) -> None:
        self.lost_answers += request in self._under_way
        self._ended(request)

    def _ended(self, request: Request) -> None:
        self._under_way.discard(request)
        if not self._under_way:
            self._waited, self._owed_since = self.waited, None

    def _answered(self, response: Response) -> None:
        if response.status == 440:  # GeneXus: the session has expired
            self.expired = True
        if response.status >= 500 and response.request.resource_type in _ANSWERS:
            self.server_errors += 1
        if response.request.is_navigation_request() and response.frame == self._page.main_frame:
            self.status = response.status
            if response.request.method == "GET" and response.status == _COMPLETE:
                self.loads += 1


def _keep(dialog: NativeDialog, kept: list[NativeDialog]) -> None:
    asks = dialog.kind in ("confirm", "prompt") and not any(other.kind in ("confirm", "prompt") for other in kept)
    if dialog not in kept and (len(kept) < _TOLD_DIALOGS or asks):
        kept.append(dialog)
