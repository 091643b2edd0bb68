"""A clients file of 10,000 rows: reading it, and planning it offline, in a process of its own; PFX opening apart."""

from __future__ import annotations

import csv
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measure import run
from benchmarks.stage import PFX_PASSWORD
from benchmarks.table import Table
from fixtures.certificates import TestChain
from fixtures.portal.trade import with_check_digits

_FILES = 100
"""Different PFX files among the rows; each row's is opened, whether another row has the same or not."""


def clients_file(rows: int) -> dict[str, Any]:
    """CSV, then XLSX."""
    table = Table(
        f"{rows} rows, seconds of one process and its largest memory; asked for: 5 s and 300 MB",
        ("", "seconds", "of which reading", "MB", "PFX opening, all cores"),
    )
    found = {}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        _write(folder, rows)
        for kind in ("csv", "xlsx"):
            environment = {
                "INVOICY_URL": "https://portal.example/login.aspx", "INVOICY_EMAIL": "a@example.com",
                "INVOICY_PASSWORD": "x", "RPA_EXTRA_ROOTS": str(folder / "roots.pem"), "RPA_HOME": str(folder / "home"),
            }  # fmt: skip
            command = [sys.executable, "-m", "benchmarks.clients_file", str(folder / f"clientes.{kind}")]
            told = json.loads(run(command, environment).out)
            found[kind] = told
            table.add(kind, f"{told['planning']:.2f}", f"{told['reading']:.2f}", f"{told['bytes'] / 1e6:.0f}",
                      f"{told['opening']:.1f}")  # fmt: skip
    table.show()
    return {"rows": rows, **found}


def _write(folder: Path, rows: int) -> None:
    from openpyxl import Workbook

    chain, today = TestChain(), datetime.now(UTC)
    chain.write_root(folder / "roots.pem")
    for number in range(_FILES):
        pfx = chain.issue(cnpj=with_check_digits(f"{20_000_000 + number}0001"), not_before=today - timedelta(days=2))
        pfx.write(folder / f"{number}.pfx", PFX_PASSWORD)
    lines = [["cnpj", "empresa", "pfx", "senha", "apelido", "padrao"]]
    for number in range(rows):
        root, branch = number % _FILES, number // _FILES + 1
        cnpj = with_check_digits(f"{20_000_000 + root}{branch:04}")
        lines.append([cnpj, f"EMPRESA {number:05} LTDA", f"{root}.pfx", PFX_PASSWORD, f"Certificado {number}", "sim"])
    with (folder / "clientes.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(lines)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        sheet.append(line)
    book.save(folder / "clientes.xlsx")


def main(path: Path) -> None:
    """Read and plan one file; print what it cost."""
    started = time.perf_counter()
    from rpa import preflight
    from rpa.clients import read_clients
    from rpa.outcome import Outcome
    from rpa.run import Preparation
    from rpa.settings import Settings

    began = time.perf_counter()
    clients = read_clients(path).clients
    reading = time.perf_counter() - began
    opening = 0.0

    class Watched(preflight.Examiner):
        """Tells for how long it was waited for."""

        def examine_all(self, *given: Any, **more: Any) -> Iterator[Any]:
            nonlocal opening
            found = super().examine_all(*given, **more)
            while True:
                began = time.perf_counter()
                item = next(found, None)
                opening += time.perf_counter() - began
                if item is None:
                    return
                yield item

    preflight.Examiner = Watched  # type: ignore[misc]
    prepared = Preparation(Settings(os.environ)).of(clients, path)
    unfit = [ended for ended in prepared.ended if isinstance(ended, Outcome)]
    if unfit or len(prepared.tasks) != len(clients):
        raise SystemExit(f"{len(unfit)} of {len(clients)} rows are not fit: {unfit[0].reason if unfit else ''}")
    took = time.perf_counter() - started - opening
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"planning": took, "reading": reading, "opening": opening, "bytes": memory}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
