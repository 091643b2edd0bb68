"""How long the gate takes over what a run of many clients leaves: a picture and a line for each, a log, a database.

python benchmarks/gate.py [CLIENTS]
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from rpa.gate import scan
from rpa.needles import Needles
from rpa.secret import Secret

PICTURE_BYTES = 100_000
LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789@#!ção"


def leave(folder: Path, clients: int, chance: random.Random) -> None:
    """Write what a run leaves, in size and kind."""
    database = sqlite3.connect(folder / "run.sqlite")
    database.execute("CREATE TABLE steps (row INTEGER, output TEXT)")
    with (folder / "results.jsonl").open("w", encoding="utf-8") as results:
        for row in range(clients):
            (folder / f"{row:05d}.jpg").write_bytes(b"\xff\xd8\xff" + chance.randbytes(PICTURE_BYTES))
            line = json.dumps({"row": row, "reason": "Saved, and seen in the list. " * 10, "steps": [0.123] * 20})
            results.write(line + "\n")
            database.executemany("INSERT INTO steps VALUES (?, ?)", [(row, line)] * 12)
    database.commit()
    database.close()


def main() -> None:
    """Print bytes, seconds, and how many leaks there are: none."""
    clients = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    chance = random.Random(1)  # noqa: S311 - the same every time
    secrets = [Secret("".join(chance.choices(LETTERS, k=chance.randint(6, 16)))) for _ in range(clients + 1)]
    with tempfile.TemporaryDirectory() as name:
        leave(Path(name), clients, chance)
        size = sum(path.stat().st_size for path in Path(name).iterdir())
        began = time.perf_counter()
        Needles(secrets)
        ready = time.perf_counter()
        leaks = scan([Path(name)], secrets)
        done = time.perf_counter()
    print(f"{clients} clients, {len(secrets)} secrets, {size / 1e6:.0f} MB: {done - ready:.1f} s, {len(leaks)} leaks")
    print(f"of which {ready - began:.1f} s to make the automaton")


if __name__ == "__main__":
    main()
