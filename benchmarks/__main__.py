"""Speed, measured: `python -m benchmarks` runs everything, `python -m benchmarks NAME` one part.

No network is used but this machine's own; the portal is the stand-in. Tables go to the terminal, the figures as JSON
to `--out`. What is compared is run in the same call, in turns, round after round: the ratios are what holds.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.table import say, write

_COUNTS_TO_GROW = (10, 30, 100, 300, 1000, 2000, 5000)


def main() -> None:
    """Parse, measure, write."""
    given = _arguments()
    chosen = list(_PARTS) if given.part == "all" else [given.part]
    results: dict[str, Any] = {"machine": {"cores": os.cpu_count(), "python": platform.python_version()}}
    say("RPA_PACE=0 for rpa: by default it waits a second between clients, which would measure that second.")
    for part in chosen:
        say(f"{part} ...")
        results[part] = _PARTS[part](given)
        write(given.out, results)  # as far as it has come
    say(f"figures: {given.out}")


def _arguments() -> argparse.Namespace:
    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(",")]

    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="?", default="all", choices=["all", *_PARTS])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=numbers, default=[50, 500], help="of compare; profile takes the first")
    parser.add_argument("--delays", type=numbers, default=[0, 150, 600], help="ms added to every answer")
    parser.add_argument("--only", type=lambda text: text.split(","), default=[], help="contenders of compare")
    parser.add_argument("--anew", type=int, default=20, help="most clients for who starts a browser for each")
    parser.add_argument("--sessions", type=numbers, default=[1, 4, 8])
    parser.add_argument("--per-session", type=int, default=25, help="clients of each session")
    parser.add_argument("--marks", type=numbers, default=[100, 1000], help="clients after which memory is told")
    parser.add_argument("--rows", type=int, default=10_000, help="of the clients file, and queued in the engine")
    parser.add_argument("--sizes", type=numbers, default=list(_COUNTS_TO_GROW), help="of runs, for growth")
    parser.add_argument("--plot", type=Path, default=Path("benchmarks/results/growth.png"))
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/latest.json"))
    parser.add_argument("--quick", action="store_true", help="small numbers: to see whether it works, not how fast")
    given = parser.parse_args()
    if given.quick:
        given.rounds, given.clients, given.delays, given.anew, given.per_session = 1, [6], [0], 2, 4
        given.sessions, given.marks, given.rows, given.sizes = [1, 2], [5, 10], 300, [10, 30]
    return given


def _compare(given: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.compare import compare

    return compare(given.clients, given.delays, given.rounds, given.anew, given.only)


def _sessions(given: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.sessions import sessions

    return sessions(given.sessions, given.per_session, given.delays, given.rounds)


def _memory(given: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.memory import memory

    return memory(given.marks)


def _startup(given: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.startup import startup

    return startup(given.rounds)


def _clients_file(given: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.clients_file import clients_file

    return clients_file(given.rows)


def _engine(given: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.engine import engine

    return engine(given.rows, min(200, given.rows), given.rounds)


def _growth(given: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.growth import growth

    return growth(given.sizes, given.plot)


def _profile(given: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.profiling import profile

    return {str(delay): profile(given.clients[0], delay) for delay in given.delays}


_PARTS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "profile": _profile,
    "compare": _compare,
    "sessions": _sessions,
    "memory": _memory,
    "startup": _startup,
    "clients-file": _clients_file,
    "engine": _engine,
    "growth": _growth,
}

if __name__ == "__main__":
    main()
