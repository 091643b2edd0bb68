"""What the portal repeats is cut only once the secrets are out of it, and its cookies that say names are no secrets."""

from __future__ import annotations

import json

import pytest

from rpa import logs, tokens
from rpa.contexts import opened
from rpa.gate import scan
from rpa.outcome import Result
from rpa.secret import Secret
from tests.desk import EMAIL, PADARIA, PASSWORD, PFX_PASSWORD, Desk

NICKNAME = "padaria-renovada-2027"


@pytest.mark.parametrize("secret", [PASSWORD, PFX_PASSWORD])
@pytest.mark.parametrize("limit", [80, 200, 500, 2000])
def test_no_cut_leaves_the_beginning_of_a_secret(desk: Desk, secret: str, limit: int) -> None:
    """An error page repeats a password at whatever length the page is cut, in capitals too: nothing of it is told."""
    desk.company()
    desk.open_account()
    desk.log_in()
    for left in range(len(secret) - 1, len(secret) // 2, -2):
        start = len("Server Error ")
        desk.portal.error_text = "x" * (limit - start - left - 1) + f" {secret.upper()} " + "y" * 30_000
        outcome = desk.renew(desk.renewal())

        told = json.dumps(outcome.as_json()).lower()
        assert outcome.result is Result.FAILED
        assert secret[: len(secret) // 2 + 2].lower() not in told
        assert len(outcome.reason) < 1000
        (desk.folder / "results.jsonl").write_text(told, encoding="utf-8")
        assert scan([desk.folder / "results.jsonl"], [Secret(secret)]) == []


@pytest.mark.parametrize(
    "value", [NICKNAME, "Padaria2027Estrela", f"{EMAIL.partition('@')[0]}", "PADARIA%2DESTRELA%2D27"]
)
def test_a_cookie_that_says_what_reports_say_is_no_secret(desk: Desk, value: str) -> None:
    """An Apelido or a company that the portal keeps in a cookie sends no report to quarantine."""
    desk.company(name="Padaria2027Estrela PADARIA-ESTRELA-27")
    desk.open_account()
    desk.portal.more_cookies = {"ultimo": value}
    clients = desk.clients(
        {"cnpj": PADARIA, "pfx": desk.pfx().name, "senha": PFX_PASSWORD, "apelido": NICKNAME, "empresa": ""}
    )

    ran = desk.rpa("renew", clients, "--json")

    assert (ran.code, ran.results) == (0, {2: "renewed"}), ran.err


def test_a_cookie_of_a_session_stays_one(desk: Desk) -> None:
    """Of letters only, or short, or beside names: what is a part of no name is a secret; a name's beginning is none."""
    session, letters = "kx7vbnmzrtpl", "kxqvbnmzrtplwsdfghjcyaue"
    with opened(desk.browser) as context:
        values = {"a": session, "b": letters, "c": "apelido=Padaria-do-Porto-27", "d": "Padaria-do-Porto-27"}
        context.add_cookies([{"name": name, "value": value, "url": desk.url} for name, value in values.items()])
    tokens.name("Padaria-do-Porto-27")

    assert {Secret(session), Secret(letters)} <= logs.learnt()
    assert Secret("Padaria-do-Porto-27") not in logs.learnt()
    assert logs.without_secrets(f"Padaria-do-Porto-27, {session}, {letters}") == "Padaria-do-Porto-27, …, …"
