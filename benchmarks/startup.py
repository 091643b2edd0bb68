"""How soon it begins: `rpa --help` against a bare program, and `rpa renew` up to the portal's first request."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.contending import CONTENDERS, browser, compete
from benchmarks.measure import Spread, run
from benchmarks.stage import Plot, Stage
from benchmarks.table import Table

_BARE = """import typer
app = typer.Typer(rich_markup_mode=None)
@app.command(help="One.")
def one() -> None: ...
@app.command(help="Two.")
def two() -> None: ...
app()
"""


def startup(rounds: int) -> dict[str, Any]:
    """Seconds, and the ratios asked for."""
    ours, bare, first, alone = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "bare.py"
        program.write_text(_BARE, encoding="utf-8")
        for _round in range(rounds * 3):
            bare.append(run([sys.executable, str(program), "--help"], {}).seconds)
            ours.append(run([sys.executable, "-m", "rpa", "--help"], {"RPA_LANG": "en"}).seconds)
    for _round in range(rounds):
        alone.append(_browser_alone())
        with Stage.open(Plot(1)) as stage:
            cost, seen = compete(CONTENDERS[0], stage)
            first.append(seen.first_at - cost.began)
    ratio = Spread.of(own / other for own, other in zip(ours, bare, strict=True))
    beyond = Spread.of(own - other for own, other in zip(first, alone, strict=True))
    table = Table("seconds", ("", "median (least to most)", "asked for"))
    table.add("bare Typer program --help", str(Spread.of(bare)), "")
    table.add("rpa --help", str(Spread.of(ours)), "")
    table.add("  divided by the bare program's", str(ratio), "at most 1.5")
    table.add("driver, browser and page alone", str(Spread.of(alone)), "")
    table.add("rpa renew to the first request", str(Spread.of(first)), "")
    table.add("  beyond driver and browser", str(beyond), "at most 1.5")
    table.show()
    return {"help": Spread.of(ours), "bare_help": Spread.of(bare), "help_ratio": ratio, "beyond_browser": beyond}


def _browser_alone() -> float:
    """A Playwright driver, a browser, a page: nothing of ours."""
    started = time.perf_counter()
    with sync_playwright() as playwright:
        shell = playwright.chromium.launch(executable_path=browser())
        shell.new_page()
        took = time.perf_counter() - started
        shell.close()
    return took
