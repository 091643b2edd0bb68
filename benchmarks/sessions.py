"""More sessions at once, each on an account of its own: what `--workers` is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from benchmarks.contending import CONTENDERS, compete
from benchmarks.measure import Spread
from benchmarks.stage import Plot, Stage
from benchmarks.table import Table, say


def sessions(counts: Sequence[int], per_session: int, delays: Sequence[int], rounds: int) -> dict[str, Any]:
    """Clients per minute of so many sessions at once, each with `per_session` clients; start and end included."""
    ours, found = CONTENDERS[0], []
    for delay in delays:
        speeds: dict[int, list[float]] = defaultdict(list)
        for turn in range(rounds):
            for count in counts if turn % 2 == 0 else reversed(counts):
                with Stage.open(Plot(per_session * count, accounts=count, delay_ms=delay)) as stage:
                    cost, seen = compete(ours, stage, workers=count)
                speeds[count].append(60 * (seen.saves - 1) / (max(seen.saved_at) - min(seen.saved_at)))
                say(f"  {delay} ms, {count} sessions, round {turn + 1}: {speeds[count][-1]:.1f} a minute, "
                    f"{cost.seconds:.1f} s, processor {cost.processor / seen.saves:.2f} s per client")  # fmt: skip
        first = speeds[counts[0]]
        table = Table(f"{delay} ms added to every answer", ("sessions", "clients per minute", "times that of one"))
        for count in counts:
            ratio = Spread.of(own / one for own, one in zip(speeds[count], first, strict=True))
            table.add(str(count), str(Spread.of(speeds[count])), str(ratio))
            found.append({"delay_ms": delay, "sessions": count, "per_minute": Spread.of(speeds[count]), "ratio": ratio})
        table.show()
    return {"clients_per_session": per_session, "sessions": found}
