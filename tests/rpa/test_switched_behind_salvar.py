"""Somebody switches the session's company after the last question: what is told names that company, and is true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from fixtures.portal import Company, Variant
from fixtures.portal import switches as s
from fixtures.portal.memory import Request
from rpa.outcome import Result
from rpa.proof import NotOfferedError, NotProvedError
from rpa.renewal import Renewal
from rpa.session import Session
from rpa.visit import Visit
from tests.desk import OTHER, PADARIA, Desk

CLAIMS = ("nothing was", "nothing has", "nada foi", "nada mudou")


def switched_at_salvar(desk: Desk) -> tuple[Company, Company]:
    """Our company and another one, to which the session is switched in the moment in which Salvar arrives, once."""
    other = desk.company(OTHER, "MERCADO DO PORTO LTDA")
    ours = desk.company()
    desk.open_account()

    def switch(arrived: Request) -> None:
        if arrived.event == "ENTER" and arrived.path.startswith("/certificado.aspx") and not desk.portal.memory.saves:
            for session in desk.portal.sessions:
                session.company = other

    desk.portal.on_arrival = switch
    return ours, other


def test_the_other_company_is_named_as_the_place_to_look(desk_at: Callable[..., Desk]) -> None:
    """The save went there, whatever could be asked before: nothing says that nothing was saved."""
    desk = desk_at(Variant(company_cnpj=s.CompanyCnpj.ABSENT))
    switched_at_salvar(desk)

    outcome = desk.renew(desk.renewal())

    assert [save.company for save in desk.portal.memory.saves] == [OTHER]
    assert outcome.result is Result.UNVERIFIED, outcome
    assert "MERCADO DO PORTO LTDA”: the certificate may have been saved there" in outcome.reason
    assert not [claim for claim in CLAIMS if claim in outcome.reason.lower()]


@pytest.mark.parametrize("language", ["en", "pt"])
def test_later_attempts_and_commands_go_on_naming_it(desk: Desk, language: str) -> None:
    """The next readings find our own list without it; who is told that at the end is told of the other one, too."""
    switched_at_salvar(desk)
    clients = desk.clients({"CNPJ": PADARIA, "PFX": desk.pfx().name, "Senha": "pfx-7b1d"})

    first = desk.rpa("renew", clients, "--json", RPA_LANG=language, RPA_RETRY_PAUSES="0.1")
    second = desk.rpa("renew", clients, "--json", RPA_LANG=language)

    (unverified,), (renewed,) = first.json, second.json
    assert unverified["result"] == "unverified", first.err
    assert "MERCADO DO PORTO LTDA" in unverified["reason"]
    assert not [claim for claim in CLAIMS if claim in unverified["reason"].lower()]
    assert renewed["result"] == "renewed", second.err
    assert any("MERCADO DO PORTO LTDA" in warning for warning in renewed["warnings"])
    assert [save.company for save in desk.portal.memory.kept] == [OTHER, PADARIA]


class Book:
    """A journal that keeps what it was told."""

    def __init__(self) -> None:
        self.kept: Mapping[str, Any] = {}

    def intend(self, intention: Mapping[str, Any]) -> None:
        """Keep it."""
        self.kept = intention

    def withdraw(self) -> None:
        """Forget it."""
        self.kept = {}


@pytest.fixture
def renewal(desk: Desk) -> Renewal:
    """The padaria's."""
    return desk.renewal()


def ended(visit: Visit, error: Exception) -> tuple[Result, str]:
    """How a visit ends whose road raises this."""
    nothing: Any = None
    session = Session(nothing, "", "", nothing, nothing)
    session._portal = session._companies = nothing

    def road(*_all: object) -> Any:
        raise error

    outcome = session._walked(visit, road)
    return outcome.result, outcome.reason


ERRORS: dict[str, Callable[[Any], Exception]] = {
    "another company": lambda cnpj: NotProvedError(cnpj, "MERCADO DO PORTO LTDA"),
    "no number anywhere": lambda cnpj: NotProvedError(cnpj, "MERCADO DO PORTO LTDA", 2, tells_none=True),
    "not offered": lambda cnpj: NotOfferedError(cnpj, "MERCADO DO PORTO LTDA", 2),
    "a mistake": lambda _cnpj: ValueError(),
}


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS.keys())
@pytest.mark.parametrize("how", ["by now", "by an earlier process", "by an earlier command"])
def test_no_error_says_that_nothing_was_saved_once_salvar_may_have_been_pressed(
    renewal: Renewal, error: Callable[[Any], Exception], how: str
) -> None:
    """The book's intention is enough: until the list is read, only that can tell."""
    visit = Visit(renewal, journal=Book())
    intention = {"nickname": "Novo", "before": []}
    if how == "by now":
        visit.about_to_save()
    elif how == "by an earlier process":
        visit.resume(intention)
    else:
        visit.resume_unseen(intention)

    result, reason = ended(visit, error(renewal.cnpj))

    assert result is Result.UNVERIFIED
    assert "Salvar was pressed before that: look in the list" in reason
    assert not [claim for claim in CLAIMS if claim in reason.lower()]


@pytest.mark.parametrize(("name", "result"), [("another company", Result.FAILED), ("not offered", Result.NO_ACCESS)])
def test_before_salvar_it_is_said(renewal: Renewal, name: str, result: Result) -> None:
    """There it is true: that the company was not proved, or is not offered, and what follows from that."""
    assert ended(Visit(renewal), ERRORS[name](renewal.cnpj))[0] is result


def test_what_was_seen_after_salvar_is_kept_with_the_intention(renewal: Renewal) -> None:
    """A process that goes on from the book knows it, and a second sight does not take the place of the first."""
    book = Book()
    visit = Visit(renewal, journal=book)
    visit.about_to_save()
    ended(visit, NotProvedError(renewal.cnpj, "MERCADO DO PORTO LTDA"))
    later = Visit(renewal, journal=book)
    later.resume(book.kept)

    _result, reason = ended(later, NotProvedError(renewal.cnpj, "SERRA LTDA"))

    assert book.kept["elsewhere"] == later.elsewhere == "MERCADO DO PORTO LTDA"
    assert "“MERCADO DO PORTO LTDA”: the certificate may have been saved there" in reason
