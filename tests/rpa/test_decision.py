"""What is to be done about a certificate, for every kind of list: one table, without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pages import Entry
from rpa.certificates import Certificate, Kind
from rpa.certificates.identity import is_shown
from rpa.cnpj import Cnpj
from rpa.decision import (
    Add,
    AlreadyCurrent,
    ChangeDefault,
    ChangedSinceApproval,
    Match,
    Outdated,
    PossibleDuplicate,
    decide,
    match,
    saved_row,
)
from rpa.listed import Listed
from rpa.renewal import Renewal, Sent
from rpa.secret import Secret

ENDS = datetime(2027, 10, 31, 12, tzinfo=UTC)
DAY, OURS, OTHERS = ENDS.date(), "aa" * 32, "bb" * 32
NAME = "PADARIA 2027"
CERTIFICATE = Certificate(
    cnpj=Cnpj("11222333000181"), holder="PADARIA", person=None, cpf=None, kind=Kind.A1, issuer="AC",
    serial="3A7BC0FFEE0012", fingerprint=OURS, thumbprint="cc" * 20, not_before=ENDS - timedelta(days=365),
    not_after=ENDS, key="RSA-2048", usages=(), extended_usages=None, policies=(), found=(),
)  # fmt: skip
RENEWAL = Renewal(
    row=2, cnpj=Cnpj("11222333000181"), company="PADARIA", account="a@b", pfx=Path("p.pfx"), password=Secret("x"),
    certificate=CERTIFICATE, sha256="ee" * 32,
)  # fmt: skip


def row(nickname: str = NAME, day: date | None = DAY, *, default: bool | None = True, **more: Any) -> Listed[Entry]:
    """A row of the list; what is not named is as our certificate's."""
    slack, unread = more.pop("slack", 0), more.pop("unread", "")
    values: dict[str, Any] = {"kind": "A1", "status": "Ativo", **more}
    entry = Entry(nickname, f"{day}", "Sim" if default else "Não", **values)
    return Listed(entry, day, slack, default, unread)


OLD = row("antigo", DAY - timedelta(days=350))


@pytest.mark.parametrize(
    ("rows", "decision"),
    [
        ([], Add()),
        ([OLD], Add()),
        ([OLD, row()], AlreadyCurrent(row())),
        ([row("padaria  2027")], AlreadyCurrent(row("padaria  2027"))),
        ([row(day=DAY + timedelta(days=1), slack=1)], AlreadyCurrent(row(day=DAY + timedelta(days=1), slack=1))),
        ([row(default=None)], AlreadyCurrent(row(default=None))),
        ([row(default=False)], ChangeDefault(row(default=False))),
        ([row(default=False), row()], AlreadyCurrent(row())),
        ([row("outro")], PossibleDuplicate(((row("outro"), Match.SAME_DAY),))),
        ([row("outro", slack=1)], PossibleDuplicate(((row("outro", slack=1), Match.SAME_DAY),))),
        ([row("outro", kind="A3")], Add()),
        ([row("x", None, unread="11 meses")], PossibleDuplicate(((row("x", None, unread="11 meses"), Match.UNREAD),))),
        ([row(), row("x", None, unread="?!")], AlreadyCurrent(row())),
        (
            [row(default=False), row("x", None, unread="?!")],
            PossibleDuplicate(((row("x", None, unread="?!"), Match.UNREAD),)),
        ),
        ([row(day=OLD.expiry)], PossibleDuplicate(((row(day=OLD.expiry), Match.SAME_NAME),))),
        ([row(day=None)], PossibleDuplicate(((row(day=None), Match.SAME_NAME),))),
        ([row("nova", DAY + timedelta(days=30))], Outdated(DAY + timedelta(days=30))),
        ([row("outro", serial="3a:7b:c0:ff:ee:00:12")], AlreadyCurrent(row("outro", serial="3a:7b:c0:ff:ee:00:12"))),
        ([row(serial="99:99:99:99:99")], PossibleDuplicate(((row(serial="99:99:99:99:99"), Match.SAME_NAME),))),
        ([row("outro", serial="99:99:99:99:99")], Add()),
        ([row("o", None, unread="!", fingerprint=OURS)], AlreadyCurrent(row("o", None, unread="!", fingerprint=OURS))),
    ],
)  # fmt: skip
def test_a_list_decides_what_is_done(rows: list[Listed[Entry]], decision: object) -> None:
    """Each kind of list has one decision, which is what `plan` tells and `renew` does."""
    assert decide(RENEWAL, rows) == decision


