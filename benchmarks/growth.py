"""Time and memory as a run grows, with HTTP calls in place of the browser: per client both should stay flat."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

from benchmarks.measure import proportional_bytes
from benchmarks.table import Table, say
from fixtures.certificates import TestChain
from fixtures.portal import StandIn
from tests.engine.town import Town

_COMPANIES = 50  # of an account: its pages name them all, so their number is kept


def growth(counts: Sequence[int], plot: Path | None) -> dict[str, Any]:
    """One run of each size, by the engine as shipped in a process of its own; a picture of both if `plot` is given."""
    found = [_run(count) for count in counts]
    table = Table("as a run grows", ("clients", "ms per client", "MB at the end", "ms per client by tenths of the run"))
    for one in found:
        tenths = " ".join(f"{tenth:.0f}" for tenth in one["ms_by_tenth"])
        table.add(str(one["clients"]), f"{one['ms']:.0f}", f"{one['bytes'] / 1e6:.0f}", tenths)
    table.show()
    if plot:
        _draw(found, plot)
    return {"runs": found}


def _run(count: int) -> dict[str, Any]:
    portal = StandIn()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name, portal.serve() as url:
        town = Town(TestChain(), Path(name), url, portal)
        town.settle(count, accounts=max(1, count // _COMPANIES))
        town.submit()
        process = town.start(seats=2, portal_pauses=())
        most = 0
        while process.poll() is None:
            most = max(most, proportional_bytes(process.pid) if psutil.pid_exists(process.pid) else 0)
            time.sleep(0.5)
        moments = [save.at.timestamp() for save in portal.memory.kept]
        if process.returncode or set(town.saves.values()) != {1} or len(moments) != count:
            raise SystemExit(f"{count} clients: ended with {process.returncode}, {len(moments)} saves; no figures")
    gaps = [1000 * (after - before) for before, after in pairwise(moments)]
    step = max(1, len(gaps) // 10)
    tenths = [sum(part) / len(part) for part in (gaps[at : at + step] for at in range(0, len(gaps), step))][:10]
    say(f"  {count} clients: {sum(gaps) / len(gaps):.0f} ms each, {most / 1e6:.0f} MB")
    return {"clients": count, "ms": sum(gaps) / len(gaps), "bytes": most, "ms_by_tenth": tenths}


def _draw(found: Sequence[dict[str, Any]], path: Path) -> None:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        say("no picture: PyPI matplotlib is not installed")
        return
    figure = Figure(figsize=(8, 3.6), layout="constrained")
    for axes, key, scale, title in zip(
        figure.subplots(1, 2), ("ms", "bytes"), (1.0, 1e6), ("ms per client", "MB (PSS), largest"), strict=True
    ):
        values = [one[key] / scale for one in found]
        axes.plot([one["clients"] for one in found], values, marker="o")
        axes.set(xscale="log", xlabel="clients in the run", title=title)
        axes.set_ylim(0, 1.1 * max(values))
        axes.grid(alpha=0.3)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    say(f"picture: {path}")
