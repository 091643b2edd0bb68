"""What is known of a certificate file after looking at it: the nouns that the rest of the program reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from rpa.cnpj import Cnpj

from .reasons import Reason, Severity

MAX_SIZE = 1024 * 1024
"""Bytes of a certificate file, at most."""


class Verdict(Enum):
    """Whether a file may be sent to the portal."""

    FIT = "fit"  # send it
    WARN = "warn"  # may be sent; somebody should read the reasons
    UNFIT = "unfit"  # must not be sent


class Kind(Enum):
    """What a certificate is made for, as ICP-Brasil names it."""

    A1 = "A1"  # signature, in software: the one that fiscal documents use
    A2 = "A2"
    A3 = "A3"  # signature, in a card or token
    A4 = "A4"
    S1 = "S1"  # secrecy
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"
    T3 = "T3"  # time stamps
    T4 = "T4"
    CF_E_SAT = "CF-e-SAT"  # the SAT device of São Paulo
    SEAL_SOFTWARE = "SE-S"  # electronic seal, successor of A1
    SEAL_HARDWARE = "SE-H"
    PERSON = "e-CPF"
    SERVER = "server"
    AUTHORITY = "CA"
    UNKNOWN = "unknown"  # no policy, or one that is not known here


@dataclass(frozen=True, slots=True)
class Found:
    """A CNPJ as it stands in one place of a certificate, valid or not."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself. Times are UTC; a CPF is only ever kept masked.

    `serial`, `fingerprint` (SHA-256) and `thumbprint` (SHA-1, as Windows shows it) are hexadecimal.
    """

    cnpj: Cnpj | None
    holder: str
    person: str | None
    cpf: str | None
    kind: Kind
    issuer: str
    serial: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    key: str
    usages: tuple[str, ...]
    extended_usages: tuple[str, ...] | None
    policies: tuple[str, ...]
    found: tuple[Found, ...]
    chain: tuple[str, ...] = ()
    thumbprint: str = ""

    def days_left(self, now: datetime | None = None) -> int:
        """Whole days until it expires; negative when it has."""
        return (self.not_after - (now or datetime.now(UTC))).days


@dataclass(frozen=True, slots=True)
class Terms:
    """What the operator asks of a certificate."""

    client: Cnpj | None = None
    now: datetime | None = None
    """The time to judge by, where it is not this very moment."""
    warn_days: int = 30
    accept_seal: bool = False
    exact_cnpj: bool = False


_WEIGHT = {Severity.UNFIT: 0, Severity.WARN: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Examination:
    """The outcome of looking at one file: its certificate, where it could be read, and every reason at once.

    `sha256` is of the bytes that were looked at, in hex; empty where none were opened.
    """

    reasons: tuple[Reason, ...]
    certificate: Certificate | None = None
    others: tuple[Certificate, ...] = ()
    sha256: str = ""

    def __post_init__(self) -> None:
        heaviest_first = sorted(self.reasons, key=lambda reason: _WEIGHT[reason.severity])
        object.__setattr__(self, "reasons", tuple(heaviest_first))

    @property
    def verdict(self) -> Verdict:
        """The heaviest reason decides."""
        severities = {reason.severity for reason in self.reasons}
        if Severity.UNFIT in severities:
            return Verdict.UNFIT
        return Verdict.WARN if Severity.WARN in severities else Verdict.FIT

    def says(self, code: str) -> bool:
        """Whether a reason with this code is among the reasons."""
        return any(reason.code == code for reason in self.reasons)


class RefusedError(Exception):
    """A file that cannot be opened, with the reason. It stays inside this package."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason
