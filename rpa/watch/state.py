"""What a company has in the portal, and how it stands: judged by what the portal signs with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from rpa.cnpj import Cnpj


class Finding(StrEnum):
    """What is to be said of a company, the most pressing first. All but the last want somebody to act."""

    EXPIRED = "expired"  # what the portal signs with has expired
    UNREAD = "unread"  # it could not be read, so nobody knows
    NO_CERTIFICATE = "no_certificate"  # the list is empty
    SOON = "soon"  # what the portal signs with expires within the days that were asked for
    NO_DEFAULT = "no_default"  # none is marked as Certificado Padrão
    SEVERAL_DEFAULTS = "several_defaults"  # more than one is: nobody knows with which the portal signs
    NO_DATE = "no_date"  # the list does not say when it expires, or not in a way that is understood
    NOT_IN_CLIENTS_FILE = "not_in_clients_file"  # the portal has it, the clients file has not


_URGENCY = list(Finding)


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate as the list shows it. `slack`: by how many days the expiry may be off; `default` None: unknown."""

    nickname: str
    expiry: date | None
    default: bool | None
    slack: int = 0


@dataclass(frozen=True, slots=True)
class Watched:
    """A company as it was read. `trouble` says why it could not be; then a CNPJ may be all that is known, or less.

    Where an account could not be read and nothing is known of its companies, it stands for the account itself.
    """

    account: str
    name: str
    cnpj: Cnpj | None
    certificates: tuple[Held, ...] = ()
    trouble: str = ""

    @property
    def in_force(self) -> Held | None:
        """The certificate with which the portal signs: of several defaults the first to expire, of none the last."""
        defaults = [held for held in self.certificates if held.default]
        if defaults:
            return min(defaults, key=_expiry)
        return max(self.certificates, key=_expiry, default=None)


@dataclass(frozen=True, slots=True)
class Supply:
    """A PFX that would serve a company, and the last day of its certificate (Brasília's)."""

    file: Path
    valid_until: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How a company stands on a day. `in_clients_file` is None where no clients file was given."""

    company: Watched
    findings: tuple[Finding, ...]
    days_left: int | None
    in_clients_file: bool | None = None
    supply: Supply | None = None

    @property
    def is_due(self) -> bool:
        """Whether somebody has to act."""
        return any(finding is not Finding.NOT_IN_CLIENTS_FILE for finding in self.findings)

    @property
    def order(self) -> tuple[int, int, str, str]:
        """To be sorted by: the most pressing first, then who expires first, then by name."""
        most = _URGENCY.index(self.findings[0]) if self.findings else len(_URGENCY)
        days = self.days_left if self.days_left is not None else 0
        return most, days, self.company.name, str(self.company.cnpj or "")


def judge(
    company: Watched, today: date, days: int, *, listed: bool | None = None, supply: Supply | None = None
) -> Standing:
    """How a company stands on a day (Brasília's), where `days` before the expiry is soon.

    `listed` says whether the clients file has it. A `supply` counts only if it lasts longer than what is there.
    """
    left = _days_left(company.in_force, today)
    findings = [*_of_certificates(company, left, days)]
    if listed is False and company.cnpj:
        findings.append(Finding.NOT_IN_CLIENTS_FILE)
    useful = supply if supply and not company.trouble and _lasts_longer(supply, company.in_force) else None
    return Standing(company, tuple(sorted(findings, key=_URGENCY.index)), left, listed, useful)


def _of_certificates(company: Watched, left: int | None, days: int) -> list[Finding]:
    if company.trouble:
        return [Finding.UNREAD]
    held = company.in_force
    if held is None:
        return [Finding.NO_CERTIFICATE]
    findings = _of_defaults(company.certificates)
    if left is None:
        findings.append(Finding.NO_DATE)
    elif left < 0:
        findings.append(Finding.EXPIRED)
    elif left - held.slack <= days:
        findings.append(Finding.SOON)
    return findings


def _of_defaults(certificates: Sequence[Held]) -> list[Finding]:
    defaults = [held.default for held in certificates]
    if defaults.count(True) > 1:
        return [Finding.SEVERAL_DEFAULTS]
    return [Finding.NO_DEFAULT] if all(default is False for default in defaults) else []


def _days_left(held: Held | None, today: date) -> int | None:
    return (held.expiry - today).days if held and held.expiry else None


def _lasts_longer(supply: Supply, held: Held | None) -> bool:
    return held is None or held.expiry is None or (supply.valid_until - held.expiry).days > held.slack


def _expiry(held: Held) -> date:
    return held.expiry or date.min
