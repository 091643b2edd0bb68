"""What every test may stand on: one browser, one test chain, a stand-in portal, and a desk to work at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from fixtures.certificates import TestChain
from fixtures.portal import VARIANTS, StandIn, Variant
from pages import register
from rpa import logs, tokens
from rpa.browser import NoBrowserError, guard_process, launch
from rpa.install import install_browser
from rpa.public import Public
from rpa.session import host_of
from rpa.settings import Settings
from tests.desk import Desk
from tests.selection import few


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: tests of the whole program wait for it longer than they compute."""
    return (os.cpu_count() or 1) * 2


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests know only the settings that they make themselves, but for the browser."""
    for name in list(os.environ):
        if name.startswith(("INVOICY_", "PFX_PASSWORD")) or name in ("RPA_EXTRA_ROOTS", "SELENIUM_REMOTE_URL"):
            del os.environ[name]
    os.environ["RPA_HOME"] = str(tmp_path_factory.mktemp("home"))
    os.environ["RPA_LANG"] = "en"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


@pytest.fixture(autouse=True)
def _nothing_learnt_stays() -> Iterator[None]:
    """What is a secret of one test is none of the next: a refused row has taught many an ordinary word."""
    yield
    logs._learnt, logs._fresh, logs._cleaner = set(), set(), None
    tokens._learnt, tokens._names, tokens._cleaner = set(), Public(), None


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One driver for the whole test session; takes the place of pytest-playwright's."""
    guard_process()
    with sync_playwright() as driver:
        register(driver)
        yield driver


@pytest.fixture(scope="session")
def base_url(pytestconfig: pytest.Config) -> str | None:
    """The address that `--base-url` names; pytest-playwright's own fixture is one that pytest 9 warns of."""
    named: str | None = pytestconfig.getoption("--base-url")
    return named


@pytest.fixture(scope="session")
def launch_browser(playwright: Playwright, base_url: str | None, pytestconfig: pytest.Config) -> Callable[[], Browser]:
    """The browser that the program itself would take, fetched if there is none: pytest-playwright starts it by this.

    It reaches this machine, and the portal of `--base-url` if there is one.
    """
    settings, headed = Settings.load(), bool(pytestconfig.getoption("--headed"))
    also = [host_of(base_url)] if base_url else []

    def start() -> Browser:
        try:
            return launch(playwright, settings, headed=headed, host="127.0.0.1", also=also)[0]
        except NoBrowserError:
            assert install_browser(headed=headed, say=print), "no browser could be had"
            return launch(playwright, settings, headed=headed, host="127.0.0.1", also=also)[0]

    return start


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Brazilian window of the program's own size, for pytest-playwright's `context` and `page`."""
    return {**browser_context_args, "viewport": {"width": 1280, "height": 800}, "locale": "pt-BR"}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """pytest-playwright's context of its own for each test, which waits less long for a click."""
    context.set_default_timeout(10_000)
    return context


@pytest.fixture(scope="session")
def chain() -> TestChain:
    """A chain of authorities that only tests trust."""
    return TestChain()


@pytest.fixture(params=few(["new", "old"], "new"))
def markup(request: pytest.FixtureRequest) -> Variant:
    """Both generations of GeneXus; every test run has the old one among the named portals of tests/rpa."""
    return VARIANTS[request.param]


@pytest.fixture
def desk_at(browser: Browser, chain: TestChain, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks at portals of any variant; they are cleared away after the test."""
    with ExitStack() as stack:

        def make(variant: Variant = VARIANTS["new"]) -> Desk:
            portal = StandIn(variant)
            url = stack.enter_context(portal.serve())
            desk = Desk(browser, chain, portal, url, tmp_path)
            stack.callback(desk.close)
            return desk

        yield make


@pytest.fixture
def desk(desk_at: Callable[..., Desk]) -> Desk:
    """A desk at a portal of the new generation."""
    return desk_at()
