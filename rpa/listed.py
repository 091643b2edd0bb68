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
_DAYS = re.compile(r"-?\d+")
_BOXES = {"☑": True, "☐": False}  # not written there: so a ticked and an empty box are told


class PortalWords(Protocol):
    """The portal's own words, by their key in `pages/words.toml`."""

    def __getitem__(self, key: str, /) -> tuple[str, ...]: ...

    def means(self, text: str, key: str) -> bool:
        """Whether a text has one of the stems of a key."""


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


def read(entries: Sequence[RowT], today: date, words: PortalWords) -> list[Listed[RowT]]:
    """The rows in our terms. `today` is Brasília's: lists that count days left count from it."""
    said = [_default(entry.default, words) for entry in entries]
    ticked = any(mark and fold(entry.default or "") != "x" for entry, mark in zip(entries, said, strict=True))
    return [
        _listed(entry, default, today, words, marked=any(said), crossed_out=ticked)
        for entry, default in zip(entries, said, strict=True)
    ]


def brasilia(moment: datetime) -> date:
    """The day in Brasília at a moment, which is how portals show the expiry of a PFX."""
    return moment.astimezone(BRASILIA).date()


def utc(moment: datetime) -> date:
    """The day in UTC at a moment: the PFX's own way to write its expiry, which a portal may have left as it is."""
    return moment.astimezone(UTC).date()


def _listed(
    entry: RowT, default: bool | None, today: date, words: PortalWords, *, marked: bool, crossed_out: bool
) -> Listed[RowT]:
    """`marked`: some row is marked as default. `crossed_out`: by something else than an X, which then means no."""
    if marked and entry.default == "":
        default = False  # only the default is marked in this list
    if crossed_out and fold(entry.default or "") == "x":
        default = False
    written = _date(entry.expiry)
    if written is not None:
        return Listed(entry, written, 0, default)
    days = _days_left(entry, words)
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


def _days_left(entry: _Row, words: PortalWords) -> int | None:
    """Days left, counted as negative where the text says that they are over."""
    found = _DAYS.search(entry.expiry)
    counts = any(words.means(text, "certificates.days_left") for text in (entry.expiry, entry.expiry_title))
    if found is None or not (counts or found.group() == entry.expiry):
        return None
    days = int(found.group())
    return -days if days > 0 and words.means(entry.expiry, "certificates.days_over") else days


def _default(text: str | None, words: PortalWords) -> bool | None:
    if text is None or text in _BOXES:
        return None if text is None else _BOXES[text]
    for key, meant in (("certificates.default_yes", True), ("certificates.default_no", False)):
        if fold(text) in map(fold, words[key]):
            return meant
    return None
