"""The portal of a measurement, in a process of its own, so that none of its work counts as the visitor's.

Started by `Stage.open`; it serves until its standard input closes, and answers each line there with what it has seen.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fixtures.certificates import TestChain
from fixtures.portal import VARIANTS, StandIn
from fixtures.portal.trade import Company, with_check_digits

PORTAL_PASSWORD, PFX_PASSWORD = "portal-9f3c", "pfx-7b1d"
NICKNAME = "Certificado novo"
_ROOT = "11222333"


@dataclass(frozen=True, slots=True)
class Plot:
    """What is built: so many branches of one company in so many accounts, and how late each answer comes."""

    clients: int
    accounts: int = 1
    delay_ms: int = 0

    @property
    def emails(self) -> list[str]:
        """Who can log in."""
        return [f"conta{number}@example.com.br" for number in range(self.accounts)]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the portal saw: companies saved exactly once, all saves, requests, documents among them; and when."""

    once: int
    saves: int
    requests: int
    loads: int
    saved_at: tuple[float, ...]
    first_at: float

    @property
    def pace(self) -> float:
        """Seconds from save to save: the median, which neither start nor end, nor a busy moment, distorts."""
        gaps = sorted(after - before for before, after in zip(self.saved_at, self.saved_at[1:], strict=False))
        return gaps[len(gaps) // 2] if gaps else float("nan")


@dataclass(frozen=True)
class Stage:
    """A portal that is served now, and the files with which it is visited."""

    url: str
    folder: Path
    plot: Plot
    _process: subprocess.Popen[str]

    @classmethod
    @contextmanager
    def open(cls, plot: Plot) -> Iterator[Stage]:
        """Build it, and serve it while the block lasts."""
        with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
            command = [sys.executable, "-m", "benchmarks.stage", json.dumps(asdict(plot)), name]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdin
                assert process.stdout
                yield cls(json.loads(process.stdout.readline())["url"], Path(name), plot, process)
                process.stdin.close()

    @property
    def clients_file(self) -> Path:
        """For `rpa renew`."""
        return self.folder / "clientes.csv"

    @property
    def clients(self) -> Path:
        """The same for the others, as JSON, with the same columns."""
        return self.folder / "clients.json"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of `rpa` for it."""
        return {
            "INVOICY_URL": self.url,
            **{f"INVOICY_PASSWORD_{_variable(email)}": PORTAL_PASSWORD for email in self.plot.emails},
            "RPA_EXTRA_ROOTS": str(self.folder / "roots.pem"),
            "RPA_HOME": str(self.folder / "home"),
            "RPA_PACE": "0",
            "RPA_LANG": "en",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }

    def seen(self) -> Seen:
        """What it has seen so far."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return Seen(**{**told, "saved_at": tuple(told["saved_at"])})


def _variable(email: str) -> str:
    return "".join(character if character.isalnum() else "_" for character in email.upper())


def _build(plot: Plot, folder: Path) -> StandIn:
    """The portal, and beside it the files. Every company has an old certificate; one PFX is good for all branches."""
    portal, chain, today = StandIn(replace(VARIANTS["new"], latency_ms=plot.delay_ms)), TestChain(), datetime.now(UTC)
    chain.write_root(folder / "roots.pem")
    pfx = chain.issue(cnpj=with_check_digits(f"{_ROOT}0001"), holder="REDE LTDA", not_before=today - timedelta(days=2))
    path = pfx.write(folder / "rede.pfx", password=PFX_PASSWORD)
    owned: dict[str, list[Company]] = {email: [] for email in plot.emails}
    rows = []
    for number in range(plot.clients):
        email = plot.emails[number % plot.accounts]
        company = portal.add_company(with_check_digits(f"{_ROOT}{number + 1:04}"), f"FILIAL {number:04} LTDA")
        company.add_certificate("Certificado antigo", today + timedelta(days=20), default=True)
        owned[email].append(company)
        rows.append(_row(company, email, path))
    for email, companies in owned.items():
        portal.add_account(email, PORTAL_PASSWORD, companies)
    with (folder / "clientes.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    (folder / "clients.json").write_text(json.dumps(rows), encoding="utf-8")
    return portal


def _row(company: Company, email: str, pfx: Path) -> dict[str, str]:
    return {
        "cnpj": company.cnpj,
        "empresa": company.name,
        "conta": email,
        "pfx": str(pfx),
        "senha": PFX_PASSWORD,
        "apelido": NICKNAME,
    }


def _seen(portal: StandIn, first: list[float]) -> Seen:
    memory = portal.memory
    kept = Counter(save.company for save in memory.kept)
    return Seen(
        once=sum(times == 1 for times in kept.values()),
        saves=len(memory.saves),
        requests=len(memory.requests),
        loads=memory.loads(),
        saved_at=tuple(save.at.timestamp() for save in memory.kept),
        first_at=first[0] if first else 0.0,
    )


def main() -> None:
    """Serve, and answer."""
    plot, folder = Plot(**json.loads(sys.argv[1])), Path(sys.argv[2])
    portal = _build(plot, folder)
    first: list[float] = []
    portal.on_arrival = lambda _request: first.append(time.time()) if not first else None
    with portal.serve() as url:
        print(json.dumps({"url": url}), flush=True)
        for _line in sys.stdin:
            print(json.dumps(asdict(_seen(portal, first))), flush=True)


if __name__ == "__main__":
    main()
