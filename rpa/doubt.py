"""Why the list does not settle what becomes of a certificate, and what a person compares then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pages import Words
from rpa.certificates.compare import against_portal
from rpa.cnpj import Cnpj
from rpa.decision import Match, PossibleDuplicate, Row
from rpa.explain import quoted
from rpa.messages import _
from rpa.renewal import Renewal


def names_another(words: Words, texts: Iterable[str | None], renewal: Renewal) -> tuple[str, ...]:
    """Those texts in which the portal says that it is another company's, be it by a CNPJ of another root."""
    own = {number.root for number in (renewal.cnpj, renewal.certificate.cnpj) if number}
    return tuple(
        text
        for text in dict.fromkeys(filter(None, texts))
        if words.means(text, "messages.other_company") or {number.root for number in Cnpj.find(text)} - own
    )


def possible_duplicate(found: PossibleDuplicate, renewal: Renewal) -> str:
    """Which entries may be the certificate, what to compare, and what to do then."""
    told = " ".join(_told(row, match, renewal) for row, match in found.rows)
    compare = _(
        "Nothing was sent. Compare it in the portal with this certificate: valid until {date}, serial number {serial}."
    )
    todo = [_TODO[match]() for match in dict.fromkeys(match for _row, match in found.rows)]
    return " ".join([told, compare.format(date=_day(renewal.expiry), serial=renewal.certificate.serial), *todo])


def nickname_taken(nickname: str) -> str:
    """That the list has an entry of this Apelido already."""
    told = _("The list has an entry “{nickname}” already, and nothing was sent.").format(nickname=nickname)
    return f"{told} {_another_nickname()}"


def outdated(renewal: Renewal, newer: date) -> str:
    """That the portal has a newer certificate: the file is an old one."""
    reason = against_portal(renewal.certificate, newer)
    text = f"{reason.text} {reason.todo}" if reason else ""
    return f"{renewal.pfx.name}: {text}"


def of_another(shown: Row, said: tuple[str, ...]) -> str:
    """That the portal itself doubts whose certificate it has."""
    told = _("It is in the list as “{nickname}”, but the portal says that it may be another company's: {words}")
    look = _("Look in the portal whose certificate that is, before anything is issued with it.")
    return f"{told.format(nickname=shown.nickname, words=quoted(said))} {look}"


def answered_earlier(said: tuple[str, ...]) -> str:
    """What the portal said to an earlier Salvar."""
    return _("When it was sent before, the portal said: {words}").format(words=quoted(said))


def answered(said: tuple[str, ...]) -> str:
    """What the portal said to Salvar."""
    return _("The portal said: {words}").format(words=quoted(said))


def yes_or_no(default: bool) -> str:
    """An answer to Certificado Padrão, as the portal writes it."""
    return "Sim" if default else "Não"


def _told(row: Row, match: Match, renewal: Renewal) -> str:
    if match is Match.UNREAD:
        text = _("The expiry of “{nickname}” in the list cannot be read: “{written}”.")
        return text.format(nickname=row.nickname, written=row.unread)
    if match is Match.SAME_DAY:
        text = _("“{nickname}” in the list expires on the same day, and may be this certificate.")
        return text.format(nickname=row.nickname)
    until = _day(row.expiry) if row.expiry else "–"
    text = _("The list has an entry “{nickname}” already, valid until {date}.")
    return text.format(nickname=row.nickname, date=until)


def _another_nickname() -> str:
    return _("If it is another certificate, give this one another name in the column apelido.")


_TODO = {
    Match.UNREAD: lambda: _("If it is another one, add this one by hand."),
    Match.SAME_DAY: lambda: _(
        "If it is this one, pass --accept-same-day; if it is another one, delete it or add this one by hand."
    ),
    Match.SAME_NAME: _another_nickname,
}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
