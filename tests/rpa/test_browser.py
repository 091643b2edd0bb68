"""Which browser is used: the order, the reasons, and what it may reach."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error

from rpa.browser import candidates, guard_process, is_root
from rpa.settings import Settings
from tests.desk import PADARIA, PFX_PASSWORD, Desk, run_rpa


def test_a_set_browser_is_the_only_candidate(tmp_path: Path) -> None:
    """RPA_BROWSER is never passed over for another one."""
    settings = Settings({"RPA_BROWSER": str(tmp_path / "mine")})

    assert [c.path for c in candidates(settings, headed=False)] == [tmp_path / "mine"]


def test_playwrights_own_comes_first_and_a_headless_shell_only_without_a_window() -> None:
    """Playwright's own, then what is installed; a headless shell cannot show a window."""
    hidden, shown = ([c.origin for c in candidates(Settings({}), headed=headed)] for headed in (False, True))

    assert "Playwright" in hidden[0]
    assert "Playwright" in shown[0]
    assert "chromium-headless-shell" not in shown
    assert hidden.index("Google Chrome") < hidden.index("Microsoft Edge")


@pytest.mark.skipif(os.name == "nt", reason="a shell script is no program on Windows")
def test_a_set_browser_that_does_not_start_is_an_error_with_its_own_words(tmp_path: Path) -> None:
    """The message names the setting and what the browser said; no other browser is taken."""
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho 'ERROR: no display' >&2\nexit 1\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)

    ran = run_rpa("browser", environment={"RPA_BROWSER": str(broken)}, folder=tmp_path)

    assert ran.code == 3
    assert "RPA_BROWSER" in ran.err
    assert "no display" in ran.err


def test_rpa_browser_says_which_one_and_where(desk: Desk) -> None:
    """Origin, version and path of the browser that would be used."""
    ran = desk.rpa("browser")

    assert ran.code == 0, ran.err
    assert Path(ran.out.splitlines()[-1]).exists() or "chrome" in ran.out


def test_a_grid_is_refused(desk: Desk) -> None:
    """SELENIUM_REMOTE_URL would hand the PFX to another machine: it is refused, not followed."""
    ran = desk.rpa("browser", SELENIUM_REMOTE_URL="http://127.0.0.1:9/")

    assert ran.code == 3
    assert "SELENIUM_REMOTE_URL" in ran.err


def test_the_browser_reaches_the_portals_host_and_no_other(browser: Browser, desk: Desk) -> None:
    """Every other host is unknown to it, this machine's other names included."""
    page = browser.new_page()

    page.goto(desk.url)
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto(desk.url.replace("127.0.0.1", "localhost"))

    page.close()


def test_playwrights_own_logs_are_off_and_no_core_is_dumped(monkeypatch: pytest.MonkeyPatch) -> None:
    """DEBUG and PWDEBUG would print every secret; a core dump would hold them."""
    monkeypatch.setenv("DEBUG", "pw:*")
    monkeypatch.setenv("PWDEBUG", "1")

    guard_process()

    assert not {"DEBUG", "PWDEBUG"} & set(os.environ)
    if sys.platform != "win32":
        import resource

        assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


def test_on_windows_nothing_of_posix_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no root and no core limit there; neither is asked for."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "resource", None)

    guard_process()

    assert not is_root()


@pytest.mark.long
def test_a_run_leaves_nothing_in_the_folder_for_temporary_files(desk: Desk) -> None:
    """Neither profiles nor uploads, nor an empty folder of either, are there afterwards."""
    temporary = desk.folder / "tmp"
    temporary.mkdir()
    desk.company()
    desk.open_account()
    clients = desk.clients({"cnpj": PADARIA, "pfx": desk.pfx().name, "senha": PFX_PASSWORD})

    ran = desk.rpa("renew", clients, TMPDIR=str(temporary), TEMP=str(temporary), TMP=str(temporary))

    assert ran.code == 0, ran.err
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(("own", "heap"), [(None, "--max-old-space-size"), ("--no-warnings", "--no-warnings")])
def test_the_driver_has_a_small_heap_unless_somebody_chose_another(tmp_path: Path, own: str | None, heap: str) -> None:
    """Node.js would hold on to its garbage for as long as there is memory."""
    look = (
        "import sys, psutil; from pathlib import Path; from rpa.browser import driver\n"
        "with driver(Path(sys.argv[1])):\n"
        "    print([child.environ().get('NODE_OPTIONS') for child in psutil.Process().children()])"
    )
    environment = {name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"}
    environment |= {"NODE_OPTIONS": own} if own else {}

    ran = subprocess.run(
        [sys.executable, "-c", look, str(tmp_path)], env=environment, capture_output=True, text=True, check=True
    )

    assert heap in ran.stdout
