"""Memory of `rpa renew` with all that it starts, after so many clients: proportional set size, browser included."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.contending import browser
from benchmarks.measure import proportional_bytes
from benchmarks.stage import Plot, Stage
from benchmarks.table import Table, say


def memory(marks: Sequence[int], around: int = 10) -> dict[str, Any]:
    """One run of the largest of the marks; at each mark the median over the `around` clients that end before it."""
    plot = Plot(max(marks))
    seen: list[int] = []
    with Stage.open(plot) as stage:
        command = [sys.executable, "-m", "rpa", "renew", str(stage.clients_file), "--json"]
        with subprocess.Popen(
            command, env={**os.environ, **stage.environment, "RPA_BROWSER": browser()}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        ) as process:  # fmt: skip
            assert process.stdout
            for _line in process.stdout:
                seen.append(proportional_bytes(process.pid))
                if len(seen) % 25 == 0:
                    say(f"  {len(seen)} clients: {seen[-1] / 1e6:.0f} MB")
        if process.returncode or stage.seen().once != plot.clients:
            raise SystemExit("not all clients were renewed; no figures")
    table = Table("memory of the whole tree of processes (PSS)", ("after", "MB"))
    at = {mark: sorted(seen[max(0, mark - around) : mark])[min(mark, around) // 2] for mark in marks}
    for mark, found in at.items():
        table.add(f"{mark} clients", f"{found / 1e6:.0f}")
    table.add("most at any time", f"{max(seen) / 1e6:.0f}")
    table.show()
    return {
        "bytes_after": at,
        "most_bytes": max(seen),
        "last_by_first": at[max(marks)] / at[min(marks)],
        "bytes": seen,
    }
