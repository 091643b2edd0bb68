"""Getting a browser: Playwright's download, and where that cannot be reached on Debian or Ubuntu, its package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from rpa.browser import is_root
from rpa.messages import _


def install_browser(*, headed: bool, say: Callable[[str], None]) -> bool:
    """Fetch a browser; True if one was installed. `say` is told what is done, sentence by sentence."""
    say(_("Fetching Playwright's browser…"))
    choice = ["chromium"] if headed else ["--only-shell", "chromium"]
    if _run([sys.executable, "-m", "playwright", "install", *choice]):
        return True
    package = "chromium" if headed else "chromium-headless-shell"
    prefix = _as_root()
    if not _is_debian() or prefix is None:
        say(_("Playwright's download could not be reached. Install Chrome, Edge or Chromium, or set RPA_BROWSER."))
        return False
    say(_("Playwright's download could not be reached; installing the package {package}…").format(package=package))
    _run([*prefix, "apt-get", "update"])
    return _run([*prefix, "apt-get", "install", "-y", "--no-install-recommends", package])


def _run(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment, check=False)  # noqa: S603 - fixed words
    return done.returncode == 0


def _is_debian() -> bool:
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def _as_root() -> list[str] | None:
    """What to put before a command to run it as root; None where the person may not."""
    if is_root():
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:  # noqa: S603
        return [sudo, "-n"]
    return None
