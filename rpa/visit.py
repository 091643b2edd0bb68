"""One renewal under way: what was seen and done so far, and which row of the list is its certificate."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from pages import Answer, CertificatesPage, Entry
from rpa.after_salvar import where_to_look
from rpa.certificates import BRASILIA
from rpa.cnpj import Cnpj
from rpa.listed import Listed as ListedRow
from rpa.listed import brasilia, read, utc
from rpa.outcome import FollowUp, Outcome, Result
from rpa.renewal import Renewal
from rpa.text import fold

Listed = ListedRow[Entry]

READINGS = (0.0, 2.0, 5.0, 8.0)
"""Seconds to let pass before each reading of the list after Salvar: a portal's list may lag behind."""

_ALIKE = 8  # characters by which an Apelido is known again that the portal has cut, or that has got a number

_NO_FILE = re.compile(r"\ba[2-4]\b")
"""A kind of certificate that lies on a card or in a token: never the one of a PFX file (ICP-Brasil, DOC-ICP-04)."""

Seen = tuple[tuple[str, str | None, bool | None], ...]
"""A list of certificates to be kept: of each its Apelido, its expiry as ISO 8601, and whether it is the default."""


class NotRecordedError(Exception):
    """What was about to be saved could not be written down: Salvar was not pressed. The cause says why."""


class Journal(Protocol):
    """Where it is written down that Salvar is about to be pressed, so that a crash leaves no doubt about it."""

    def intend(self, intention: Mapping[str, Any]) -> None:
        """On the disk when it returns."""

    def withdraw(self) -> None:
        """Salvar was not pressed after all."""


