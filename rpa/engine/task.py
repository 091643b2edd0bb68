"""What is kept of a renewal that waits: references only. A password, a key or a byte of a PFX is never part of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from rpa.cnpj import Cnpj
from rpa.outcome import Outcome, Result


@dataclass(frozen=True, slots=True)
class Task:
    """One renewal to be done: for which company, with which certificate, and where both are to be found again.

    `portal` is host and port; `fingerprint` the SHA-256 of the certificate in hex; `row` and `clients_file` tell where
    the password stands; `due` is the day by which to order: the sooner, the earlier it is its turn. `approved` is the
    list of the portal's certificates, as `rpa.visit.seen` writes it, on which a person has approved the renewal; None
    where nobody was asked. `accept_same_day`: see `rpa.renewal.Renewal`.
    """

    portal: str
    cnpj: str
    fingerprint: str
    account: str
    row: int
    clients_file: str
    pfx: str
    company: str
    nickname: str | None
    default: bool
    due: date
    accept_seal: bool = False
    exact_cnpj: bool = False
    approved: tuple[tuple[str, str | None, bool | None], ...] | None = None
    accept_same_day: bool = False

    @property
    def identity(self) -> str:
        """Company and certificate at one portal: two people who want the same get one renewal."""
        host = hashlib.sha256(self.portal.encode()).hexdigest()[:8]
        return f"{self.cnpj}-{self.fingerprint}-{host}"

    @property
    def company_key(self) -> str:
        """What no two visits may work on at once, whatever their accounts."""
        return f"{self.portal}/{self.cnpj}"

    @property
    def account_key(self) -> str:
        """A login at one portal."""
        return f"{self.portal}/{self.account}"

    def failed(self, reason: str) -> Outcome:
        """How it ends where it is not even begun."""
        return Outcome(
            row=self.row, cnpj=Cnpj(self.cnpj), company=self.company, result=Result.FAILED, reason=reason,
            nickname=self.nickname, fingerprint=self.fingerprint,
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        return {**asdict(self), "due": self.due.isoformat()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Task:
        """The task again. Raises KeyError, TypeError or ValueError for anything that `as_json` did not write."""
        approved = values["approved"]
        later = {"accept_same_day": False}  # what earlier versions did not write
        known = {field.name: {**later, **values}[field.name] for field in fields(cls)}
        rows = None if approved is None else tuple((row[0], row[1], row[2]) for row in approved)
        return cls(**{**known, "due": date.fromisoformat(values["due"]), "approved": rows})


def in_order(tasks: list[Task]) -> list[Task]:
    """The sooner due the earlier, but account by account, and within one company by company (one root, one PFX).

    What is due on the same day keeps the order of the clients file.
    """
    first: dict[tuple[str, ...], tuple[date, int]] = {}
    for task in tasks:
        for group in ((task.account,), (task.account, task.cnpj[:8])):
            first[group] = min(first.get(group, (task.due, task.row)), (task.due, task.row))

    def rank(task: Task) -> tuple[tuple[date, int], tuple[date, int], tuple[date, int]]:
        return first[task.account,], first[task.account, task.cnpj[:8]], (task.due, task.row)

    return sorted(tasks, key=rank)
