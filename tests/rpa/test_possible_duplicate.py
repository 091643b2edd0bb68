"""What may be in the portal already is never sent again, and what the portal itself doubts is never called renewed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from fixtures.portal import VARIANTS
from rpa.outcome import Result
from rpa.renew import renew
from rpa.visit import Visit
from tests.desk import EMAIL, PADARIA, PFX_PASSWORD, Desk


class Kept:
    """A journal in memory: what would be on the disk, as it would be there."""

    def __init__(self) -> None:
        self.intention: dict[str, Any] | None = None

    def intend(self, intention: Mapping[str, Any]) -> None:
        """Keep it."""
        self.intention = json.loads(json.dumps(intention))

    def withdraw(self) -> None:
        """Forget it."""
        self.intention = None


def renewed_by_command(desk: Desk, *arguments: str, **environment: str) -> dict[str, Any]:
    """What `rpa renew` says of the desk's one client."""
    clients = desk.folder / "clientes.csv"
    if not clients.exists():
        desk.clients({"cnpj": PADARIA, "pfx": "p.pfx", "senha": PFX_PASSWORD})
    (line,) = desk.rpa("renew", clients, "--json", *arguments, **environment).json
    return line


def test_an_expiry_that_cannot_be_read_stops_before_salvar_however_often_it_is_tried(
    desk_at: Callable[..., Desk],
) -> None:
    """Three commands send nothing, and each quotes what is written; the form is not even opened."""
    desk = desk_at(VARIANTS["list-months-left"])
    desk.company(expires_in=200)
    desk.open_account()
    desk.pfx()

    ends = [renewed_by_command(desk) for _ in range(3)]

    assert {line["result"] for line in ends} == {"possible_duplicate"}
    assert all("vence em 6 meses" in line["reason"] for line in ends)
    assert (desk.portal.memory.saves, desk.portal.memory.forms_opened) == ([], 0)


def test_the_same_day_under_another_apelido_is_for_a_person_to_compare(desk: Desk) -> None:
    """Saved by hand, or reissued: plan and renew name the entry and the serial number, and send nothing."""
    company = desk.company()
    renewal = desk.renewal()
    company.add_certificate("lançado à mão", renewal.certificate.not_after, default=True)

    ends = [desk.plan(renewal), desk.renew(renewal)]

    assert [outcome.result for outcome in ends] == [Result.POSSIBLE_DUPLICATE] * 2
    assert all("lançado à mão" in o.reason and renewal.certificate.serial in o.reason for o in ends)
    assert desk.portal.memory.saves == []


def test_who_renews_by_hand_too_accepts_the_same_day(desk: Desk) -> None:
    """With --accept-same-day the entry is the certificate; nothing is sent."""
    company = desk.company()
    renewal = desk.renewal()
    company.add_certificate("lançado à mão", renewal.certificate.not_after, default=True)
    desk.open_account()

    asked, accepted = renewed_by_command(desk), renewed_by_command(desk, "--accept-same-day")

    assert (asked["result"], accepted["result"]) == ("possible_duplicate", "already_current")
    assert desk.portal.memory.saves == []


def test_a_certificate_is_known_again_by_what_was_sent_under_which_apelido(desk: Desk) -> None:
    """Whatever Apelido the clients file has by then: the ledger knows under which one this certificate was sent."""
    desk.company()
    desk.open_account()
    desk.pfx()
    desk.clients({"cnpj": PADARIA, "pfx": "p.pfx", "senha": PFX_PASSWORD, "apelido": "Primeiro"})
    first = renewed_by_command(desk)
    clients = desk.clients({"cnpj": PADARIA, "pfx": "p.pfx", "senha": PFX_PASSWORD, "apelido": "Segundo"})

    planned, second = desk.rpa("plan", clients, "--json").json[0], renewed_by_command(desk)

    assert [line["result"] for line in (first, planned, second)] == ["renewed", "already_current", "already_current"]
    assert len(desk.portal.memory.kept) == 1


