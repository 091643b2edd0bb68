"""What the engine itself costs, without portal and browser: queueing, asking, and its share of each client."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measure import Spread, run
from benchmarks.table import Table
from rpa.cnpj import Cnpj
from rpa.engine import Begun, Engine, Journal, Pauses, RunInfo, Task, Terms, Visited
from rpa.outcome import Outcome, Result

_ACCOUNTS = 50
_VISIT_SECONDS = 0.2  # shorter than any real one, and longer than the queue takes to hand out the next


def engine(queued: int, clients: int, rounds: int) -> dict[str, Any]:
    """On a SQLite file, as it is without a setting."""
    queueing, asking, asked_by_command, wall, processor = [], [], [], [], []
    for _round in range(rounds):
        with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
            home = Path(name)
            book = Engine.open(None, home)
            began = time.perf_counter()
            book.submit(RunInfo.begin("first", "portal", "clientes.csv"), "first", list(_tasks(queued)))
            queueing.append(time.perf_counter() - began)
            began = time.perf_counter()
            book.progress("first")
            asking.append(time.perf_counter() - began)
            book.close()
            status = [sys.executable, "-m", "rpa", "status", "first", "--json"]
            asked_by_command.append(run(status, {"RPA_HOME": name, "RPA_LANG": "en"}).seconds)
        with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
            cost = run([sys.executable, "-m", "benchmarks.engine", name, str(clients)], {})
            told = json.loads(cost.out)
            wall.append(1000 * (told["seconds"] / clients - _VISIT_SECONDS))
            processor.append(1000 * told["processor"] / clients)
    table = Table("the engine on SQLite", ("", "median (least to most)", "asked for"))
    table.add(f"{queued} clients queued, s", str(Spread.of(queueing)), "under 30")
    table.add(f"how far is a run of {queued}, s", str(Spread.of(asking)), "under 1")
    table.add("rpa status, the whole command, s", str(Spread.of(asked_by_command)), "under 1")
    table.add(f"a client, ms beyond its visit of {1000 * _VISIT_SECONDS:.0f} ms", str(Spread.of(wall)), "under 30")
    table.add("a client, ms of processor", str(Spread.of(processor)), "under 30")
    table.show()
    return {
        "queued": queued, "queueing": Spread.of(queueing), "progress": Spread.of(asking),
        "status": Spread.of(asked_by_command), "clients": clients, "ms": Spread.of(wall),
        "processor_ms": Spread.of(processor),
    }  # fmt: skip


def _tasks(count: int) -> list[Task]:
    return [
        Task(
            portal="portal", cnpj=f"{number:014}", fingerprint="f" * 64, account=f"conta{number % _ACCOUNTS}@example.com",
            row=number + 2, clients_file="clientes.csv", pfx="p.pfx", company=f"FILIAL {number}", nickname="Novo",
            default=True, due=date(2026, 1, 1),
        )
        for number in range(count)
    ]  # fmt: skip


class Nobody:
    """A session whose visits take a fixed time: what comes on top is the engine."""

    def visit(self, begun: Begun, journal: Journal) -> Visited:
        """Intention and end are written as always, which is the engine's share."""
        journal.intend({"nickname": begun.task.nickname, "before": []})
        time.sleep(_VISIT_SECONDS)
        return Visited(_renewed(begun.task), logged_in=True)

    def not_reached(self, begun: Begun) -> Visited:
        """Does not come about."""
        return Visited(_renewed(begun.task), logged_in=False)

    def portal_answers(self) -> bool:
        """It does."""
        return True

    def close(self) -> None:
        """Nothing to be closed."""


def _renewed(task: Task) -> Outcome:
    return Outcome(task.row, Cnpj("11222333000181"), task.company, Result.RENEWED, "renewed")


def main(home: Path, clients: int) -> None:
    """Work through a run of one account, one session; print what it cost."""
    book = Engine.open(None, home)
    tasks = [task for task in _tasks(clients * _ACCOUNTS) if task.account == "conta0@example.com"]
    book.submit(RunInfo.begin("first", "portal", "clientes.csv"), "first", tasks)
    terms = Terms(run="first", pauses=Pauses(pace=0.0))
    with book.worker(terms, lambda _account: Nobody(), lambda _answers: None) as worker:
        began, spent = time.perf_counter(), time.process_time()
        worker.work()
        took, processor = time.perf_counter() - began, time.process_time() - spent
    assert book.progress("first").ended[Result.RENEWED] == clients
    book.close()
    print(json.dumps({"seconds": took, "processor": processor}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
