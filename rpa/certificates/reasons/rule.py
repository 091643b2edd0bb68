"""What can be said of a certificate: a rule has a stable code and two sentences; a reason is a rule that applies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import Enum

from rpa.messages import _

BRASILIA = timezone(timedelta(hours=-3))
"""Brasília's time. There is no summer time since 2019, and Windows has no time zone data of its own."""

Value = str | int | date
"""What a sentence may be filled with: plain values, so that a reason can cross a process boundary."""


class Severity(Enum):
    """How much a reason weighs."""

    INFO = "info"  # worth knowing; changes nothing
    WARN = "warn"  # can be sent, but somebody should look
    UNFIT = "unfit"  # must not be sent


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be said: `EXPIRED(date=…)` is the reason that says it. The code never changes."""

    code: str
    severity: Severity
    sentence: Callable[[], str]
    advice: Callable[[], str]

    def __call__(self, **values: Value) -> Reason:
        """The reason that this rule gives here, its sentences filled with these values."""
        return Reason(self, values)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file is fit or not: a code for programs, a sentence for people, and what to do about it."""

    rule: Rule
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """A stable English slug."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return self.rule.severity

    @property
    def text(self) -> str:
        """What is the matter, in the operator's language."""
        return self._filled(self.rule.sentence())

    @property
    def todo(self) -> str:
        """What to do about it, in the operator's language; empty where nothing is to be done."""
        return self._filled(self.rule.advice())

    def _filled(self, sentence: str) -> str:
        return sentence.format_map({name: _shown(value) for name, value in self.values.items()})


def _shown(value: Value) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(BRASILIA).date()
    if isinstance(value, date):
        return value.strftime(_("%Y-%m-%d"))
    return str(value)


def no_advice() -> str:
    """For what needs nothing to be done."""
    return ""