def test_one_that_was_reissued_for_the_same_day_is_not_the_one_before_it(desk: Desk) -> None:
    """The ledger has sent another certificate under this Apelido: the new one is not current, and gets a number."""
    company = desk.company()
    desk.open_account()
    first = desk.pfx()
    renewed_by_command(desk)
    ends = company.certificates[-1].valid_until
    again = desk.pfx(not_before=ends.replace(year=ends.year - 1), days=(ends - ends.replace(year=ends.year - 1)).days)

    line = renewed_by_command(desk)

    assert (line["result"], line["nickname"][-3:]) == ("renewed", "(2)"), line["reason"]
    assert first == again
    assert len({save.fingerprint for save in desk.portal.memory.kept}) == 2


def test_a_fingerprint_in_the_list_tells_one_certificate_from_another(desk_at: Callable[..., Desk]) -> None:
    """Of two entries that expire on the same day the one with our fingerprint is ours, whatever it is called."""
    desk = desk_at(VARIANTS["list-month"])
    company = desk.company()
    renewal = desk.renewal()
    company.add_certificate("outro", renewal.certificate.not_after, fingerprint="ab" * 32)
    first = desk.renew(renewal)
    company.certificates[-1].nickname = "com outro nome"

    second = desk.renew(renewal)

    assert (first.result, second.result) == (Result.RENEWED, Result.ALREADY_CURRENT), (first, second)
    assert second.nickname == "com outro nome"


@pytest.mark.parametrize("preset", ["doubt-said", "doubt-status"])
def test_what_the_portal_says_of_another_company_is_never_a_mere_note(
    desk_at: Callable[..., Desk], preset: str
) -> None:
    """Beside a success, or in the list: it ends unverified with those words, and so does the next look at it."""
    desk = desk_at(VARIANTS[preset])
    desk.company()
    desk.open_account()
    desk.pfx()

    ends = [renewed_by_command(desk) for _ in range(2)]

    assert [line["result"] for line in ends] == ["unverified", "unverified"], ends
    assert all("raiz do CNPJ" in line["reason"] or "CNPJ divergente" in line["reason"] for line in ends)
    assert len(desk.portal.memory.saves) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Rejeição: Certificado revogado pela autoridade certificadora.", "Certificado rejeitado.", "Pedido indeferido.",
        "O certificado não foi aceito.", "A AC recusou o certificado.",
    ],
)  # fmt: skip
def test_the_portals_answer_is_kept_with_the_intention_so_that_a_later_attempt_tells_it(desk: Desk, words: str) -> None:
    """An attempt that breaks off after Salvar leaves its words; who only reads the list then tells the refusal."""
    desk.company()
    renewal, journal = desk.renewal(), Kept()
    desk.portal.refuses_with = words
    desk.open_account()
    desk.log_in()
    assert desk._session
    first = desk._session.visit(Visit(renewal, readings=(0.0,), journal=journal), renew)
    later = Visit(renewal, readings=(0.0,))
    assert journal.intention
    later.resume(journal.intention)

    second = desk._session.visit(later, renew)

    assert (first.result, second.result) == (Result.REFUSED, Result.REFUSED), (first, second)
    assert words in second.reason
    assert len(desk.portal.memory.saves) == 1


def test_the_last_attempt_of_a_run_still_tells_what_the_first_one_heard(desk: Desk) -> None:
    """Four attempts, one Salvar: the outcome quotes the portal, though the last attempts have only read."""
    desk.company()
    desk.open_account()
    desk.pfx()
    desk.portal.loses_what_it_saves = True

    line = renewed_by_command(desk)

    assert line["result"] == "unverified"
    assert "Sucesso na operação!" in line["reason"]
    assert len(desk.portal.memory.saves) == 1


def test_a_password_in_the_portals_answer_is_not_kept_with_the_intention(desk: Desk) -> None:
    """What is kept of the answer is without the password that the portal repeats."""
    desk.company()
    journal = Kept()
    desk.portal.refuses_with = f"Rejeição: senha {PFX_PASSWORD} de {EMAIL}"
    desk.open_account()
    desk.log_in()
    assert desk._session

    desk._session.visit(Visit(desk.renewal(), readings=(0.0,), journal=journal), renew)

    assert "Rejeição" in json.dumps(journal.intention, ensure_ascii=False)
    assert PFX_PASSWORD not in json.dumps(journal.intention)
