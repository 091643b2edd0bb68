"""A browser that is kept running for a session: another one after a crash, or when it has grown, or says nothing.

The bounds of a browser stand here and in `rpa.contexts` (pop-up windows) and `pages.traffic` (boxes of its own).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import psutil
from playwright.sync_api import Browser, Playwright

from rpa.browser import driver, launch
from rpa.explain import silent, too_large
from rpa.settings import Settings

LIMIT = 1_000_000_000
"""Bytes above which it is ended in the middle of a visit: of a driver with its browser, shared pages counted once
(unique set size where the system tells it)."""

LARGE = 800_000_000
"""Bytes above which another one takes over before the next visit: mere growth over many visits costs no client."""

_LOOK_SECONDS, _LOOKS_A_FAMILY = 0.5, 4
"""Between two looks at the memory in the middle of a visit; at so many of them the processes are the same."""

_EVERY = 25  # visits between two measurements: one takes some milliseconds

SILENCE = 120.0
"""Seconds without a word of a page after which its script must be running without end. All that waits for the portal
gives up sooner, and a question to a page, which does not, is answered within milliseconds. Looks are counted, not the
seconds, so that a computer that slept is not taken for silence."""

_starting = threading.Lock()


class Killed(threading.Event):
    """Is set when a browser was ended in the middle of a visit; `why` is the sentence for the operator."""

    why = ""

    def tell(self, why: str) -> None:
        """It is ended now."""
        self.why = why
        self.set()


class RunningBrowser:
    """Started when it is first asked for, with a driver of its own. Made, used and closed in one thread.

    It can reach the `host` only; see `launch`.
    """

    def __init__(self, settings: Settings, host: str, *, headed: bool = False) -> None:
        self._settings = settings
        self._host = host
        self._headed = headed
        self._stack = ExitStack()
        self._playwright: Playwright | None = None
        self._driver: psutil.Process | None = None
        self._browser: Browser | None = None
        self._asked = 0
        self.origin = ""  # where the browser that runs comes from, for the operator

    def get(self) -> Browser:
        """The browser, alive. Raises NoBrowserError or SettingsError; OSError where no temporary files can be had."""
        if self._playwright is None:
            self._playwright = self._started()
        if self._browser is None or not self._browser.is_connected():
            started = launch(self._playwright, self._settings, headed=self._headed, host=self._host)
            self._browser, self.origin = started[0], started[1].origin
        return self._browser

    def is_too_large(self) -> bool:
        """Whether another one should take over before the next visit; looked at now and then."""
        self._asked += 1
        return self._asked % _EVERY == 0 and _is_beyond(self._family, LARGE)

    def end(self) -> None:
        """End the browser that runs; the next one that is asked for is another."""
        if self._browser:
            self._browser.close()

    def close(self) -> None:
        """End the browser and its driver."""
        self._stack.close()

    @contextmanager
    def watched(self, heard: Callable[[], int]) -> Iterator[Killed]:
        """Kill it where what is `heard` does not grow for SILENCE seconds, or where it grows beyond LIMIT itself.

        What waits for a page has Playwright's Error then: for most questions it knows no time limit of its own.
        """
        killed, over = Killed(), threading.Event()
        watch = threading.Thread(target=self._watch, args=(heard, killed, over), name="browser", daemon=True)
        watch.start()
        try:
            yield killed
        finally:
            over.set()
            watch.join()

    def _watch(self, heard: Callable[[], int], killed: Killed, over: threading.Event) -> None:
        before, quiet, looks, family = heard(), 0.0, 0, self._family
        while not over.wait(_LOOK_SECONDS):
            now = heard()
            before, quiet, looks = now, (quiet + _LOOK_SECONDS if now == before else 0.0), looks + 1
            if looks % _LOOKS_A_FAMILY == 0:
                family = self._family
            if quiet >= SILENCE:
                killed.tell(silent(SILENCE))
            elif _is_beyond(family, LIMIT):
                killed.tell(too_large(LIMIT))
            if killed.is_set():
                for process in self._family[1:]:  # the driver itself tells its waiting caller what has happened
                    with suppress(psutil.Error):  # it has ended meanwhile
                        process.kill()
                return

    def _started(self) -> Playwright:
        """The driver; notices which process it is. One at a time in this program."""
        with _starting:
            before = set(psutil.Process().children())
            playwright = self._stack.enter_context(driver(self._settings.home))
            started = [process for process in psutil.Process().children() if process not in before]
        self._driver = next(filter(_is_driver, started), None)
        return playwright

    @property
    def _family(self) -> list[psutil.Process]:
        """The driver and, after it, what it has started; nothing where it is not known."""
        if self._driver is None:
            return []
        try:
            return [self._driver, *self._driver.children(recursive=True)]
        except psutil.Error:
            return []


def _is_driver(process: psutil.Process) -> bool:
    """Whether it is one of Playwright's: a reader of certificates may have been started meanwhile."""
    try:
        return "run-driver" in process.cmdline()
    except psutil.Error:  # it has ended meanwhile
        return False


def _is_beyond(family: list[psutil.Process], limit: int) -> bool:
    """Whether processes hold more than so many bytes together; what is dear to ask is asked only where it may be so."""
    return sum(map(_all_bytes, family)) > limit and sum(map(_own_bytes, family)) > limit


def _all_bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:  # it has ended meanwhile
        return 0


def _own_bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().uss)
    except psutil.AccessDenied:  # macOS tells it to few
        return _all_bytes(process)
    except psutil.Error:
        return 0
