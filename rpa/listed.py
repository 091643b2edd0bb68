"""What a row of the portal's list says, in our terms: its expiry (`rpa/expiry.py`), and a default out of many words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Generic, Protocol, TypeVar

from rpa.certificates import BRASILIA
from rpa.expiry import read_expiry
from rpa.text import fold

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
    """One certificate as the list shows it. `slack` is by how many days the date may be off, where days are counted.

    `unread` is an expiry that is written and cannot be read: such a row may be any certificate.
    """

    entry: RowT
    expiry: date | None
    slack: int
    default: bool | None
    unread: str = ""

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
    expiry = read_expiry(entry.expiry, entry.expiry_title, today, words)
    return Listed(entry, expiry.day, expiry.slack, default, expiry.unread)


def _default(text: str | None, words: PortalWords) -> bool | None:
    if text is None or text in _BOXES:
        return None if text is None else _BOXES[text]
    for key, meant in (("certificates.default_yes", True), ("certificates.default_no", False)):
        if fold(text) in map(fold, words[key]):
            return meant
    return None
