"""The contract with the portal, on pytest-playwright: the same tests against the stand-in and against homologation.

    pytest tests/portal                                                 the stand-in, in both generations
    pytest tests/portal -n 0 --base-url https://homolog.invoicy.com.br/login.aspx
    pytest tests/portal -n 0 --base-url … --allow-writes --junit-xml=portal.xml

A failed test leaves a masked picture below `--output`, and its place in the JUnit file. See CONTRIBUTING.md.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page

from fixtures.certificates import TestChain
from pages import Portal, Words
from pages.outline import picture
from tests.portal.housekeeping import Housekeeping
from tests.portal.subject import STAND_INS, Subject, may_be_written_to, named, remembered_settings, stand_in
from tests.portal.walking import choose_company

_SUBJECT = pytest.StashKey[Subject]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--allow-writes`: without it nothing is saved in a portal that `--base-url` names."""
    parser.addoption("--allow-writes", action="store_true", help="Run tests that change data in the named portal.")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse what would harm or tell too much where the portal is a real one. Raises UsageError."""
    base_url = config.getoption("--base-url")
    if not base_url:
        return
    settings = remembered_settings()
    if config.getoption("--allow-writes", default=False) and not may_be_written_to(
        base_url, settings.get("INVOICY_TEST_HOST")
    ):
        raise pytest.UsageError(
            "--allow-writes is refused: this may be a production host. Use homologation; if it is one for tests, "
            "name it in INVOICY_TEST_HOST."
        )
    for option in ("--tracing", "--video", "--screenshot"):  # they hold passwords; a masked picture is taken anyway
        if config.getoption(option) != "off":
            raise pytest.UsageError(f"{option} is refused with --base-url: it would keep real passwords.")
    if config.option.showlocals:
        raise pytest.UsageError("--showlocals is refused with --base-url: it would print real passwords.")
    config.option.tbstyle = "short"  # the long one prints the arguments of calls
    try:
        config.stash[_SUBJECT] = named(base_url, settings)
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test runs against every stand-in, or once against the portal that is named."""
    if "subject" in metafunc.fixturenames:
        kinds = ["named"] if _SUBJECT in metafunc.config.stash else STAND_INS
        metafunc.parametrize("subject", kinds, indirect=True)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what changes data, unless it is allowed or the portal is a stand-in."""
    writes = item.get_closest_marker("writes") is not None
    if writes and _SUBJECT in item.config.stash and not item.config.getoption("--allow-writes", default=False):
        pytest.skip("it changes data in the portal; --allow-writes runs it")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of the screen on which a test failed, covered but for captions."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.failed and report.when == "call" and isinstance(page, Page):
        path = Path(item.config.getoption("--output")) / f"{item.name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            picture(page, Words.shipped(), path)
        except Error:
            return report
        item.user_properties.append(("masked_picture", str(path)))
    return report


@pytest.fixture(scope="session", autouse=True)
def delete_output_dir() -> None:
    """Takes the place of pytest-playwright's, by which each worker would clear away what the others have kept."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """As the program's own contexts are: no POST is ever sent again by the browser itself."""
    return {**browser_context_args, "extra_http_headers": {"Connection": "close"}, "service_workers": "block"}


@pytest.fixture
def subject(request: pytest.FixtureRequest) -> Iterator[Subject]:
    """The portal under test."""
    if request.param == "named":
        yield request.config.stash[_SUBJECT]
        return
    with stand_in(request.param) as portal:
        yield portal


@pytest.fixture
def portal(page: Page, subject: Subject) -> Portal:
    """The portal in a page of its own, nobody logged in."""
    return Portal(page, subject.url)


@pytest.fixture
def inside(portal: Portal, subject: Subject) -> Portal:
    """The portal with somebody logged in, at work in the company of the tests."""
    portal.sign_in(subject.email, subject.password.reveal())
    choose_company(portal, subject.cnpj)
    return portal


@pytest.fixture
def housekeeping(
    inside: Portal, subject: Subject, chain: TestChain, tmp_path: Path, record_property: Any
) -> Iterator[Housekeeping]:
    """Files and names to save with; what a test has saved is taken away again, or told in the JUnit file."""
    keeper = Housekeeping(inside, subject, chain, tmp_path)
    yield keeper
    for nickname in keeper.clear_away():
        record_property("left_in_the_portal", nickname)
