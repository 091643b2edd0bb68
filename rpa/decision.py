"""What is to be done about one certificate, by what the portal's list shows: `plan` tells it, `renew` acts on it.

A row is this certificate only where something says so that is no other one's: its serial number or fingerprint; that
this very certificate was sent under its Apelido; or its expiry together with the Apelido that is given to this one. The
same day under another Apelido may be this one, saved by hand, or another one, reissued: a person has to compare.

Nothing here looks at a screen, and nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from rpa.certificates.identity import is_shown
from rpa.listed import Listed, utc
from rpa.renewal import Renewal, Sent
from rpa.text import fold

Row = Listed[Any]
Seen = tuple[tuple[str, str | None, bool | None], ...]
"""A list of certificates to be kept: of each its Apelido, its expiry as ISO 8601, and whether it is the default."""

_ALIKE = 8  # characters by which an Apelido is known again that the portal has cut

_NO_FILE = re.compile(r"\ba[2-4]\b")
"""A kind of certificate that lies on a card or in a token: never the one of a PFX file (ICP-Brasil, DOC-ICP-04)."""


class Match(Enum):
    """What a row of the list is to the certificate that is to be renewed."""

    SAME = "same"  # it is this one
    OTHER = "other"  # it is another one
    SAME_NAME = "same name"  # another one, as far as can be told, under the Apelido that this one is given
    SAME_DAY = "same day"  # it may be this one: it expires on the same day, under another Apelido
    UNREAD = "unread"  # it may be this one: its expiry is written, and cannot be read


@dataclass(frozen=True, slots=True)
class AlreadyCurrent:
    """This row is the certificate, as the default or not, as far as the list tells, as asked."""

    row: Row


@dataclass(frozen=True, slots=True)
class ChangeDefault:
    """This row is the certificate, and its Certificado Padrão is to be changed."""

    row: Row


@dataclass(frozen=True, slots=True)
class Add:
    """It is not in the list: it is to be added."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """The portal has a certificate that expires later, on this day: the file is an old one."""

    newer: date


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """These rows may be the certificate, or bear its Apelido: a person has to compare before anything is sent."""

    rows: tuple[tuple[Row, Match], ...]


@dataclass(frozen=True, slots=True)
class ChangedSinceApproval:
    """The list is no longer the one on which a person approved the renewal."""


Decision = AlreadyCurrent | ChangeDefault | Add | Outdated | PossibleDuplicate | ChangedSinceApproval


def decide(
    renewal: Renewal, rows: Sequence[Row], *, sent: Sequence[Sent] = (), approved: Seen | None = None
) -> Decision:
    """What is to be done. `sent` is what this program has sent to this company before, as far as it knows."""
    if approved is not None and _has_changed(rows, approved):
        return ChangedSinceApproval()
    matches = [(row, match(row, renewal, sent)) for row in rows]
    same = [row for row, found in matches if found is Match.SAME]
    current = next((row for row in same if row.default is renewal.default), same[0] if same else None)
    if current and current.default in (renewal.default, None):
        return AlreadyCurrent(current)
    if current:
        unread = tuple(each for each in matches if each[1] is Match.UNREAD)
        return PossibleDuplicate(unread) if unread else ChangeDefault(current)
    if newer := _newer(rows, renewal):
        return Outdated(newer)
    doubtful = tuple(each for each in matches if each[1] is not Match.OTHER)
    return PossibleDuplicate(doubtful) if doubtful else Add()


def match(row: Row, renewal: Renewal, sent: Sequence[Sent] = ()) -> Match:
    """What a row is to this certificate."""
    is_named_so = fold(row.nickname) == fold(renewal.nickname_beside([]))
    is_known_other = _is_known_other(row, renewal, sent)
    is_numbered = is_known_other and not renewal.nickname  # an Apelido that is made here gets a number then
    other = Match.SAME_NAME if is_named_so and not is_numbered else Match.OTHER
    told = is_shown(renewal.certificate, row.entry.serial, row.entry.fingerprint)
    if told:
        return Match.SAME
    is_no_file = _NO_FILE.search(fold(row.entry.kind or ""))
    if told is False or is_no_file or not (row.unread or shows_expiry(row, renewal)):
        return other
    if row.unread:
        return Match.UNREAD
    if any(each.fingerprint == renewal.certificate.fingerprint and _is_under(row, each) for each in sent):
        return Match.SAME
    if any(fold(each.nickname or "") == fold(row.nickname) for each in sent):  # another one was sent under it
        return other if is_known_other else Match.SAME_DAY
    is_accepted = is_named_so or (renewal.accept_same_day and row.slack == 0)
    return Match.SAME if is_accepted else Match.SAME_DAY


def shows_expiry(row: Row, renewal: Renewal) -> bool:
    """Whether a row shows the PFX's own expiry: Brasília's day, or UTC's, where a portal does not convert it."""
    return row.expires_on(renewal.expiry) or row.expires_on(utc(renewal.certificate.not_after))


