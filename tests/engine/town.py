"""A town: a portal with many companies in several accounts, one PFX for all of them, and processes that work on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fixtures.certificates import TestChain
from fixtures.portal import StandIn
from fixtures.portal.trade import with_check_digits
from rpa.engine import Engine, RunInfo, Task
from tests.engine.http_visitor import LOGIN_PASSWORD, PASSWORD

ROOT = "11222333"


@dataclass
class Town:
    """So many branches of one company, in so many accounts, at a portal that is served while the town exists."""

    chain: TestChain
    folder: Path
    url: str
    portal: StandIn
    database_url: str | None = None
    tasks: list[Task] = field(default_factory=list)

    def settle(self, clients: int, accounts: int = 1) -> None:
        """Build it: every branch has an account, and none has a certificate yet."""
        pfx = self.chain.issue(cnpj=with_check_digits(f"{ROOT}0001")).write(self.folder / "town.pfx", password=PASSWORD)
        companies: dict[str, list[object]] = {}
        for number in range(clients):
            cnpj, account = with_check_digits(f"{ROOT}{number + 1:04}"), f"conta{number % accounts}@example.com.br"
            companies.setdefault(account, []).append(self.portal.add_company(cnpj, f"FILIAL {number}"))
            self.tasks.append(self._task(number, cnpj, account, pfx))
        for account, own in companies.items():
            self.portal.add_account(account, LOGIN_PASSWORD, own)  # type: ignore[arg-type]

    def engine(self) -> Engine:
        """Its database, opened in this process."""
        return Engine.open(self.database_url, self.home)

    def submit(self, run: str = "first", tasks: list[Task] | None = None, **more: object) -> None:
        """Begin a run of all its clients."""
        engine = self.engine()
        info = RunInfo.begin(run, "portal", "clientes.csv")
        engine.submit(info, run, self.tasks if tasks is None else tasks, **more)  # type: ignore[arg-type]
        engine.close()

    def start(self, run: str | None = "first", **settings: object) -> subprocess.Popen[bytes]:
        """A process of its own that works on a run, or on all that waits. `settings`: see tests/engine/program.py."""
        given = {"url": self.url, "home": str(self.home), "database": self.database_url, "run": run, **settings}
        with (self.folder / "stderr.txt").open("ab") as stderr:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.engine.program", json.dumps(given)],
                cwd=Path(__file__).parents[2],
                stdin=subprocess.DEVNULL,
                stderr=stderr,
                env={**os.environ, "RPA_LANG": "en"},
            )

    def finish(self, run: str | None = "first", **settings: object) -> int:
        """Work on it until nothing is left; gives the exit code of the process."""
        return self.start(run, **settings).wait(timeout=300)

    @property
    def home(self) -> Path:
        """RPA_HOME."""
        return self.folder / "home"

    @property
    def saves(self) -> Mapping[str, int]:
        """How many saves the portal has kept, by company."""
        return Counter(save.company for save in self.portal.memory.kept)

    def results(self, run: str = "first") -> Mapping[str, int]:
        """How many clients of a run ended in which way."""
        engine = self.engine()
        progress = engine.progress(run)
        engine.close()
        return {"waiting": progress.left, **{result.value: count for result, count in progress.ended.items()}}

    def finish_and_ask_again(self, **settings: Any) -> None:
        """Work through what is left; then once more by a new command, which sends what the list did not show.

        A process killed between writing the intention and Salvar leaves a client that its own run only looks for.
        """
        assert self.finish(**settings) == 0
        results = self.results()
        assert set(results) <= {"waiting", "renewed", "already_current", "unverified"}, results
        assert not results["waiting"]
        assert set(self.saves.values()) == {1}
        self.submit("again")
        assert self.finish("again", **settings) == 0

    def assert_each_renewed_once(self, run: str = "again") -> None:
        """Nothing lost, nothing twice: in the portal's memory, and in the book."""
        results = self.results(run)
        assert dict(self.saves) == {task.cnpj: 1 for task in self.tasks}
        assert results.get("renewed", 0) + results.get("already_current", 0) == len(self.tasks), results

    def _task(self, number: int, cnpj: str, account: str, pfx: Path) -> Task:
        return Task(
            portal="portal", cnpj=cnpj, fingerprint="f" * 64, account=account, row=number + 2,
            clients_file="clientes.csv", pfx=str(pfx), company=f"FILIAL {number}", nickname="Novo 2027", default=True,
            due=date(2026, 1, 1),
        )  # fmt: skip
