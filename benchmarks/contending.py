"""Who is compared, how each is started, and why one is left out on this machine."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Cost, run
from benchmarks.stage import PFX_PASSWORD, PORTAL_PASSWORD, Seen, Stage

SHELLS = ("/usr/lib/chromium/chromium-headless-shell", "/usr/lib64/chromium-browser/headless_shell")
CHROMIUMS = ("/usr/lib/chromium/chromium", "/usr/lib/chromium-browser/chromium-browser")


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do it. `anew`: it starts a browser for each client, so that more clients do not make it cheaper."""

    key: str
    title: str
    full: bool = False  # full headless Chromium instead of the headless shell
    anew: bool = False


CONTENDERS = (
    Contender("ours", "ours: rpa renew, one session"),
    Contender("tightest", "tightest Playwright script, same page loads"),
    Contender("as_asked", "the same, with Adicionar pressed, the company asked for last, and a picture"),
    Contender("raw_http", "raw HTTP (httpx)"),
    Contender("usual_playwright", "new browser and login per client, Playwright", anew=True),
    Contender("usual_playwright_full", "the same, full headless Chromium", full=True, anew=True),
    Contender("usual_selenium", "the same, Selenium and chromedriver, full headless Chromium", full=True, anew=True),
    Contender("usual_robot", "the same, Robot Framework Browser", anew=True),
)


def browser(*, full: bool = False) -> str:
    """The browser's path: BENCHMARK_CHROMIUM or BENCHMARK_SHELL, else the system's. Raises SystemExit."""
    named = os.environ.get("BENCHMARK_CHROMIUM" if full else "BENCHMARK_SHELL")
    found = [named] if named else [path for path in (CHROMIUMS if full else SHELLS) if Path(path).exists()]
    if not found:
        raise SystemExit("No browser: set BENCHMARK_SHELL and BENCHMARK_CHROMIUM to the binaries' paths.")
    return found[0]


def why_not(contender: Contender) -> str | None:
    """Why it cannot take part here; None if it can."""
    if contender.key == "usual_selenium":
        if importlib.util.find_spec("selenium") is None:
            return "PyPI selenium is not installed"
        if shutil.which("chromedriver") is None:
            return "there is no chromedriver (Debian: chromium-driver)"
    if contender.key == "usual_robot" and importlib.util.find_spec("Browser") is None:
        return "PyPI robotframework-browser is not installed (then: rfbrowser init --skip-browsers)"
    return None


def compete(contender: Contender, stage: Stage, *, workers: int = 1) -> tuple[Cost, Seen]:
    """Have it renew all clients of a stage. Raises SystemExit unless each was saved exactly once."""
    path = browser(full=contender.full)
    with tempfile.TemporaryDirectory(prefix="benchmark-home-") as folder:
        cost = run(_command(contender, stage, workers, folder), _environment(contender, stage, path))
    seen = stage.seen()
    if (seen.once, seen.saves) != (stage.plot.clients, stage.plot.clients):
        raise SystemExit(f"{contender.key}: {seen.once} of {stage.plot.clients} clients were saved once; no figures.")
    return cost, seen


def outcomes(cost: Cost) -> list[dict[str, object]]:
    """What `rpa renew --json` told, a client a line."""
    return [json.loads(line) for line in cost.out.splitlines()]


def _command(contender: Contender, stage: Stage, workers: int, folder: str) -> list[str]:
    if contender.key == "ours":
        return [sys.executable, "-m", "rpa", "renew", str(stage.clients_file), "--json", "--workers", str(workers)]
    if contender.key == "usual_robot":
        values = {"URL": stage.url, "CLIENTS": str(stage.clients), "BROWSER": browser()}
        values |= {"PORTAL_PASSWORD": PORTAL_PASSWORD, "PFX_PASSWORD": PFX_PASSWORD}
        variables = [word for name, value in values.items() for word in ("--variable", f"{name}:{value}")]
        suite = str(Path(__file__).parent / "contenders" / "usual_robot.robot")
        return [sys.executable, "-m", "robot", "--outputdir", folder, *variables, suite]
    module = contender.key.removesuffix("_full")
    return [sys.executable, "-m", f"benchmarks.contenders.{module}", stage.url, str(stage.clients)]


def _environment(contender: Contender, stage: Stage, path: str) -> Mapping[str, str]:
    if contender.key == "ours":
        return {**stage.environment, "RPA_BROWSER": path}
    return {"BENCHMARK_BROWSER": path, "BENCHMARK_CHROMEDRIVER": shutil.which("chromedriver") or ""}
