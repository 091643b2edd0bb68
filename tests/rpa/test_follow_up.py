"""What is left after InvoiCy: open until somebody ticks it off, and told to the client in the team's words."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from rpa.cnpj import Cnpj
from rpa.follow_up import Item, Letters, Ticks, items, newest
from rpa.follow_up.letters import FIELDS
from rpa.outcome import FollowUp, Outcome, Result
from rpa.settings import Settings, SettingsError
from rpa.siscoban import left
from tests.desk import OTHER, PADARIA, Ran, run_rpa
from tests.runs import BEGAN, a_click, a_client, a_run, keep

Rpa = Callable[..., Ran]


@pytest.fixture
def rpa(tmp_path: Path) -> Rpa:
    """Runs the program on runs that are kept in this test's own folder."""

    def run(*arguments: str | Path, **environment: str) -> Ran:
        return run_rpa(*arguments, environment={"RPA_HOME": str(tmp_path), **environment}, folder=tmp_path)

    return run


def templates(folder: Path, **texts: str) -> Settings:
    """Settings with a folder of templates: siscoban_clique="…" is its siscoban-clique.txt."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name.replace('_', '-')}.txt").write_text(text, encoding="utf-8")
    return Settings({"RPA_TEMPLATES": str(folder)})


@pytest.mark.parametrize(
    ("outcome", "click", "by", "watch"),
    [
        (a_client(), False, date(2026, 11, 26), False),
        (a_client(replaced_valid_until=date(2026, 11, 25)), False, date(2026, 11, 26), True),
        (a_click(), True, date(2026, 11, 25), False),
        (a_client(Result.ALREADY_CURRENT), False, date(2026, 11, 26), False),
    ],
    ids=["not expired", "expires today", "had expired", "was there"],
)
def test_what_is_left_and_by_when(outcome: Outcome, click: bool, by: date, watch: bool) -> None:
    """Siscoban fetches it on the next day, unless the old one had expired: then someone clicks, and at once.

    An old one that ends on the day itself has expired when Siscoban comes: that is to be looked at.
    """
    remains = left(outcome, date(2026, 11, 25))

    assert remains
    assert (remains.click, remains.by, remains.watch) == (click, by, watch)
    assert ("Validade Certificado" in remains.text) == (click or watch)


@pytest.mark.parametrize("result", [result for result in Result if not result.good])
def test_nothing_is_said_of_siscoban_where_invoicy_comes_first(result: Result) -> None:
    """A certificate that is not in the portal cannot be fetched."""
    assert left(a_client(result), date(2026, 11, 25)) is None


def test_a_click_stays_open_although_a_later_run_finds_nothing_to_do() -> None:
    """That the portal has the certificate says nothing of Siscoban."""
    later = a_run(a_client(Result.ALREADY_CURRENT, cnpj=Cnpj(OTHER)))

    (item,) = items([later, a_run(a_click())], {})

    assert item.outcome == a_click()


def test_a_tick_closes_what_was_open_then_and_not_what_a_later_run_opens() -> None:
    """A year later the same client may need the same click again."""
    ticks = {Cnpj(OTHER): BEGAN + timedelta(hours=1)}
    next_year = a_run(a_click(), began=BEGAN + timedelta(days=360))

    assert items([a_run(a_click())], ticks) == []
    assert [item.run for item in items([next_year, a_run(a_click())], ticks)] == [next_year]


def test_a_client_of_several_runs_is_listed_once() -> None:
    """One click at a client's serves all that was renewed there."""
    runs = [a_run(a_click(), began=BEGAN + timedelta(days=1)), a_run(a_click())]

    assert len(items(runs, {})) == 1


def test_a_client_is_told_of_the_run_that_renewed() -> None:
    """Not of a later one that found the same certificate there already; but of a newer certificate, always."""
    renewed, again = a_run(a_client()), a_run(a_client(Result.ALREADY_CURRENT))
    newer = a_run(a_client(Result.ALREADY_CURRENT, fingerprint="cd" * 32))

    for runs, expected in (([again, renewed], renewed), ([newer, again, renewed], newer)):
        item = newest(runs, Cnpj(PADARIA))
        assert item
        assert item.run is expected


