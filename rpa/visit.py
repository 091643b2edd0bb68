"""One renewal under way: what was seen and done so far, and which row of the list is its certificate."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pages import Answer, CertificatesPage, Entry, FilePayload
from rpa.after_salvar import where_to_look
from rpa.certificates import BRASILIA
from rpa.cnpj import Cnpj
from rpa.decision import Decision, Seen, decide, known_others, replaced_by, saved_row
from rpa.intention import Journal, Listed, NotRecordedError, answer_in, intention_of, listed_in
from rpa.listed import brasilia, read
from rpa.outcome import FollowUp, Outcome, Result
from rpa.redaction import clean
from rpa.renewal import Renewal, Sent
from rpa.secret import Secret
from rpa.text import fold

READINGS = (0.0, 2.0, 5.0, 8.0)
"""Seconds to let pass before each reading of the list after Salvar: a portal's list may lag behind."""


class NicknameTakenError(Exception):
    """The list has an entry of this Apelido already; nothing was sent."""

    def __init__(self, nickname: str) -> None:
        super().__init__("the Apelido is taken")
        self.nickname = nickname


@dataclass
class Visit:
    """What happened so far on the way of one renewal, so that nothing is ever sent again unread.

    `sent` is set just before Salvar is pressed; `before` is the list as it was then; `nickname` is what was filled in,
    None where the form asks for none; `upload` is the file as it was read and compared with what was examined;
    `no_default` is set where it does not ask for Certificado Padrão: then no certificate is more than another; `now` is
    the time to count from; `told_before` is what the list said before anything was sent;
    `shown` is the row that is the certificate, once the visit has ended with one. `approved` is the list on which a
    person has approved the renewal, where one was asked; `replaced_earlier` the list before an earlier command pressed
    Salvar, where nobody has seen what came of that, and `answered_earlier` what the portal said to it; `sent_before`
    what this program has sent to this company before, as far as it knows; `secrets` what the portal may repeat, beside
    the password of the PFX; `elsewhere` what another company is called that was seen to be selected after Salvar.
    """

    renewal: Renewal
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    readings: Sequence[float] = READINGS
    journal: Journal | None = None
    approved: Seen | None = None
    replaced_earlier: list[Listed] | None = None
    answered_earlier: Answer | None = None
    sent_before: Sequence[Sent] = ()
    secrets: Sequence[Secret] = ()
    elsewhere: str = ""
    sent: bool = False
    nickname: str | None = None
    upload: FilePayload | None = field(default=None, repr=False)
    no_default: bool = False
    before: list[Listed] = field(default_factory=list)
    answer: Answer | None = None
    warnings: list[str] = field(default_factory=list)
    steps: dict[str, float] = field(default_factory=dict)
    shown: Entry | None = None
    told_before: frozenset[str] | None = None
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
        self._record()
        self.sent = True

    def answered(self, answer: Answer) -> None:
        """The portal has answered Salvar: its words are kept, without a secret in them. Raises NotRecordedError."""
        said = tuple(clean(words, self.renewal.password, *self.secrets) for words in answer.said)
        self.answer = replace(answer, said=said)
        self._record()

    def _record(self) -> None:
        intention = intention_of(self.nickname, self.before, self.answer, self.elsewhere)
        try:
            if self.journal:
                self.journal.intend(intention)
        except Exception as error:
            raise NotRecordedError from error

    def saw_elsewhere(self, company: str) -> None:
        """Keep that another company was seen to be selected after Salvar. Raises NotRecordedError."""
        if company and not self.elsewhere and self.renewal.cnpj not in Cnpj.find(company):
            self.elsewhere = clean(company, self.renewal.password, *self.secrets)[:80]
            self._record()

    def not_saved(self) -> None:
        """Salvar was not pressed after all."""
        if self.journal:
            self.journal.withdraw()
        self.sent = False

    def resume(self, intention: Mapping[str, Any]) -> None:
        """Go on where an earlier process broke off: Salvar may have been pressed, so the list is only read."""
        self.nickname = intention["nickname"]
        self.before = listed_in(intention)
        self.answer = answer_in(intention)
        self.elsewhere = intention.get("elsewhere", "")
        self.sent = True

    def resume_unseen(self, intention: Mapping[str, Any]) -> None:
        """Begin anew after an earlier command that may have pressed Salvar, and did not see what came of it."""
        self.replaced_earlier = listed_in(intention)
        self.answered_earlier = answer_in(intention)
        self.elsewhere = intention.get("elsewhere", "")

    @property
    def may_have_saved(self) -> bool:
        """Whether Salvar may have been pressed, by now or by an earlier command, and the list was not read since."""
        return self.sent or (self.replaced_earlier is not None and not self._has_read)

    def read(self, certificates: CertificatesPage) -> list[Listed]:
        """The list in our terms, at this visit's time."""
        listed = read(certificates.entries(), self.now.astimezone(BRASILIA).date(), certificates.window.words)
        self._has_read = True
        return listed

    @property
    def decision(self) -> Decision:
        """What is to be done, by the list as it was before anything was."""
        return decide(self.renewal, self.before, sent=self.sent_before, approved=self.approved)

    def nickname_within(self, limit: int | None) -> str:
        """The Apelido to give, of at most so many characters. Raises NicknameTakenError where the list has it already.

        One that is made here is numbered beside entries that this program sent itself with other certificates.
        """
        others = known_others(self.renewal, self.before, self.sent_before)
        nickname = self.renewal.nickname_beside(others, limit)
        if fold(nickname) in (fold(row.nickname) for row in self.before):
            raise NicknameTakenError(nickname)
        return nickname

    def news(self, certificates: CertificatesPage) -> list[str]:
        """What the portal says on the list, or in a box of the browser's own, that it did not say before Salvar."""
        window = certificates.window
        messages = () if self.told_before is None else window.messages  # else nobody knows which of them are new
        return [
            text
            for text in (*messages, *(box.text for box in window.traffic.untold))
            if text not in (self.told_before or ())
        ]

    def has_default_asked(self, row: Listed) -> bool:
        """Whether an entry is the default, or not, as asked; any is, where the portal knows no default."""
        return row.default is self.renewal.default or (row.default is None and self.no_default)

    def saved(self, listed: Sequence[Listed]) -> Listed | None:
        """The row that is our certificate now."""
        return saved_row(listed, self.renewal, self.nickname, self.before)

    def replaced(self, listed: Sequence[Listed]) -> Listed | None:
        """The certificate in whose place ours comes: the default, else the one that expires last."""
        return replaced_by(self.renewal, listed)

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


def seen(listed: Sequence[Listed]) -> Seen:
    """A list as it is kept."""
    return tuple((row.nickname, row.expiry.isoformat() if row.expiry else None, row.default) for row in listed)
