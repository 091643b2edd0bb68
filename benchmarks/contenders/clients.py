"""The clients of a measurement, as every contender reads them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from benchmarks.stage import PORTAL_PASSWORD
from fixtures.portal.trade import masked


@dataclass(frozen=True, slots=True)
class Client:
    """One renewal to be made."""

    cnpj: str
    company: str
    account: str
    pfx: str
    password: str
    nickname: str

    @property
    def login_password(self) -> str:
        """Of its account."""
        return PORTAL_PASSWORD

    @property
    def mask(self) -> str:
        """The CNPJ as the portal writes it."""
        return masked(self.cnpj)

    @property
    def option(self) -> str:
        """As the company box writes it."""
        return f"{self.company} - {self.mask}"


def read(path: str) -> list[Client]:
    """The file that a stage has written."""
    rows = json.loads(Path(path).read_text(encoding="utf-8"))
    return [Client(r["cnpj"], r["empresa"], r["conta"], r["pfx"], r["senha"], r["apelido"]) for r in rows]


def browser() -> str:
    """The browser's path: the same for all that are compared with one another."""
    return os.environ["BENCHMARK_BROWSER"]
