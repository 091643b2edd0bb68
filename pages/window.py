"""The browser page as a person sits before it: looks, waits for what is to come, clears harmless notices away.

Nothing here waits for a fixed time: it looks, lets the page go on for a moment, and looks again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from playwright.sync_api import ElementHandle, Error, Locator, Page
from playwright.sync_api import TimeoutError as TookTooLongError

from pages.asked import Asked
from pages.discretion import Discretion
from pages.document import Document, reason
from pages.elsewhere import Elsewhere
from pages.errors import Unreachable
from pages.look import LOOK, Sight, overlay_words, wanted
from pages.obstacles import stop_at
from pages.presses import Presses
from pages.screen import Scope, Screen
from pages.sight import Question, by, on_element
from pages.traffic import Traffic
from pages.unrecognised import unrecognised
from pages.wait import Wait
from pages.words import Words

_NEAREST = on_element("return nearest(element, arg)")
_CLOSER = on_element("return closerOver(element, arg)")
_SAID = on_element("return element.innerText.slice(0, MOST_TOLD)")
_SETTLED = 0.3  # seconds for which a notice must have been there unchanged before it is closed

MOMENT = 10
"""Milliseconds that a page is given to begin what an event of it sets off, before it is asked whether it is busy."""
AnyScreen = TypeVar("AnyScreen", bound=Screen)


class Window:
    """A page of the browser with the portal in it. `patience` is the longest wait for a screen, in seconds.

    A `read_only` one refuses to press Salvar; see also `pages.read_only`. It is `in_haste` until the portal has lost
    something by that; see `CertificateForm.fill`.
    """

    def __init__(
        self, page: Page, words: Words | None = None, *, patience: float = 30, read_only: bool = False
    ) -> None:
        self.page = page
        self.read_only = read_only
        self.words = words or Words.shipped()
        self.patience = patience
        self.in_haste = True
        self.traffic = Traffic(page, self.words)
        self.discretion = Discretion()
        self.elsewhere = Elsewhere(page, self.discretion)
        self.document = Document(page)

    @property
    def host(self) -> str:
        """Host and port of the page that is shown."""
        return urlsplit(self.page.url).netloc

    def ask(self, what: Question, arg: object = None) -> Any:
        """What the document that is shown answers; see `Document.ask`. Raises Playwright's Error."""
        return self.document.ask(what, arg)

    @property
    def messages(self) -> tuple[str, ...]:
        """Every message that the portal shows now, wherever it shows messages."""
        sight = self.look(obstacles_too=False)
        return sight.messages if sight else ()

    def look(self, *screens: type[Screen], after: int = 0, calm: int = 0, obstacles_too: bool = True) -> Sight | None:
        """What is on the screen now, or `after` some milliseconds: which of these screens, which obstacles.

        It is told to be busy, too, if a mask comes within `calm` milliseconds more. None while a document is replaced;
        one that has just come is looked at without a further pause.
        """
        pause, what = after, wanted(self.words, screens, obstacles_too=obstacles_too)
        for _attempt in range(2):
            if self.traffic.navigating:
                self.tick(max(after, MOMENT))
                pause = 0
            if self.traffic.navigating:
                break
            try:
                seen = self.document.ask_once(LOOK, [pause, what, calm])
            except Error:
                self._raise_if_gone()
                self.tick(max(after, MOMENT))
                pause = 0
                continue
            if not self.traffic.navigating:  # else it began while this was asked: what was seen is about to go
                return Sight.told(seen)
        return None

    def await_one(
        self, *screens: type[AnyScreen], patience: float | None = None, asked: Asked | None = None
    ) -> AnyScreen:
        """Wait until one of these screens is there and the portal is no longer busy; return it.

        Harmless notices are closed on the way. Raises what `pages.obstacles` raises where another screen came
        instead, Unreachable for an error page, and Lost after `patience` seconds without any of these. The screen on
        which a password was `asked` for counts only once it has stayed for a while.
        """
        wait = Wait(self.patience if patience is None else patience)
        sight, pause = None, 0
        while not wait.over:
            sight = self.look(*screens, after=pause)
            pause = wait.pause
            if sight is not None and not sight.busy:
                self.raise_error_page()
                here = [(screen, path) for screen in screens for name, path in sight.screens if name == screen.name]
                in_a_notice = bool(here) and here[0][0].in_a_notice
                if sight.overlay and sight.overlay.harmless and not in_a_notice:
                    self._close_notice(sight, settled=wait.unchanged(sight) > _SETTLED)
                    continue
                if sight.overlay and sight.overlay.asks and not in_a_notice:
                    stop_at(sight, self, settled=True)
                for screen, path in here:
                    if asked is None or screen is not asked.screen or asked.has_stayed(sight):
                        self.discretion.relax(self.page)
                        return screen(self, self.scope(path))
                stop_at(sight, self, settled=not self.traffic.waiting and wait.unchanged(sight) > 1, stays=bool(here))
        raise unrecognised(self, screens, sight.messages if sight else ())

    def shows(self, screen: type[Screen]) -> bool:
        """Whether a screen is there at this moment."""
        return self.at(screen) is not None

    def at(self, screen: type[AnyScreen]) -> AnyScreen | None:
        """A screen, if it is there at this moment."""
        sight = self.look(screen)
        paths = [path for name, path in sight.screens if name == screen.name] if sight else []
        return screen(self, self.scope(paths[0])) if paths else None

    def settle(self, patience: float = 15, *, pause: int = MOMENT) -> None:
        """Let the portal finish what was just set off: until no answer is owed and no mask is shown, and none comes.

        On a busy machine a page has not always sent anything by the first look, which is made after a `pause`. After
        `patience` seconds it goes on: a portal may poll for ever, and what matters is read back anyway.
        """
        wait = Wait(patience)
        while not wait.over:
            begun = self.traffic.begun
            sight = self.look(after=pause, calm=MOMENT, obstacles_too=False)
            pause = wait.pause
            if sight is None or sight.busy or self.traffic.waiting:
                continue
            if sight.overlay and sight.overlay.harmless:
                self._close_notice(sight, settled=wait.unchanged(sight) > _SETTLED)
            elif self.traffic.begun == begun:
                return
            else:
                pause = 0  # for which it is watched again

    def tick(self, milliseconds: int = 20) -> None:
        """Let the page, and the browser's events, go on for a moment; a document that is loading, until it is there.

        For that it has a second.
        """
        try:
            self.document.go_on(milliseconds)
        except Error:  # the document went away while it was asked: wait for the next one
            self._raise_if_gone()
            self.page.wait_for_load_state("domcontentloaded")

    def press(self, target: Locator, presses: Presses | None = None, spot: tuple[float, float] | None = None) -> None:
        """Click something; a notice that comes to lie over it meanwhile is closed first. Never for what saves.

        A click that the notice has caught is made once more; one that has arrived never is. Raises PersonNeeded where
        what lies there asks something. It may be watched already by `presses`, and guarded at the `spot` to click.
        """
        if presses is None:
            presses = Presses(self.page)
            presses.watch(target)
        if spot:
            self.page.mouse.click(*spot)
        else:
            with suppress(TookTooLongError):
                target.click(timeout=3000)
        if presses.arrived:
            return
        self.settle()
        sight = self.look()
        if sight and sight.overlay and sight.overlay.asks:
            stop_at(sight, self, settled=True)
        self.uncover(target)
        target.click()

    def uncover(self, target: Locator | ElementHandle) -> None:
        """Close the harmless thing that lies over the middle of something, if there is one, such as a toast."""
        closer = target.evaluate_handle(_CLOSER, overlay_words(self.words)).as_element()
        if closer:
            closer.click(timeout=5000)
            self.settle()

    def go_to(self, url: str) -> None:
        """Load an address afresh, by GET, whatever copy of it the portal lets the browser keep, or draws by itself.

        Raises Unreachable where nothing, or an error page, answers.
        """
        try:
            self.document.fall_silent()
            answer = self.page.goto(url, wait_until="domcontentloaded")
            may_be_kept = answer is not None and "no-store" not in answer.headers.get("cache-control", "")
            if answer is None or (may_be_kept and self.document.is_a_copy):  # None: only what follows # has changed
                self.document.fall_silent()
                self.page.reload(wait_until="domcontentloaded")
        except Error as error:
            self._raise_if_gone()
            self.elsewhere.raise_if_led_away()
            raise Unreachable(what=reason(error)) from None
        self.raise_error_page()

    def raise_error_page(self) -> None:
        """Raise Unreachable if the page is an error of the browser's or of the server's; see `Elsewhere`, too."""
        if self.page.url.startswith("chrome-error:"):
            self.elsewhere.raise_if_led_away()
            raise Unreachable(what="the connection was lost")
        if self.traffic.status is not None and self.traffic.status >= 500:
            said = " ".join(str(self.page.locator("body").evaluate(_SAID)).split())
            raise Unreachable(what=f"HTTP {self.traffic.status}", said=(said,) if said else ())

    def scope(self, path: tuple[str, ...]) -> Scope:
        """Where to look for the controls of a screen: the page itself, or the iframe at the end of a path."""
        scope: Scope = self.page
        for mark in path:
            scope = scope.frame_locator(f'[data-pages-frame="{mark}"]')
        return scope

    def nearest(self, scope: Scope, engine: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """The captions or names on the screen that resemble most what was looked for and not found, at most five."""
        return tuple(cast(list[str], scope.locator("body").evaluate(_NEAREST, {"engine": engine, "wanted": wanted})))

    def _close_notice(self, sight: Sight, *, settled: bool) -> None:
        """Close the harmless thing over the page, once it has `settled`: a pop-up fills itself little by little."""
        for frame in self.page.frames if settled else ():
            close = frame.locator(by("close", overlay_words(self.words)))
            if close.count():
                close.first.click(timeout=5000)
                break
        self.tick(50)

    def _raise_if_gone(self) -> None:
        if self.page.is_closed():
            raise Unreachable(what="the browser's page is closed")
