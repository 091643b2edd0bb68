"""What the portal repeats is cut only once the secrets are out of it, and its cookies that say names are no secrets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rpa import logs, tokens
from rpa.contexts import opened
from rpa.gate import scan
from rpa.outcome import Result
from rpa.public import own_texts
from rpa.secret import Secret
from tests.desk import EMAIL, PADARIA, PASSWORD, PFX_PASSWORD, Desk

NICKNAME = "padaria-renovada-2027"


@pytest.mark.parametrize("secret", [PASSWORD, PFX_PASSWORD])
@pytest.mark.parametrize("limit", [200, 500])
def test_no_cut_leaves_the_beginning_of_a_secret(desk: Desk, secret: str, limit: int) -> None:
    """An error page repeats a password where the page is cut, all but the last character of it before the cut."""
    desk.company()
    desk.open_account()
    desk.log_in()
    before = limit - len("Server Error ") - len(secret)
    desk.portal.error_text = f"{'x' * before} {secret} {'y' * 30_000}"

    outcome = desk.renew(desk.renewal())

    told = json.dumps(outcome.as_json())
    assert outcome.result is Result.FAILED
    assert "Server Error xxx" in told
    assert secret[: len(secret) // 2 + 2] not in told
    assert len(outcome.reason) < 1000


@pytest.mark.parametrize("left", [4, 1])
def test_the_gate_knows_what_a_cut_leaves(tmp_path: Path, left: int) -> None:
    """All but a few characters of a password in a report sends it to quarantine, whoever has cut it."""
    (tmp_path / "results.jsonl").write_text(json.dumps({"said": [f"senha {PASSWORD[:-left]}"]}), encoding="utf-8")

    assert scan([tmp_path], [Secret(PASSWORD)], own_texts())


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