def test_the_list_is_of_all_runs_or_of_one(rpa: Rpa, tmp_path: Path) -> None:
    """What is open stands on stdout, how to do it and how many beside it; plans and torn runs are no runs to follow."""
    first = keep(tmp_path, a_click(), a_client())
    keep(tmp_path, a_click(cnpj=Cnpj(PADARIA), company="PADARIA"), began=BEGAN + timedelta(days=1))
    keep(tmp_path, a_click(), began=BEGAN + timedelta(days=2), dry_run=True)
    (keep(tmp_path, began=BEGAN + timedelta(days=3)).path / "results.jsonl").write_text("spoilt\n")

    all_of_them, one = rpa("follow-up"), rpa("follow-up", first.path.name, "--json")

    assert all_of_them.out.splitlines() == [
        "98.765.432/0001-98  renewed on 25/11/2026  MERCADO DO PORTO LTDA",
        "11.222.333/0001-81  renewed on 26/11/2026  PADARIA",
    ]
    assert "Utilitários > Manutenção Impressora Fiscal > Validade Certificado" in all_of_them.err
    assert "2 clicks are open." in all_of_them.err
    assert "results.jsonl:1 cannot be read" in all_of_them.err
    assert [(line["cnpj"], line["renewed_on"], line["follow_up"]) for line in one.json] == [
        (OTHER, "2026-11-25", FollowUp.VALIDADE_CERTIFICADO)
    ]
    assert (all_of_them.code, one.code) == (0, 0)


def test_what_is_ticked_off_is_remembered_across_runs(rpa: Rpa, tmp_path: Path) -> None:
    """By any way of writing the CNPJ; the second time there is nothing to tick."""
    keep(tmp_path, a_click(), began=datetime.now(UTC) - timedelta(hours=1))

    done = rpa("follow-up", "--done", "98.765.432/0001-98")
    after, again = rpa("follow-up"), rpa("follow-up", "--done", OTHER)

    assert (done.code, done.out.strip()) == (0, "Done: 98.765.432/0001-98 MERCADO DO PORTO LTDA")
    assert (after.code, after.out, after.err.strip()) == (0, "", "Nothing is open.")
    assert (again.code, "Nothing is open for 98.765.432/0001-98" in again.err) == (1, True)


def test_with_one_wrong_cnpj_none_is_ticked_off(rpa: Rpa, tmp_path: Path) -> None:
    """Half a command would leave the person guessing."""
    keep(tmp_path, a_click())

    unknown = rpa("follow-up", "--done", OTHER, "--done", PADARIA)
    invalid = rpa("follow-up", "--done", OTHER, "--done", "123")

    assert (unknown.code, invalid.code) == (1, 2)
    assert len(rpa("follow-up").out.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="on Windows the user's own folders are private by inheritance")
def test_ticks_are_their_owners_only(tmp_path: Path) -> None:
    """They tell who the clients are."""
    Ticks(tmp_path).add(Cnpj(OTHER), BEGAN)

    assert Ticks(tmp_path).path.stat().st_mode & 0o777 == 0o600
    assert Ticks(tmp_path).latest() == {Cnpj(OTHER): BEGAN}


def test_the_text_for_a_client_says_all_and_can_be_pasted(rpa: Rpa, tmp_path: Path) -> None:
    """What was done, until when it is valid, what to click where, whom to call: in Portuguese, whatever RPA_LANG is."""
    keep(tmp_path, a_click())

    ran = rpa("follow-up", "--message", OTHER, RPA_CONTACT="Ana, (51) 3333-4444")

    assert ran.code == 0
    for part in (
        "MERCADO DO PORTO LTDA (CNPJ 98.765.432/0001-98) foi renovado no InvoiCy em 25/11/2026",
        "vale até 24/11/2027",
        "menu Utilitários > Manutenção Impressora Fiscal",
        "botão Validade Certificado",
        "fale com Ana, (51) 3333-4444.",
    ):
        assert part in ran.out
    assert "{" not in ran.out
    assert ran.err == ""


