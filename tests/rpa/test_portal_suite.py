"""`pytest tests/portal` itself: held against a portal at an address, and what it refuses to do there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from fixtures.portal import VARIANTS
from tests.desk import EMAIL, PADARIA, PASSWORD, PFX_PASSWORD, Desk, Ran
from tests.greyness import covered_share
from tests.portal.subject import may_be_written_to

ROOT = Path(__file__).parents[2]
ADDRESS = "https://homolog.example.invalid/login.aspx"


def run_suite(folder: Path, base_url: str, *options: str) -> Ran:
    """Run the suite in a process of its own, on the settings that `.env` would have."""
    settings = {
        "INVOICY_EMAIL": EMAIL,
        "INVOICY_PASSWORD": PASSWORD,
        "INVOICY_TEST_CNPJ": PADARIA,
        "PFX_PASSWORD_" + PADARIA: PFX_PASSWORD,
    }
    always = ["-n", "0", "-q", "-p", "no:cacheprovider", "--base-url", base_url, "--output", str(folder / "pictures")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/portal", *always, *options],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    """A portal with the company of the tests in it."""
    desk.company()
    desk.open_account()
    return desk


@pytest.mark.long
def test_it_holds_against_a_portal_at_an_address_and_tidies_up(open_desk: Desk) -> None:
    """With `--allow-writes` all of it passes, and the portal is as it was: what was saved has been deleted."""
    junit = open_desk.folder / "portal.xml"

    ran = run_suite(open_desk.folder, open_desk.url, "--allow-writes", f"--junit-xml={junit}")

    memory = open_desk.portal.memory
    assert ran.code == 0, ran.out + ran.err
    assert [save.default for save in memory.kept] == [False]
    assert memory.deletions == [save.nickname for save in memory.kept]
    assert 'failures="0"' in junit.read_text(encoding="utf-8")


@pytest.mark.long
def test_without_allow_writes_nothing_is_saved(open_desk: Desk) -> None:
    """Tests that change data are left out, and say what runs them."""
    ran = run_suite(open_desk.folder, open_desk.url, "-k", "saving or login", "-rs")

    assert (ran.code, open_desk.portal.memory.saves) == (0, []), ran.out + ran.err
    assert "--allow-writes runs it" in ran.out


def test_a_failure_leaves_a_masked_picture_and_no_password(desk_at: Callable[..., Desk], page: Page) -> None:
    """The JUnit file names the picture; neither it nor what was printed holds the portal's password."""
    desk = desk_at(replace(VARIANTS["new"], renamed=(("Adicionar", "Incluir"),)))
    desk.company()
    desk.open_account()
    junit = desk.folder / "portal.xml"

    ran = run_suite(desk.folder, desk.url, "-k", "offers_adicionar or right_password", f"--junit-xml={junit}")

    told = junit.read_text(encoding="utf-8")
    (kept,) = (desk.folder / "pictures").iterdir()
    assert (ran.code, kept.suffix, str(kept) in told) == (1, ".jpg", True), ran.out + ran.err
    assert 0.01 < covered_share(page, kept)[0] < 0.5
    for secret in (PASSWORD, PFX_PASSWORD):
        assert secret not in told + ran.out + ran.err


@pytest.mark.parametrize(
    "options",
    [("--tracing", "on"), ("--video", "retain-on-failure"), ("--screenshot", "only-on-failure"), ("--showlocals",)],
)
def test_what_would_keep_real_passwords_is_refused(tmp_path: Path, options: tuple[str, ...]) -> None:
    """pytest-playwright's traces, videos and open pictures, and pytest's own locals, are not had of a real portal."""
    ran = run_suite(tmp_path, ADDRESS, *options)

    assert (ran.code, "real passwords" in ran.err) == (4, True), ran.out + ran.err


@pytest.mark.parametrize("address", ["https://APP.invoicy.com.br:443/login.aspx", "https://fiscal.parceiro.com.br"])
def test_writing_to_what_may_be_production_is_refused(tmp_path: Path, address: str) -> None:
    """`--allow-writes` ends at once, before anything is opened, unless the host is known to be for tests."""
    ran = run_suite(tmp_path, address, "--allow-writes")

    assert (ran.code, "production host" in ran.err) == (4, True), ran.out + ran.err


@pytest.mark.parametrize(
    ("address", "named", "may"),
    [
        ("http://127.0.0.1:8000/login.aspx", None, True),
        ("http://localhost", None, True),
        ("http://[::1]:8000/", None, True),
        ("https://homolog.invoicy.com.br/login.aspx", None, True),
        ("https://HML-1.parceiro.com.br", None, True),
        ("teste.parceiro.com.br", None, True),
        ("https://fiscal.parceiro.com.br", "Fiscal.parceiro.com.br", True),
        ("https://fiscal.parceiro.com.br:8443/", "https://fiscal.parceiro.com.br", True),
        ("https://fiscal.parceiro.com.br", None, False),
        ("https://fiscal.parceiro.com.br", "outro.parceiro.com.br", False),
        ("https://fiscal.parceiro.com.br/homolog/login.aspx", None, False),
        ("https://app.homolog.com.br", None, False),
        ("https://homolog@fiscal.parceiro.com.br", None, False),
        ("https://app.invoicy.com.br/login.aspx", "app.invoicy.com.br", False),
        ("https://x@WEB.InvoiCy.com.br.:443/", "web.invoicy.com.br", False),
        ("app.invoicy.com.br", None, False),
        ("", "", False),
    ],
)
def test_only_hosts_known_to_be_for_tests_are_written_to(address: str, named: str | None, may: bool) -> None:
    """This machine, a name that says so, or the one that INVOICY_TEST_HOST names; never InvoiCy's own production."""
    assert may_be_written_to(address, named) is may