def saved_row(rows: Sequence[Row], renewal: Renewal, nickname: str | None, before: Iterable[Row]) -> Row | None:
    """The row that is what was saved: its expiry under the Apelido that was given, else under one that was cut.

    A cut one, and any where the portal gives the names (`nickname` is None), must not have been there `before`. What
    shows another certificate's serial number or fingerprint is not what was saved.
    """
    there = {_mark(row) for row in before}
    found = [
        row
        for row in rows
        if shows_expiry(row, renewal)
        and is_shown(renewal.certificate, row.entry.serial, row.entry.fingerprint) is not False
    ]
    new = [row for row in found if _mark(row) not in there]
    if nickname is None:
        return next(iter(new), None)
    given = fold(nickname)
    cut = (row for row in new if len(fold(row.nickname)) >= _ALIKE and given.startswith(fold(row.nickname)))
    return next((row for row in found if fold(row.nickname) == given), next(cut, None))


def _mark(row: Row) -> tuple[str, str]:
    """What stays of a row when another one is saved: not whether it is the default."""
    return row.nickname, row.entry.expiry


def replaced_by(renewal: Renewal, rows: Sequence[Row]) -> Row | None:
    """The certificate in whose place this one comes: the default, else the one that expires last."""
    others = [row for row in rows if row.expiry and not shows_expiry(row, renewal)]
    return max(others, key=lambda row: (row.default is True, row.expiry), default=None)


def known_others(renewal: Renewal, rows: Sequence[Row], sent: Sequence[Sent]) -> list[str]:
    """Apelidos of entries that this program sent itself with another certificate: a new one is numbered beside them."""
    return [row.nickname for row in rows if _is_known_other(row, renewal, sent)]


def _is_known_other(row: Row, renewal: Renewal, sent: Sequence[Sent]) -> bool:
    """Whether this program sent another certificate under the row's Apelido, whose expiry the row shows."""
    return any(
        each.fingerprint != renewal.certificate.fingerprint
        and fold(each.nickname or "") == fold(row.nickname)
        and each.expiry is not None
        and row.expires_on(each.expiry)
        for each in sent
    )


def _is_under(row: Row, sent: Sent) -> bool:
    """Whether a row bears the Apelido under which something was sent, be it cut."""
    shown, given = fold(row.nickname.rstrip(" .…")), fold(sent.nickname or "")
    return shown == given or (len(shown) >= _ALIKE and given.startswith(shown))


def _newer(rows: Sequence[Row], renewal: Renewal) -> date | None:
    """When the portal's default, or its last, expires, if that is after this one's."""
    there = replaced_by(renewal, rows)
    if there is None or there.expiry is None or there.expiry - timedelta(days=there.slack) <= renewal.expiry:
        return None
    return there.expiry


def _has_changed(rows: Sequence[Row], approved: Seen) -> bool:
    """Whether the list is another one than was approved. Days left may be off by one."""
    now = [(row.nickname, row.default) for row in rows]
    then = [(nickname, default) for nickname, _expiry, default in approved]
    return now != then or not all(
        row.expiry is None or expiry is None or row.expires_on(date.fromisoformat(expiry))
        for row, (_nickname, expiry, _default) in zip(rows, approved, strict=True)
    )