def test_who_has_nothing_to_click_is_told_so() -> None:
    """That Siscoban fetches it, by when, and what to do should it not; who had it already is told nothing was done."""
    letters = Letters.load(Settings({}))
    by_itself = letters.write(_item(a_client()))
    current = letters.write(_item(a_client(Result.ALREADY_CURRENT)))

    assert by_itself
    assert "o Siscoban baixa o novo certificado sozinho até 26/11/2026" in by_itself
    assert current
    assert "já está em dia" in current
    assert "foi renovado" not in current


def test_there_is_no_text_for_who_is_not_renewed(rpa: Rpa, tmp_path: Path) -> None:
    """Nobody is told by mistake that all is well; the reason is."""
    keep(tmp_path, a_client(Result.BLOCKED, reason="p.pfx: It has expired."))

    blocked, unknown = rpa("follow-up", "--message", PADARIA), rpa("follow-up", "--message", OTHER)

    assert (blocked.code, blocked.out, "p.pfx: It has expired." in blocked.err) == (1, "", True)
    assert (unknown.code, unknown.out, "No run that is kept has 98.765.432/0001-98." in unknown.err) == (1, "", True)


def test_a_team_replaces_the_texts_it_wants(tmp_path: Path) -> None:
    """A file of the same name takes the place of the one that ships; Windows' mark at its start is left out."""
    settings = templates(tmp_path / "t", siscoban_clique="\ufeffOi, {empresa}! {menu}: {botao}.")

    letters = Letters.load(settings)

    assert letters.write(_item(a_click())) == (
        "Oi, MERCADO DO PORTO LTDA! Utilitários > Manutenção Impressora Fiscal: Validade Certificado."
    )
    assert "Siscoban baixa" in (letters.write(_item(a_client())) or "")


def test_what_a_company_is_called_is_no_template() -> None:
    """Braces and line ends in its name are shown, not filled in."""
    text = Letters.load(Settings({})).write(_item(a_click(company="{contato}\n{botao} LTDA")))

    assert text
    assert "da empresa {contato} {botao} LTDA (CNPJ" in text


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_filled_in(tmp_path: Path, field: str) -> None:
    """None of the documented fields comes out empty for a client that was renewed."""
    text = Letters.load(templates(tmp_path / "t", siscoban_clique=f"<{{{field}}}>")).write(_item(a_click()))

    assert text
    assert len(text) > len("<>")
    assert "{" not in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Olá\n{empresa} {fone}", "siscoban-clique.txt, line 2: there is no field {fone}"),
        ("{empresa.__class__}", "line 1: there is no field {empresa.__class__}"),
        ("{}", "line 1: there is no field {}"),
        ("{empresa", "line 1: a brace stands alone"),
        ("a\n\nempresa}", "line 3: a brace stands alone"),
    ],
)
def test_a_template_with_a_mistake_is_refused_by_name_and_line(tmp_path: Path, text: str, told: str) -> None:
    """So that no client ever gets a text with a hole in it."""
    with pytest.raises(SettingsError) as refused:
        Letters.load(templates(tmp_path / "t", siscoban_clique=text))

    assert told in str(refused.value)


def test_a_text_that_nothing_uses_and_a_folder_that_is_not_there_are_refused(tmp_path: Path) -> None:
    """Else the team would believe that its text is sent."""
    for settings, told in (
        (templates(tmp_path / "t", siscoban_click="Olá"), "siscoban-click.txt: no text has this name"),
        (Settings({"RPA_TEMPLATES": str(tmp_path / "nowhere")}), "nowhere is not a folder"),
    ):
        with pytest.raises(SettingsError) as refused:
            Letters.load(settings)
        assert told in str(refused.value)


def test_a_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    """Rather than sent with broken accents."""
    settings = templates(tmp_path / "t")
    (tmp_path / "t" / "ja-em-dia.txt").write_bytes("Olá".encode("cp1252"))

    with pytest.raises(SettingsError, match=r"ja-em-dia\.txt cannot be read as UTF-8"):
        Letters.load(settings)


def _item(outcome: Outcome) -> Item:
    return Item(a_run(outcome), outcome)
