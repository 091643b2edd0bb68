"""Where a client's time goes, by step of the road, as `rpa renew` itself tells it."""

from __future__ import annotations

import statistics
from typing import Any, cast

from benchmarks.contending import CONTENDERS, compete, outcomes
from benchmarks.stage import Plot, Stage
from benchmarks.table import Table


def profile(clients: int, delay_ms: int) -> dict[str, Any]:
    """Medians over the clients of one run. What is no step is what lies between them."""
    with Stage.open(Plot(clients, delay_ms=delay_ms)) as stage:
        cost, seen = compete(CONTENDERS[0], stage)
    told = outcomes(cost)
    whole = [cast(float, line["seconds"]) for line in told]
    steps = [cast("dict[str, float]", line["steps"]) for line in told]
    names = dict.fromkeys(name for own in steps for name in own)
    medians = {name: statistics.median(own.get(name, 0.0) for own in steps) for name in names}
    medians["the rest"] = statistics.median(total - sum(own.values()) for total, own in zip(whole, steps, strict=True))
    total = statistics.median(whole)
    table = Table(f"{clients} clients, {delay_ms} ms added to every answer", ("step", "seconds", "share"))
    for name, seconds in medians.items():
        table.add(name, f"{seconds:.3f}", f"{seconds / total:.0%}")
    table.add("a client", f"{total:.3f}", "")
    table.add("from save to save at the portal", f"{seen.pace:.3f}", "")
    table.add("processor, per client", f"{cost.processor / clients:.3f}", "")
    table.show()
    spent = [cast("dict[str, float]", line["spent"]) for line in told]
    shares = {name: statistics.median(own[name] for own in spent) for name in spent[0]}
    whose = Table("whose time it was", ("", "seconds", "share"))
    for name, seconds in shares.items():
        whose.add(name, f"{seconds:.3f}", f"{seconds / total:.0%}")
    whose.show()
    return {
        "clients": clients, "delay_ms": delay_ms, "steps": medians, "spent": shares, "seconds": total,
        "pace": seen.pace, "processor": cost.processor / clients, "requests": seen.requests / clients,
        "loads": seen.loads / clients,
    }  # fmt: skip
