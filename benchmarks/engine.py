"""What the engine costs on SQLite: queueing 10,000 clients, telling how far they are, and its share of each client.

`PYTHONPATH=. python benchmarks/engine.py` prints the figures; the visits are made by a player that does nothing.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rpa.engine import Engine
from tests.engine.players import Stage, a_task, play, submit

QUEUED, WORKED = 10_000, 1_000


def main() -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory() as home:
        engine = Engine.open(None, Path(home))
        tasks = [a_task(number, account=f"{number % 50}@example.com.br") for number in range(QUEUED)]
        seconds = _timed(lambda: submit(engine, tasks))
        print(f"{QUEUED:,} clients queued in {seconds:.1f} s")
        print(f"how far they are, told in {_timed(lambda: engine.progress('first')) * 1000:.0f} ms")
        engine.close()
    with tempfile.TemporaryDirectory() as home:
        engine = Engine.open(None, Path(home))
        submit(engine, tasks[:WORKED])
        stage, processor = Stage(), time.process_time()
        seconds = _timed(lambda: play(engine, stage, seats=4))
        processor = time.process_time() - processor
        if len(stage.visits) != WORKED:
            raise SystemExit(f"only {len(stage.visits)} were visited")
        each = f"{processor / WORKED * 1000:.1f} ms of processor, {seconds / WORKED * 1000:.1f} ms by the clock"
        print(f"{WORKED:,} clients worked through on 4 seats: {each} each")
        engine.close()


def _timed(what: Callable[[], object]) -> float:
    began = time.monotonic()
    what()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
