"""What a row of the portal's list says, in our terms: an expiry out of four ways to write it, a default out of many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Generic, Protocol, TypeVar

from rpa.certificates import BRASILIA
from rpa.text import fold

_DAY_FIRST = re.compile(r"\b(\d{2})[/.-](\d{2})[/.-](\d{4}|\d{2})\b")
_YEAR_FIRST = re.compile(r"\b(\d{4})[/.-](\d{2})[/.-](\d{2})\b")
_DAYS = re.compile(r"(-?\d+)\s*(?:dias?)?\b")
_YES = {"sim", "s", "yes", "true", "1", "☑", "✓", "✔", "padrao", "certificado padrao", "x"}
_NO = {"nao", "n", "no", "false", "0", "☐", "✗", "✘", "-", "–"}


class _Row(Protocol):
    """A row as the list writes it (`pages.Entry` is one). `default` is None where there is no such column."""

    @property
    def nickname(self) -> str: ...
    @property
    def expiry(self) -> str: ...
    @property
    def expiry_title(self) -> str: ...
    @property
    def default(self) -> str | None: ...


RowT = TypeVar("RowT", bound=_Row)


@dataclass(frozen=True, slots=True)
class Listed(Generic[RowT]):
    """One certificate as the list shows it. `slack` is by how many days the date may be off, where days are counted."""

    entry: RowT
    expiry: date | None
    slack: int
    default: bool | None

    @property
    def nickname(self) -> str:
        """Apelido, as the portal kept it."""
        return self.entry.nickname

    def expires_on(self, day: date) -> bool:
        """Whether this is the expiry that the list shows."""
        return self.expiry is not None and abs(self.expiry - day) <= timedelta(days=self.slack)


def read(entries: Sequence[RowT], today: date) -> list[Listed[RowT]]:
    """The rows in our terms. `today` is Brasília's: lists that count days left count from it."""
    said = [_default(entry.default) for entry in entries]
    ticked = any(mark and fold(entry.default or "") != "x" for entry, mark in zip(entries, said, strict=True))
    return [_listed(entry, today, marked=any(said), crossed_out=ticked) for entry in entries]


def brasilia(moment: datetime) -> date:
    """The day in Brasília at a moment, which is how portals show the expiry of a PFX."""
    return moment.astimezone(BRASILIA).date()


def utc(moment: datetime) -> date:
    """The day in UTC at a moment: the PFX's own way to write its expiry, which a portal may have left as it is."""
    return moment.astimezone(UTC).date()


def _listed(entry: RowT, today: date, *, marked: bool, crossed_out: bool) -> Listed[RowT]:
    """`marked`: some row is marked as default. `crossed_out`: by something else than an X, which then means no."""
    default = _default(entry.default)
    if marked and entry.default == "":
        default = False  # only the default is marked in this list
    if crossed_out and fold(entry.default or "") == "x":
        default = False
    written = _date(entry.expiry)
    if written is not None:
        return Listed(entry, written, 0, default)
    days = _days_left(entry)
    return Listed(entry, None if days is None else today + timedelta(days=days), 1, default)


def _date(text: str) -> date | None:
    if found := _YEAR_FIRST.search(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.search(text):
        day, month, year = map(int, found.groups())
        year += 2000 if year < 100 else 0
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days_left(entry: _Row) -> int | None:
    """Days left, counted as negative where the text says that they are over."""
    found = _DAYS.search(entry.expiry)
    if found is None or not (
        "dia" in fold(entry.expiry) or "dia" in fold(entry.expiry_title) or found.group() == entry.expiry
    ):
        return None
    days = int(found.group(1))
    return -days if days > 0 and re.search(r"\bha\b|vencid|expirad", fold(entry.expiry)) else days


def _default(text: str | None) -> bool | None:
    if text is None:
        return None
    folded = fold(text)
    return True if folded in _YES else False if folded in _NO else None