@dataclass
class Visit:
    """What happened so far on the way of one renewal, so that nothing is ever sent again unread.

    `sent` is set just before Salvar is pressed; `before` is the list as it was then; `nickname` is what was filled in,
    None where the form asks for none; `no_default` is set where it does not ask for Certificado Padrão: then no
    certificate is more than another; `now` is the time to count from;
    `shown` is the row that is the certificate, once the visit has ended with one. `approved` is the list on which a
    person has approved the renewal, where one was asked; `replaced_earlier` the list before an earlier command pressed
    Salvar, where nobody has seen what came of that; `elsewhere` what another company is called that was seen to be
    selected after Salvar.
    """

    renewal: Renewal
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    readings: Sequence[float] = READINGS
    journal: Journal | None = None
    approved: Seen | None = None
    replaced_earlier: list[Listed] | None = None
    elsewhere: str = ""
    sent: bool = False
    nickname: str | None = None
    no_default: bool = False
    before: list[Listed] = field(default_factory=list)
    answer: Answer | None = None
    warnings: list[str] = field(default_factory=list)
    steps: dict[str, float] = field(default_factory=dict)
    shown: Entry | None = None
    _intention: dict[str, Any] = field(default_factory=dict)
    _has_read: bool = False

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time of what is done inside as a step of the road; what is begun again adds up."""
        started = time.monotonic()
        try:
            yield
        finally:
            self.steps[name] = self.steps.get(name, 0.0) + time.monotonic() - started

    def about_to_save(self) -> None:
        """Salvar is about to be pressed. Raises NotRecordedError: then it must not be."""
        before = [{**asdict(row), "expiry": row.expiry and row.expiry.isoformat()} for row in self.before]
        self._intend({"nickname": self.nickname, "before": before})
        self.sent = True

    def saw_elsewhere(self, company: str) -> None:
        """Keep that another company was seen to be selected after Salvar. Raises NotRecordedError."""
        if company and not self.elsewhere and self.renewal.cnpj not in Cnpj.find(company):
            self.elsewhere = company[:80]
            self._intend({**self._intention, "elsewhere": self.elsewhere})

    def _intend(self, intention: dict[str, Any]) -> None:
        try:
            if self.journal:
                self.journal.intend(intention)
        except Exception as error:
            raise NotRecordedError from error
        self._intention = intention

    def not_saved(self) -> None:
        """Salvar was not pressed after all."""
        if self.journal:
            self.journal.withdraw()
        self.sent = False

    def resume(self, intention: Mapping[str, Any]) -> None:
        """Go on where an earlier process broke off: Salvar may have been pressed, so the list is only read."""
        self._intention = dict(intention)
        self.nickname = intention["nickname"]
        self.before = listed_in(intention)
        self.elsewhere = intention.get("elsewhere", "")
        self.sent = True

    def resume_after(self, earlier: Mapping[str, Any]) -> None:
        """Begin anew after an earlier command that may have pressed Salvar, and did not see what came of it."""
        self.replaced_earlier = listed_in(earlier)
        self.elsewhere = earlier.get("elsewhere", "")

    @property
    def may_have_saved(self) -> bool:
        """Whether Salvar may have been pressed, by now or by an earlier command, and the list was not read since."""
        return self.sent or (self.replaced_earlier is not None and not self._has_read)

    @property
    def changed_since_approved(self) -> bool:
        """Whether the list is no longer the one on which a person approved the renewal. Days left may be off by one."""
        if self.approved is None:
            return False
        now = [(row.nickname, row.default) for row in self.before]
        then = [(nickname, default) for nickname, _expiry, default in self.approved]
        return now != then or not all(
            row.expiry is None or expiry is None or row.expires_on(date.fromisoformat(expiry))
            for row, (_nickname, expiry, _default) in zip(self.before, self.approved, strict=True)
        )

    def read(self, certificates: CertificatesPage) -> list[Listed]:
        """The list in our terms, at this visit's time."""
        listed = read(certificates.entries(), self.now.astimezone(BRASILIA).date(), certificates.window.words)
        self._has_read = True
        return listed

    def already(self, listed: Sequence[Listed]) -> Listed | None:
        """The entry that is this certificate already: the one that is as asked, if several show its expiry."""
        found = [row for row in listed if self._shows_expiry(row) and not _NO_FILE.search(fold(row.entry.kind or ""))]
        return next((row for row in found if row.default is self.renewal.default), found[0] if found else None)

    def shows_expiry(self, listed: Sequence[Listed]) -> bool:
        """Whether any entry shows this certificate's expiry, be it this certificate or another one."""
        return any(map(self._shows_expiry, listed))

    def is_named_otherwise(self, row: Listed) -> bool:
        """Whether an entry has another Apelido than this program would give, or would have given it in another run."""
        return fold(row.nickname)[:_ALIKE] != fold(self.renewal.nickname_beside([]))[:_ALIKE]

    def has_default_asked(self, row: Listed) -> bool:
        """Whether an entry is the default, or not, as asked; any is, where the portal knows no default."""
        return row.default is self.renewal.default or (row.default is None and self.no_default)

    def saved(self, listed: Sequence[Listed]) -> Listed | None:
        """The row that is our certificate now: its expiry under our name, which the portal may have cut.

        Where the portal gives the names, the row that is new.
        """
        name = fold(self.nickname or "")
        old = [row.entry for row in self.before]
        for row in listed:
            kept = fold(row.nickname)
            cut = name.startswith(kept) and len(kept) >= _ALIKE and row.entry not in old
            ours = kept == name or cut if self.nickname else row.entry not in old
            if ours and self._shows_expiry(row):
                return row
        return None

    def replaced(self, listed: Sequence[Listed]) -> Listed | None:
        """The certificate in whose place ours comes: the default, else the one that expires last."""
        others = [row for row in listed if row.expiry and not self._shows_expiry(row)]
        return max(others, key=lambda row: (row.default is True, row.expiry), default=None)

    def newer_there(self, listed: Sequence[Listed]) -> date | None:
        """When the portal's default, or its last, expires, if that is after ours: then our file is an old one."""
        there = self.replaced(listed)
        if there is None or there.expiry is None or there.expiry - timedelta(days=there.slack) <= self.renewal.expiry:
            return None
        return there.expiry

    def follow_up(self, replaced: Listed | None) -> FollowUp:
        """What is left to do in Siscoban: nothing, if what was replaced had not expired (help article, section 3)."""
        if replaced and replaced.expiry and replaced.expiry >= brasilia(self.now):
            return FollowUp.NONE
        return FollowUp.VALIDADE_CERTIFICADO

    def breaks_off(self, reason: str, before: Result = Result.FAILED) -> Outcome:
        """How it ends on its way: as it is said `before` Salvar; after that, only the list can tell."""
        if not self.may_have_saved:
            return self.ends(before, reason)
        result = before if before is Result.PARKED and not self.sent else Result.UNVERIFIED
        return self.ends(result, f"{reason} {where_to_look(self.elsewhere)}")

    def ends(self, result: Result, reason: str, row: Listed | None = None, replaced: Listed | None = None) -> Outcome:
        """The outcome of this visit: `row` is the certificate as the list shows it, `replaced` the one before it."""
        renewal, self.shown = self.renewal, row.entry if row else None
        return Outcome(
            row=renewal.row,
            cnpj=renewal.cnpj,
            company=renewal.name,
            result=result,
            reason=reason,
            nickname=row.nickname if row else self.nickname or renewal.nickname,
            warnings=(*renewal.warnings, *self.warnings),
            valid_until=renewal.expiry,
            replaced_valid_until=replaced.expiry if replaced else None,
            default=row.default if row else None,
            said=self.answer.said if self.answer else (),
            fingerprint=renewal.certificate.fingerprint,
            steps=dict(self.steps),
            seen=seen(self.before),
        )

    def _shows_expiry(self, row: Listed) -> bool:
        """Whether a row shows the PFX's own expiry: Brasília's day, or UTC's, where a portal does not convert it."""
        certificate = self.renewal.certificate
        return row.expires_on(self.renewal.expiry) or row.expires_on(utc(certificate.not_after))


def listed_in(intention: Mapping[str, Any]) -> list[Listed]:
    """The list as it was when something was about to be saved."""
    days = [date.fromisoformat(row["expiry"]) if row["expiry"] else None for row in intention["before"]]
    return [
        ListedRow(Entry(**row["entry"]), day, row["slack"], row["default"])
        for row, day in zip(intention["before"], days, strict=True)
    ]


def seen(listed: Sequence[Listed]) -> Seen:
    """A list as it is kept."""
    return tuple((row.nickname, row.expiry.isoformat() if row.expiry else None, row.default) for row in listed)