@pytest.mark.parametrize(
    ("sent", "listed", "found"),
    [
        ([Sent("outro", OURS)], row("outro"), Match.SAME),
        ([Sent("outro nome bem comprido", OURS)], row("outro nome b…"), Match.SAME),
        ([Sent("outro", OTHERS, DAY)], row("outro"), Match.OTHER),
        ([Sent("outro", OTHERS, DAY - timedelta(days=9))], row("outro"), Match.SAME_DAY),
        ([Sent("outro", OTHERS)], row("outro"), Match.SAME_DAY),
        ([Sent(NAME, OTHERS, DAY)], row(), Match.OTHER),
        ([Sent(NAME, OTHERS)], row(), Match.SAME_DAY),
        ([Sent(NAME, OTHERS, OLD.expiry)], row(day=OLD.expiry), Match.OTHER),
        ([Sent(NAME, OTHERS, DAY)], row(day=OLD.expiry), Match.SAME_NAME),
        ([Sent("fora", OURS)], row("outro"), Match.SAME_DAY),
        ([Sent("outro nome", OURS)], row("outro"), Match.SAME_DAY),
    ],
)
def test_what_was_sent_before_tells_which_certificate_an_apelido_has(
    sent: list[Sent], listed: Listed[Entry], found: Match
) -> None:
    """The one that was sent under an Apelido is the one that stands there, as long as its expiry does."""
    assert match(listed, RENEWAL, sent) is found


def test_an_apelido_of_the_clients_file_is_never_numbered() -> None:
    """Where another certificate was sent under it, a person gives another; a name that is made here gets a number."""
    sent = [Sent(NAME, OTHERS, OLD.expiry)]
    given = replace(RENEWAL, nickname=NAME)

    assert match(row(day=OLD.expiry), given, sent) is Match.SAME_NAME
    assert decide(RENEWAL, [row(day=OLD.expiry)], sent=sent) == Add()


def test_the_same_day_may_be_accepted_but_not_days_left() -> None:
    """Who renews by hand, too, says so; a number of days is too coarse even then."""
    accepting = replace(RENEWAL, accept_same_day=True)

    assert match(row("outro"), accepting) is Match.SAME
    assert match(row("outro", slack=1), accepting) is Match.SAME_DAY
    assert match(row(NAME, slack=1), accepting) is Match.SAME


def test_a_list_that_has_changed_since_it_was_approved_is_planned_anew() -> None:
    """Whatever it shows now: nothing is done on a list that nobody has approved."""
    seen = (("antigo", f"{OLD.expiry}", True),)

    assert decide(RENEWAL, [OLD], approved=seen) == Add()
    assert decide(RENEWAL, [row()], approved=seen) == ChangedSinceApproval()


def test_what_was_saved_is_not_what_bears_another_ones_fingerprint() -> None:
    """Our Apelido with our expiry is not ours where the portal shows that other bytes were kept."""
    assert saved_row([OLD, row()], RENEWAL, NAME, [OLD]) == row()
    assert saved_row([row(fingerprint=OURS.upper())], RENEWAL, NAME, []) is not None
    assert saved_row([row(fingerprint=OTHERS)], RENEWAL, NAME, []) is None


def test_what_was_saved_is_known_by_its_whole_apelido_before_one_that_is_cut() -> None:
    """An entry that was there before is none that was cut, though it is no longer the default."""
    before, now, numbered = row(), row(default=False), row(f"{NAME} (2)")

    assert saved_row([now, numbered], RENEWAL, f"{NAME} (2)", [before]) == numbered
    assert saved_row([now], RENEWAL, f"{NAME} (2)", [before]) is None
    assert saved_row([row("PADARIA 20")], RENEWAL, NAME, []) == row("PADARIA 20")
    assert saved_row([now, row("dela")], RENEWAL, None, [before]) == row("dela")


@pytest.mark.parametrize(
    ("serial", "fingerprint", "told"),
    [
        (None, None, None), ("", "", None), ("3A7BC0FFEE0012", None, True), ("0x3a7bc0ffee0012", None, True),
        ("3A 7B C0 FF EE 00 12", None, True), ("003A7BC0FFEE0012", None, True), (str(0x3A7BC0FFEE0012), None, True),
        ("3A7BC0FFEE0013", None, False), ("3A7B…", None, None), ("7", None, None), (None, OURS, True),
        (None, ":".join(["CC"] * 20), True), (None, "zMzMzMzMzMzMzMzMzMzMzMzMzMw=", True), (None, OTHERS, False),
        (None, "dd" * 20, False), (None, "dd" * 16, None), ("3A7BC0FFEE0012", OTHERS, False), ("ver", "baixar", None),
    ],
)  # fmt: skip
def test_a_serial_number_or_fingerprint_is_known_however_it_is_written(
    serial: str | None, fingerprint: str | None, told: bool | None
) -> None:
    """Hexadecimal or decimal, with separators or without, SHA-1 or SHA-256, base64; what is cut tells nothing."""
    assert is_shown(CERTIFICATE, serial, fingerprint) is told
