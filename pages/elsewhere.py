"""What was to go to another address than the portal's, and was let through to nobody."""

from __future__ import annotations

from playwright.sync_api import Page, Request, WebSocket

from pages.address import authority, origin
from pages.discretion import Discretion
from pages.errors import PersonNeeded

_NOT_FOUND = "net::ERR_NAME_NOT_RESOLVED"
_FETCHES = ("GET", "HEAD")


class Elsewhere:
    """Listens to one page, and to the pop-ups of its context. Which address is the portal's, the discretion knows.

    What is only fetched for a page, such as a picture or a font, does not count: it takes nothing away.
    """

    def __init__(self, page: Page, discretion: Discretion) -> None:
        self._page = page
        self._discretion = discretion
        self._addresses: dict[str, None] = {}
        self._led_to = ""
        page.context.on("requestfailed", self._failed)
        page.on("websocket", self._connects)

    def take(self) -> tuple[str, ...]:
        """Each address since this was asked last, as scheme, host and port."""
        taken, self._addresses = tuple(self._addresses), {}
        return taken

    def raise_if_led_away(self) -> None:
        """Where the page shows nothing because it was led to such an address: raise PersonNeeded (led_away)."""
        if self._led_to and self._page.url in ("about:blank", self._led_to, "chrome-error://chromewebdata/"):
            raise PersonNeeded("led_away", said=(origin(self._led_to),))

    def raise_if_stopped(self) -> None:
        """Where anything was stopped since it was taken last: raise PersonNeeded (led_away)."""
        for address in self._addresses:
            raise PersonNeeded("led_away", said=(address,))

    def _failed(self, request: Request) -> None:
        leads = request.is_navigation_request()
        if request.failure != _NOT_FOUND or not (leads or request.method not in _FETCHES):
            return
        if self._is_foreign(request.url):
            self._addresses[origin(request.url)] = None
            if leads and request.frame == self._page.main_frame:
                self._led_to = request.url

    def _connects(self, socket: WebSocket) -> None:
        def failed(why: str) -> None:
            if _NOT_FOUND in why and self._is_foreign(socket.url):
                self._addresses[origin(socket.url)] = None

        socket.on("socketerror", failed)

    def _is_foreign(self, url: str) -> bool:
        home = self._discretion.home
        return home is not None and authority(url) != authority(home)
