"""Ours against the tightest script, raw HTTP, and what people write: the same clients, portal and browser."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from benchmarks.contending import CONTENDERS, Contender, compete, why_not
from benchmarks.measure import Spread
from benchmarks.stage import Plot, Stage
from benchmarks.table import Table, say

AGAINST = {
    "tightest": "at most 1.25 times its time, 1.3 times its processor time",
    "raw_http": "at most 1.6 times its time with 150 ms",
    "usual_playwright": "at least 2 times faster",
    "usual_playwright_full": "at least 3.5 times faster",
    "usual_selenium": "at least 3.5 times faster",
}


def compare(
    clients: Sequence[int], delays: Sequence[int], rounds: int, most_anew: int, only: Sequence[str]
) -> dict[str, Any]:
    """Every contender in turn, round after round, for each number of clients and each delay.

    One that starts anew for each client is given `most_anew` clients at most: more would not change what each costs.
    """
    chosen = [contender for contender in CONTENDERS if not only or contender.key in only]
    left_out = {contender.key: reason for contender in chosen if (reason := why_not(contender))}
    for key, reason in left_out.items():
        say(f"left out: {key}: {reason}")
    running = [contender for contender in chosen if contender.key not in left_out]
    matches = [_match(running, Plot(count, delay_ms=delay), rounds, most_anew) for delay in delays for count in clients]
    return {"left_out": left_out, "matches": matches}


def _match(running: Sequence[Contender], plot: Plot, rounds: int, most_anew: int) -> dict[str, Any]:
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for turn in range(rounds):
        shift = turn % len(running)
        for contender in (*running[shift:], *running[:shift]):
            count = min(plot.clients, most_anew) if contender.anew else plot.clients
            with Stage.open(Plot(count, delay_ms=plot.delay_ms)) as stage:
                cost, seen = compete(contender, stage)
            figures = {
                "seconds": cost.seconds / count,
                "pace": seen.pace,
                "processor": cost.processor / count,
                "requests": seen.requests / count,
                "loads": seen.loads / count,
            }
            for name, value in figures.items():
                found[contender.key][name].append(value)
            say(f"  {plot.clients} clients, {plot.delay_ms} ms, round {turn + 1}: {contender.key} {figures}")
    _show(running, plot, found)
    spreads = {key: {name: Spread.of(values) for name, values in own.items()} for key, own in found.items()}
    return {"clients": plot.clients, "delay_ms": plot.delay_ms, "figures": spreads, "ours_against": _ratios(found)}


def _ratios(found: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, Spread]]:
    """Ours divided by each other, round by round: below 1 is quicker."""
    if "ours" not in found:
        return {}
    ours = found["ours"]
    return {
        key: {
            name: Spread.of(own / other for own, other in zip(ours[name], theirs[name], strict=True))
            for name in ("seconds", "pace", "processor")
        }
        for key, theirs in found.items()
        if key != "ours"
    }


def _show(running: Sequence[Contender], plot: Plot, found: dict[str, dict[str, list[float]]]) -> None:
    table = Table(
        f"{plot.clients} clients, {plot.delay_ms} ms added to every answer; per client, median (least to most)",
        ("", "seconds, start included", "seconds from save to save", "processor seconds", "requests", "documents"),
    )
    for contender in running:
        own = found[contender.key]
        table.add(contender.title, *(str(Spread.of(own[name])) for name in ("seconds", "pace", "processor")),
                  f"{own['requests'][0]:.1f}", f"{own['loads'][0]:.1f}")  # fmt: skip
    table.show()
    ratios = Table("ours divided by …", ("", "seconds", "save to save", "processor", "asked for"))
    for key, own in _ratios(found).items():
        ratios.add(key, str(own["seconds"]), str(own["pace"]), str(own["processor"]), AGAINST.get(key, ""))
    ratios.show()
