"""`rpa watch` reads what every company has, says who is due and what to do, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import openpyxl
import pytest

from fixtures.portal import VARIANTS, Company
from fixtures.portal import switches as s
from pages import Words
from pages.errors import ReadOnlyError
from rpa.logins import Logins
from rpa.running_browser import RunningBrowser
from rpa.secret import Secret
from rpa.session import host_of
from rpa.watch.session import Door, ReadOnlySession
from tests.desk import ALPHANUMERIC, EMAIL, FILIAL, OTHER, PADARIA, PASSWORD, PFX_PASSWORD, Desk, Ran
from tests.selection import few

SECOND = "filial@example.com.br"
FIELDS = [
    "account", "cnpj", "company", "due", "findings", "advice", "nickname", "valid_until", "days_left", "certificates",
    "in_clients_file", "pfx",
]  # fmt: skip


def give(company: Company, nickname: str, days: int, *, default: bool) -> None:
    """A certificate that expires in so many days."""
    company.add_certificate(nickname, datetime.now(UTC) + timedelta(days=days), default=default)


def five_states(desk: Desk) -> None:
    """A company in each state that wants somebody to act, and one in order, all of one account."""
    desk.company(PADARIA, "PADARIA ESTRELA LTDA", expires_in=-4)
    desk.company(FILIAL, "PADARIA ESTRELA FILIAL", expires_in=12)
    several = desk.company(OTHER, "MERCADO DO PORTO LTDA", expires_in=200)
    give(several, "segundo", 300, default=True)
    give(desk.company("24681357000140", "FARMACIA BOA SAUDE", expires_in=None), "solto", 200, default=False)
    desk.company("13579246000101", "AUTO PECAS SERRA", expires_in=None)
    desk.company(ALPHANUMERIC, "TECNOLOGIA ALFA S.A.", expires_in=300)
    desk.open_account()


def by_cnpj(ran: Ran) -> Mapping[str, dict[str, Any]]:
    """What was said of each company."""
    return {line["cnpj"]: line for line in ran.json}


def nothing_was_changed(desk: Desk) -> bool:
    """Neither a Salvar nor a deletion arrived, nor was a question answered."""
    memory = desk.portal.memory
    return not (memory.saves or memory.deletions or memory.confirmed_questions or memory.accepted_terms)


@pytest.mark.parametrize("preset", few(["new", "old", "unexpected"], "old"))
def test_every_state_is_told_and_nothing_is_changed(desk_at: Callable[..., Desk], preset: str) -> None:
    """Expired, soon, several defaults, no default, none at all, in order: each by its name, the most pressing first."""
    desk = desk_at(VARIANTS[preset])
    five_states(desk)

    ran = desk.rpa("watch", "--json")

    assert ran.code == 1, ran.err
    assert [(line["cnpj"], line["findings"], line["due"]) for line in ran.json] == [
        (PADARIA, ["expired"], True),
        ("13579246000101", ["no_certificate"], True),
        (FILIAL, ["soon"], True),
        ("24681357000140", ["no_default"], True),
        (OTHER, ["several_defaults"], True),
        (ALPHANUMERIC, [], False),
    ]
    assert all(list(line) == FIELDS for line in ran.json)
    assert by_cnpj(ran)[FILIAL]["days_left"] in (11, 12)
    assert all(line["advice"] for line in ran.json if line["due"])
    assert nothing_was_changed(desk)
    assert desk.portal.memory.forms_opened == 0


@pytest.mark.long
def test_nobody_due_ends_with_0_and_the_days_are_the_askers(desk: Desk) -> None:
    """Twenty days are soon within thirty, and not within ten."""
    desk.company(expires_in=20)
    desk.open_account()

    within_ten, within_thirty = desk.rpa("watch", "--days", "10"), desk.rpa("watch")

    assert (within_ten.code, within_thirty.code) == (0, 1), within_ten.err + within_thirty.err
    assert "in order" in within_ten.out
    assert "expires soon" in within_thirty.out
    assert "1 company: all in order" in within_ten.err


@pytest.mark.long
def test_the_clients_file_is_held_against_the_portal(desk: Desk) -> None:
    """Who is in the portal alone is told, and not due; a client whom no account shows is told, and is due."""
    for cnpj, name in ((PADARIA, "PADARIA ESTRELA LTDA"), (OTHER, "MERCADO DO PORTO LTDA")):
        desk.company(cnpj, name, expires_in=200)
    desk.open_account()
    known = {"cnpj": PADARIA, "pfx": "p.pfx"}

    missing = desk.rpa("watch", "--json", "--clients", desk.clients(known))
    unknown = desk.rpa("watch", "--json", "--clients", desk.clients(known, {"cnpj": ALPHANUMERIC, "pfx": "a.pfx"}))

    assert (missing.code, unknown.code) == (0, 1), missing.err + unknown.err
    assert {c: (line["findings"], line["in_clients_file"]) for c, line in by_cnpj(missing).items()} == {
        PADARIA: ([], True),
        OTHER: (["not_in_clients_file"], False),
    }
    assert by_cnpj(unknown)[ALPHANUMERIC]["findings"] == ["unread"]
    assert "No account shows this company" in by_cnpj(unknown)[ALPHANUMERIC]["advice"]


@pytest.mark.long
def test_a_folder_of_pfx_files_is_held_against_the_portal(desk: Desk) -> None:
    """The file that would serve is named where it lasts longer; so are those that do not open, or serve nobody."""
    desk.company(expires_in=-1)
    desk.company(OTHER, "MERCADO DO PORTO LTDA", expires_in=900)
    desk.open_account()
    desk.pfx(PADARIA, "novo.pfx", days=300)
    desk.pfx(OTHER, "mercado.pfx", days=300)
    desk.pfx(ALPHANUMERIC, "alheio.pfx", days=300)
    desk.chain.issue(cnpj=PADARIA, holder="PADARIA").write(desk.folder / "trancado.pfx", password="ninguem-sabe")
    passwords = desk.folder / "senhas.txt"
    passwords.write_text(PFX_PASSWORD, encoding="utf-8")

    ran = desk.rpa("watch", "--json", "--folder", desk.folder, "--passwords", passwords)
    alone = desk.rpa("watch", "--json", "--folder", desk.folder, **{f"PFX_PASSWORD_{PADARIA}": PFX_PASSWORD})

    for found in (by_cnpj(ran), by_cnpj(alone)):
        assert found[PADARIA]["pfx"]["file"].endswith("novo.pfx")
        assert "novo.pfx would serve" in found[PADARIA]["advice"]
        assert found[OTHER]["pfx"] is None
    assert "trancado.pfx: none of the passwords opens it" in ran.err
    assert "alheio.pfx: serves none" in ran.err
    assert PFX_PASSWORD not in ran.out + ran.err + alone.out + alone.err


@pytest.mark.long
def test_spreadsheet_and_calendar_say_the_same(desk: Desk) -> None:
    """A row a company, the most pressing first, days as days, no formula; an event on each last day with two alarms."""
    five_states(desk)
    desk.company("86420975000194", "=1+1 LIVRARIA", expires_in=3)
    desk.portal.accounts[0].companies.append(desk.portal.companies[-1])

    ran = desk.rpa("watch", "--xlsx", "situacao.xlsx", "--ics", "vencimentos.ics", RPA_LANG="pt")

    assert ran.code == 1, ran.err
    sheet = openpyxl.load_workbook(desk.folder / "situacao.xlsx").worksheets[0]
    _titles, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == 7
    assert [row[0] for row in rows][:2] == ["11.222.333/0001-81", "13.579.246/0001-01"]
    assert any(row[1] == "'=1+1 LIVRARIA" for row in rows)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    calendar = icalendar.Calendar.from_ical((desk.folder / "vencimentos.ics").read_bytes())
    events = calendar.walk("VEVENT")
    assert len(events) == 6
    assert all(len(event.walk("VALARM")) == 2 for event in events)
    assert len({str(event["UID"]) for event in events}) == 6
    assert PASSWORD not in ran.out + ran.err


@pytest.mark.long
def test_every_account_is_read_and_a_shared_company_once(desk: Desk) -> None:
    """INVOICY_EMAIL, those of the column conta, those of --account; a refused one does not stop the others."""
    for cnpj in (PADARIA, FILIAL, OTHER):
        desk.company(cnpj, f"EMPRESA {cnpj}", expires_in=200)
    desk.open_account(companies=[PADARIA, FILIAL])
    desk.open_account(SECOND, "segunda-77", companies=[FILIAL, OTHER])
    clients = desk.clients({"cnpj": OTHER, "pfx": "o.pfx", "conta": SECOND})

    ran = desk.rpa(
        "watch", "--json", "--clients", clients, "--account", "outra@example.com.br",
        INVOICY_PASSWORD_FILIAL_EXAMPLE_COM_BR="segunda-77", INVOICY_PASSWORD_OUTRA_EXAMPLE_COM_BR="errada-88",
    )  # fmt: skip
    again = desk.rpa("watch", "--account", "outra@example.com.br", INVOICY_PASSWORD_OUTRA_EXAMPLE_COM_BR="errada-88")

    lines = [(line["account"], line["cnpj"]) for line in ran.json]
    assert sorted(lines, key=str) == sorted(
        [(EMAIL, PADARIA), (EMAIL, FILIAL), (SECOND, OTHER), ("outra@example.com.br", None)], key=str
    )
    assert (ran.code, again.code) == (1, 1)
    refused = [login for login in desk.portal.memory.logins if not login.ok]
    assert len(refused) == 1, "a password that was refused is not tried again"
    assert "errada-88" not in ran.out + ran.err


@pytest.mark.long
def test_a_box_that_lists_nothing_is_searched_for_the_clients(desk_at: Callable[..., Desk]) -> None:
    """With 600 companies behind an autocomplete, the clients of the file are read, and it is said that not all were."""
    desk = desk_at(VARIANTS["company-autocomplete"])
    desk.company(PADARIA, "PADARIA ESTRELA LTDA", expires_in=200)
    desk.company(OTHER, "MERCADO DO PORTO LTDA", expires_in=-1)
    desk.open_account()
    clients = desk.clients({"cnpj": OTHER, "pfx": "o.pfx"}, {"cnpj": ALPHANUMERIC, "pfx": "a.pfx"})

    ran = desk.rpa("watch", "--json", "--clients", clients)

    found = {cnpj: line["findings"] for cnpj, line in by_cnpj(ran).items()}
    assert found == {PADARIA: ["not_in_clients_file"], OTHER: ["expired"], ALPHANUMERIC: ["unread"]}, ran.err
    assert "does not list all companies" in ran.err


@pytest.mark.parametrize(
    ("switches", "count"),
    [
        ({"company_box": s.CompanyBox.BOOTSTRAP_SELECT, "company_cnpj": s.CompanyCnpj.ABSENT, "namesakes": True}, 4),
        ({"company_box": s.CompanyBox.POPUP, "company_cnpj": s.CompanyCnpj.BARE}, 2),
        ({"company_box": s.CompanyBox.TEXT}, 1),
        ({"switching": s.Switching.LATE, "password_again": True}, 2),
        ({"default_column": s.DefaultColumn.ABSENT, "dates": s.Dates.DAYS_LEFT}, 2),
        ({"session_lost_at": s.SessionLostAt.PANEL}, 2),
        ({"session_lost_at": s.SessionLostAt.LIST}, 2),
    ],
    ids=["names alone", "pop-up", "text", "late", "default in the form", "session lost", "session lost at the list"],
)
@pytest.mark.long
def test_it_reads_in_portals_of_other_kinds(desk_at: Callable[..., Desk], switches: dict[str, Any], count: int) -> None:
    """However companies are listed, and wherever the default stands, each company is read as what it is."""
    desk = desk_at(replace(VARIANTS["new"], **switches))
    desk.company(PADARIA, "PADARIA ESTRELA LTDA", expires_in=200)
    several = desk.company(OTHER, "MERCADO DO PORTO LTDA", expires_in=200)
    give(several, "segundo", 300, default=True)
    desk.open_account(companies=[PADARIA] if count == 1 else [])

    ran = desk.rpa("watch", "--json")

    found = {cnpj: line["findings"] for cnpj, line in by_cnpj(ran).items()}
    assert found[PADARIA] == [], ran.out + ran.err
    assert found.get(OTHER, ["several_defaults"]) == ["several_defaults"], ran.out
    assert "unread" not in str(found)
    assert len(found) == count
    assert nothing_was_changed(desk)


@pytest.mark.long
@pytest.mark.parametrize("switching", [s.Switching.UNDONE, s.Switching.IGNORED])
@pytest.mark.parametrize("shown", [s.CompanyCnpj.MASKED, s.CompanyCnpj.ABSENT])
def test_a_switch_that_does_not_happen_is_never_read_as_the_other_company(
    desk_at: Callable[..., Desk], switching: s.Switching, shown: s.CompanyCnpj
) -> None:
    """The company that could not be selected is told as not read; the other one is read, and keeps its own list."""
    desk = desk_at(replace(VARIANTS["new"], switching=switching, company_cnpj=shown))
    desk.company(PADARIA, "PADARIA ESTRELA LTDA", expires_in=-4)
    desk.company(OTHER, "MERCADO DO PORTO LTDA", expires_in=200)
    desk.open_account()

    ran = desk.rpa("watch", "--json")

    assert [(line["company"], line["findings"]) for line in ran.json] == [
        ("PADARIA ESTRELA LTDA", ["expired"]),
        ("MERCADO DO PORTO LTDA", ["unread"]),
    ]
    assert ran.code == 1


@pytest.mark.parametrize(
    ("switches", "environment", "code"),
    [
        ({"maintenance": True}, {}, 4),
        ({"gate": s.Gate.CAPTCHA}, {}, 4),
        ({}, {"INVOICY_EMAIL": ""}, 3),
        ({"permission": s.Permission.DENIED}, {}, 1),
    ],
    ids=["closed", "captcha", "no e-mail", "no permission"],
)
def test_what_keeps_it_from_reading_has_an_exit_code_of_its_own(
    desk_at: Callable[..., Desk], switches: dict[str, Any], environment: dict[str, str], code: int
) -> None:
    """3 for the settings, 4 where nobody got in; who got in and may not read is told company by company."""
    desk = desk_at(replace(VARIANTS["new"], **switches))
    desk.company()
    desk.open_account()

    ran = desk.rpa("watch", **environment)

    assert ran.code == code, ran.out + ran.err
    assert "Traceback" not in ran.err


def test_nothing_can_be_saved_not_even_in_a_fresh_context(desk: Desk) -> None:
    """After fifty companies a new context goes on with the same login; Salvar cannot be pressed there either."""
    desk.company()
    desk.open_account()

    def try_to_save() -> bool:
        with closing(RunningBrowser(desk.settings, host_of(desk.url))) as browser:
            door = Door(browser, desk.url, Words.shipped(), Logins())
            with closing(ReadOnlySession(door, EMAIL, Secret(PASSWORD))) as session:
                session.log_in()
                first = session.portal.window.page
                for _company in range(51):
                    session.count()
                form = session.portal.open_certificates().add()
                form.nickname.fill("nunca")
                session.portal.window.page.get_by_role("button", name="Salvar").click()
                with pytest.raises(ReadOnlyError):
                    form.save()
                return first.is_closed()

    with ThreadPoolExecutor() as thread:  # which has no browser of its own yet, as this one has
        assert thread.submit(try_to_save).result()

    assert desk.portal.memory.saves == []
    assert len(desk.portal.memory.logins) == 1
