"""A support team's desk: a folder with PFX files, a clients file, a portal, and the program to work with."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from fixtures.certificates import TestChain
from fixtures.portal import Company, StandIn
from rpa.certificates import Terms, Trust, examine
from rpa.clients import Client
from rpa.cnpj import Cnpj
from rpa.outcome import Outcome
from rpa.passwords import Passwords
from rpa.preflight import Preflight
from rpa.renew import plan, renew
from rpa.renewal import Renewal
from rpa.secret import Secret
from rpa.session import Road, Session
from rpa.settings import Settings
from rpa.visit import Visit

EMAIL, PASSWORD, PFX_PASSWORD = "suporte@example.com.br", "portal-9f3c", "pfx-7b1d"
PADARIA, FILIAL, OTHER = "11222333000181", "11222333000262", "98765432000198"
ALPHANUMERIC = "12ABC34501DE35"
HASTE = {"RPA_PACE": "0", "RPA_RETRY_PAUSES": "0.1,0.1,0.1", "RPA_PORTAL_PAUSES": "0.2,0.5,1"}
"""Pauses that are polite to a portal, and that tests need not wait for."""


@dataclass
class Desk:
    """One portal with one account, and what is needed to renew in it. Rows are numbered from 2, as in a spreadsheet."""

    browser: Browser
    chain: TestChain
    portal: StandIn
    url: str
    folder: Path
    _companies: dict[str, Company] = field(default_factory=dict)
    _session: Session | None = None
    readings: Sequence[float] = (0.0, 0.2)

    def company(self, cnpj: str = PADARIA, name: str = "PADARIA ESTRELA LTDA", expires_in: int | None = 20) -> Company:
        """A company of the portal, with an old default certificate that expires in so many days (None: without)."""
        company = self.portal.add_company(cnpj, name)
        if expires_in is not None:
            until = datetime.now(UTC) + timedelta(days=expires_in)
            company.add_certificate(nickname=f"antigo {cnpj[:4]}", valid_until=until, default=True)
        self._companies[cnpj] = company
        return company

    def pfx(self, cnpj: str = PADARIA, name: str = "p.pfx", holder: str = "PADARIA ESTRELA LTDA", **how: Any) -> Path:
        """A PFX file of this company in the desk's folder."""
        return self.chain.issue(cnpj=cnpj, holder=holder, **how).write(self.folder / name, password=PFX_PASSWORD)

    def renewal(self, cnpj: str = PADARIA, pfx: Path | None = None, **more: Any) -> Renewal:
        """A renewal whose PFX has passed the pre-flight."""
        ready = self.preflight(cnpj, pfx or self.pfx(cnpj), **more)
        assert isinstance(ready, Renewal), ready
        return ready

    def preflight(self, cnpj: str, pfx: Path, **more: Any) -> Renewal | Outcome:
        """What the pre-flight makes of a client: a renewal, or its end."""
        values = {"row": 2, "nickname": None, "default": True, "company": "", "account": None} | more
        client = Client(cnpj=Cnpj(cnpj), pfx=pfx, password=Secret(PFX_PASSWORD), **values)
        (ready,) = Preflight(self.trust, Passwords(self.settings, ask=False), Terms()).prepare([(client, EMAIL)])
        return ready

    def log_in(self, password: str = PASSWORD) -> None:
        """Log in, in the desk's own session. Raises what Session.log_in raises."""
        self._session = Session(lambda: self.browser, self.url, EMAIL, Secret(password), self._picture)
        self._session.log_in()

    def renew(self, renewal: Renewal, road: Road = renew) -> Outcome:
        """Take one renewal along the road, in the desk's session."""
        if self._session is None:
            self.open_account()
            self.log_in()
        assert self._session
        return self._session.visit(Visit(renewal, readings=self.readings), road)

    def plan(self, renewal: Renewal) -> Outcome:
        """Say what would be done."""
        return self.renew(renewal, plan)

    def open_account(self, email: str = EMAIL, password: str = PASSWORD, companies: Sequence[str] = ()) -> None:
        """Give the portal an account that sees these companies, or all that there are."""
        chosen = [self._companies[cnpj] for cnpj in companies] or list(self._companies.values())
        self.portal.add_account(email, password, chosen)

    @property
    def trust(self) -> Trust:
        """Trust in the test chain, beside ICP-Brasil's roots."""
        return Trust.load(self.roots)

    @property
    def roots(self) -> Path:
        """The PEM file for RPA_EXTRA_ROOTS."""
        return self.chain.write_root(self.folder / "roots.pem.txt")

    @property
    def settings(self) -> Settings:
        """The settings of this desk."""
        return Settings({**os.environ, **self.environment})

    @property
    def environment(self) -> dict[str, str]:
        """The settings as environment variables."""
        return {
            "INVOICY_URL": self.url,
            "INVOICY_EMAIL": EMAIL,
            "INVOICY_PASSWORD": PASSWORD,
            "RPA_EXTRA_ROOTS": str(self.roots),
            "RPA_HOME": str(self.folder / "home"),
            **HASTE,
        }

    def clients(self, *rows: Mapping[str, str], name: str = "clientes.csv", encoding: str = "utf-8") -> Path:
        """Write a clients file with semicolons, as Excel does in Brazil."""
        path = self.folder / name
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return path

    def rpa(self, *arguments: str | Path, **environment: str) -> Ran:
        """Run the program as a process of its own, without a terminal, on this desk's settings."""
        return run_rpa(*arguments, environment={**self.environment, **environment}, folder=self.folder)

    def fingerprint(self, pfx: Path) -> str:
        """SHA-256 of the leaf, as the portal remembers what it kept."""
        certificate = examine(pfx, Secret(PFX_PASSWORD), trust=self.trust).certificate
        assert certificate
        return certificate.fingerprint

    def close(self) -> None:
        """Log out."""
        if self._session:
            self._session.close()

    def _picture(self, visit: Visit) -> Path:
        return self.folder / f"{visit.renewal.row}-{visit.renewal.cnpj.text}.jpg"


@dataclass(frozen=True)
class Ran:
    """How a run of the program ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        """What `--json` printed, an object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def results(self) -> dict[int, str]:
        """How each row ended."""
        return {line["row"]: line["result"] for line in self.json}


def run_rpa(*arguments: str | Path, environment: Mapping[str, str], folder: Path) -> Ran:
    """Run `python -m rpa` in a folder."""
    return run_module("rpa", *arguments, environment=environment, folder=folder)


def run_module(module: str, *arguments: str | Path, environment: Mapping[str, str], folder: Path) -> Ran:
    """Run a module of this repository in a folder, as a process of its own, without a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
