"""How a client ends: states that a person can act on, and what is told of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from rpa.cnpj import Cnpj


class Result(StrEnum):
    """How a client ended. The comments say whose turn it is then."""

    RENEWED = "renewed"  # nobody's: saved, and then seen in the list as it should be
    ALREADY_CURRENT = "already_current"  # nobody's: the list already shows it; nothing was sent
    POSSIBLE_DUPLICATE = "possible_duplicate"  # a person's: an entry of the list may be it; nothing was sent
    BLOCKED = "blocked"  # the client's or ours: the file is not fit; the portal was not touched
    REFUSED = "refused"  # a person's: the portal said no, in its own words
    UNVERIFIED = "unverified"  # a person's: sent, but the list does not show it; look there
    FAILED = "failed"  # the program's: it never got as far as Salvar; safe to try again
    PARKED = "parked"  # a person's, in the portal: captcha, code, terms, new password, locked, no permission
    NO_ACCESS = "no_access"  # a person's: the login has not got this company; nothing was changed
    RENEW = "renew"  # of a plan only: it would be sent

    @property
    def good(self) -> bool:
        """Whether nothing is left to do in the portal."""
        return self in (Result.RENEWED, Result.ALREADY_CURRENT)

    @property
    def fine(self) -> bool:
        """Whether a run of such clients is a success: nothing is left to do in the portal, or a plan can be done."""
        return self.good or self is Result.RENEW


class FollowUp(StrEnum):
    """What is left to do in Siscoban (help article, section 3)."""

    NONE = "none"  # Siscoban downloads the new certificate by itself the next day
    VALIDADE_CERTIFICADO = "validade_certificado"  # someone clicks Validade Certificado at the client's


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one client. Dates are Brasília's; `seconds` is the time spent on this client in the portal.

    `said` is what the portal answered to Salvar, word for word; `fingerprint` the SHA-256 of the certificate that was
    to be renewed, in hex; `steps` how many of the `seconds` each step of the road took, `spent` how many were the
    portal's, the browser's and our own; `seen` the list before anything was done: of each certificate Apelido, expiry
    (ISO 8601) and whether it was the default.
    """

    row: int
    cnpj: Cnpj
    company: str
    result: Result
    reason: str
    nickname: str | None = None
    warnings: tuple[str, ...] = ()
    valid_until: date | None = None
    replaced_valid_until: date | None = None
    default: bool | None = None
    follow_up: FollowUp | None = None
    evidence: Path | None = None
    seconds: float = field(default=0.0)
    said: tuple[str, ...] = ()
    fingerprint: str | None = None
    steps: Mapping[str, float] = field(default_factory=dict)
    spent: Mapping[str, float] = field(default_factory=dict)
    seen: tuple[tuple[str, str | None, bool | None], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The fields of a line of `--json`, in their order; dates as ISO 8601, the CNPJ bare."""
        return {
            "row": self.row,
            "cnpj": self.cnpj.text,
            "company": self.company,
            "nickname": self.nickname,
            "result": self.result.value,
            "reason": self.reason,
            "warnings": list(self.warnings),
            "valid_until": self.valid_until and self.valid_until.isoformat(),
            "replaced_valid_until": self.replaced_valid_until and self.replaced_valid_until.isoformat(),
            "default": self.default,
            "follow_up": self.follow_up and self.follow_up.value,
            "evidence": self.evidence and str(self.evidence),
            "seconds": round(self.seconds, 2),
            "said": list(self.said),
            "fingerprint": self.fingerprint,
            "steps": {step: round(seconds, 3) for step, seconds in self.steps.items()},
            "spent": {whose: round(seconds, 3) for whose, seconds in self.spent.items()},
            "seen": [list(row) for row in self.seen],
        }

    @classmethod
    def from_json(cls, line: Mapping[str, Any]) -> Outcome:
        """The outcome that `as_json` wrote. Raises KeyError, ValueError or TypeError for anything else."""
        for name, kind in _KINDS.items():
            if not isinstance(line[name], kind):
                raise TypeError(name)
        return cls(
            row=line["row"],
            cnpj=Cnpj(line["cnpj"]),
            company=line["company"],
            result=Result(line["result"]),
            reason=line["reason"],
            nickname=line["nickname"],
            warnings=tuple(line["warnings"]),
            valid_until=_day(line["valid_until"]),
            replaced_valid_until=_day(line["replaced_valid_until"]),
            default=line["default"],
            follow_up=FollowUp(line["follow_up"]) if line["follow_up"] else None,
            evidence=Path(line["evidence"]) if line["evidence"] else None,
            seconds=line["seconds"],
            said=tuple(line["said"]),
            fingerprint=line["fingerprint"],
            steps=line["steps"],
            spent=line.get("spent", {}),  # lines of earlier versions have none
            seen=tuple((row[0], row[1], row[2]) for row in line["seen"]),
        )


_KINDS = {
    "row": int, "company": str, "reason": str, "nickname": str | None, "default": bool | None, "warnings": list,
    "said": list, "seconds": int | float, "fingerprint": str | None, "steps": dict, "seen": list,
}  # fmt: skip
"""What a line holds, where a wrong one would be noticed too late."""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
