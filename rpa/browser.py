"""Which browser is used, and why: found in a fixed order, tried by starting it, closed to all hosts but the portal."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from pages import register
from rpa import logs
from rpa.messages import _
from rpa.redaction import cut
from rpa.scratch import scratch
from rpa.settings import Settings, SettingsError, is_secret

_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
"""Chromium's own traffic, off: it talks to the portal's host and to no other."""

_NO_UDP = tuple(f"--{name}webrtc-ip-handling-policy=disable_non_proxied_udp" for name in ("", "force-"))
"""WebRTC sends by UDP wherever a page says, and no rule for names governs that; `tests/rpa/test_other_origins.py`.

A whole browser listens to the first name of the switch, a headless shell to the second.
"""

_NO_KEPT_CONNECTIONS = ("--disable-http2",)
"""HTTP/2 and QUIC know no `Connection: close`, on which `rpa.session` relies lest a POST be sent twice."""

_WITH_PORT = re.compile(r"(\[.*\]|[^:]*):\d+")
_HEADLESS_SHELLS = ("/usr/lib/chromium/chromium-headless-shell", "/usr/lib64/chromium-browser/headless_shell")
_CHROMIUMS = ("/usr/lib/chromium/chromium", "/usr/lib/chromium-browser/chromium-browser")


class NoBrowserError(Exception):
    """No browser could be started; the text is for the operator, with each candidate's own error."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A browser that may be there: where from, and either its path or the channel by which Playwright knows it."""

    origin: str
    path: Path | None = None
    channel: str | None = None

    @property
    def is_playwrights_own(self) -> bool:
        """Whether it is the one that Playwright downloads and finds by itself."""
        return self.path is None and self.channel is None


def launch(
    playwright: Playwright, settings: Settings, *, headed: bool, host: str, also: Sequence[str] = ()
) -> tuple[Browser, Candidate]:
    """Start the first browser that starts. Raises NoBrowserError, or SettingsError for settings that forbid it.

    `host` is the only one that it can reach, but for those of RPA_ALLOWED_HOSTS and those that are named `also`. Where
    a port is written behind one (host:8443), no other port of it is reached.
    """
    hosts = (host, *settings.allowed_hosts, *also)
    if "SELENIUM_REMOTE_URL" in os.environ:
        raise SettingsError(_("SELENIUM_REMOTE_URL would send the browser to another machine; unset it."))
    errors: list[str] = []
    for candidate in candidates(settings, headed=headed):
        if candidate.is_playwrights_own and not _is_downloaded(playwright, headed=headed):
            errors.append(f"  {candidate.origin}: " + _("not downloaded"))
            continue
        try:
            return _start(playwright, candidate, headed=headed, hosts=hosts), candidate
        except Error as error:
            errors.append(f"  {candidate.origin}: {_first_line(error)}")
            if candidate.path and candidate.path == settings.browser:
                break  # an explicit setting is never skipped
    advice = _("No browser could be started. Run: rpa browser install")
    raise NoBrowserError("\n".join([advice, *errors]))


def candidates(settings: Settings, *, headed: bool) -> Iterator[Candidate]:
    """What may serve as browser, in the order in which it is tried: RPA_BROWSER, Playwright's own, an installed one.

    For work without a window a headless shell comes before the others: about a third less processor time.
    """
    if settings.browser:
        yield Candidate("RPA_BROWSER", path=settings.browser)
        return
    yield Candidate(_("Playwright's own Chromium"))
    if not headed:
        yield from (Candidate("chromium-headless-shell", path=Path(p)) for p in _HEADLESS_SHELLS if Path(p).exists())
    yield Candidate("Google Chrome", channel="chrome")
    yield Candidate("Microsoft Edge", channel="msedge")
    found = [path for path in _CHROMIUMS if Path(path).exists()] or [shutil.which("chromium") or ""]
    yield from (Candidate("Chromium", path=Path(path)) for path in found if path)


_DRIVER_HEAP = "--max-old-space-size=384 --max-semi-space-size=2"
"""Megabytes in which Playwright's driver, a Node.js of its own, keeps house. Left to itself it collected garbage so
seldom that it held 250 MB after a hundred clients, and 100 MB with this; NODE_OPTIONS of one's own is left as it is."""

_DRIVER_ARENAS = "2"
"""Arenas among which glibc divides what the driver's threads ask for: with one a thread, it held 10 MB more."""


@contextmanager
def driver(home: Path) -> Iterator[Playwright]:
    """Playwright, ready to use: in a guarded process, with temporary files in a folder of their own below `home`.

    Raises OSError.
    """
    guard_process()
    os.environ.setdefault("NODE_OPTIONS", _DRIVER_HEAP)
    os.environ.setdefault("MALLOC_ARENA_MAX", _DRIVER_ARENAS)
    with scratch(home), sync_playwright() as playwright:
        register(playwright)
        yield playwright


_FILES_OF_A_BROWSER = 256
"""Open files that a browser and its driver get by with; where they get 96, a page waits for ever without a word."""

_FILES_WANTED = 4096
"""Open files for many workers; macOS begins with 256."""


def guard_process() -> None:
    """Before any process is started: no core dumps, none of Playwright's own logs, which would hold every secret.

    Passwords leave the environment, which every such process would inherit; the settings have read them by then. As
    many files may be open as are wanted. Raises NoBrowserError where the system allows too few for a browser.
    """
    for variable in [name for name in os.environ if name in ("DEBUG", "PWDEBUG") or is_secret(name)]:
        del os.environ[variable]
    if sys.platform != "win32":  # Windows writes no core files
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        _allow_files()


def _allow_files() -> None:
    if sys.platform == "win32":  # which knows no such limit
        return
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES_WANTED if most == resource.RLIM_INFINITY else min(_FILES_WANTED, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    if wanted < _FILES_OF_A_BROWSER:
        few = _(
            "This program may open only {n} files at once, and a browser needs {needed}. Raise the limit (ulimit -n "
            "1024; of a service LimitNOFILE), then give the same command again."
        )
        raise NoBrowserError(few.format(n=wanted, needed=_FILES_OF_A_BROWSER))


def is_root() -> bool:
    """Whether this is root, as whom Chromium's sandbox cannot run. Never so on Windows."""
    return sys.platform != "win32" and os.geteuid() == 0


def _is_downloaded(playwright: Playwright, *, headed: bool) -> bool:
    """Whether Playwright's own browser is there: a try to start one that is not leaves empty folders behind."""
    whole = Path(playwright.chromium.executable_path)
    home = next((folder for folder in whole.parents if folder.name.startswith("chromium-")), whole.parent)
    shell = home.with_name(home.name.replace("chromium-", "chromium_headless_shell-"))
    return whole.exists() or (shell.exists() and not headed)


def _start(playwright: Playwright, candidate: Candidate, *, headed: bool, hosts: Sequence[str]) -> Browser:
    return playwright.chromium.launch(
        executable_path=candidate.path,
        channel=candidate.channel,
        headless=not headed,
        chromium_sandbox=not is_root(),
        handle_sigint=False,  # Ctrl-C is ours: what is under way is finished
        handle_sigterm=False,
        handle_sighup=False,
        args=[*_QUIET, *_NO_UDP, *_NO_KEPT_CONNECTIONS, f"--host-resolver-rules={_rules(hosts)}"],
        timeout=60_000,
    )


def _rules(hosts: Sequence[str]) -> str:
    """What leads anywhere: each host that is named, and nothing else. A rule that names a port leads to itself."""
    named = [host for host in hosts if _WITH_PORT.fullmatch(host)]
    whole = (f"EXCLUDE {host}" for host in hosts if host not in named)
    return " , ".join([*(f"MAP {host} {host}" for host in named), "MAP * ~NOTFOUND", *whole])


def _first_line(error: Error) -> str:
    """What matters of a start that failed: the browser's own complaint, or Playwright's first sentence."""
    lines = [line.strip(" ╔║╝╚═") for line in str(error).splitlines()]
    complaint = next((line for line in lines if "ERROR:" in line or "error while loading" in line), None)
    return cut(logs.clean(complaint or next(filter(None, lines), "?")), 200)
