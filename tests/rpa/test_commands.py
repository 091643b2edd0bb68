"""The commands as a support team runs them: a process, a clients file, exit codes, JSON."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from fixtures.portal import Variant
from tests.desk import EMAIL, OTHER, PADARIA, PFX_PASSWORD, Desk

FIELDS = [
    "row", "cnpj", "company", "nickname", "result", "reason", "warnings", "valid_until", "replaced_valid_until",
    "default", "follow_up", "evidence", "seconds", "said", "fingerprint", "steps", "spent", "seen",
]  # fmt: skip


def three_clients(desk: Desk) -> list[dict[str, str]]:
    """Three companies in the portal, and their rows: accents, an apelido and a default among them."""
    companies = [(PADARIA, "PADARIA SÃO JOÃO LTDA"), (OTHER, "AÇOUGUE PAMPA LTDA"), ("12ABC34501DE35", "ALFA S.A.")]
    rows = []
    for cnpj, name in companies:
        desk.company(cnpj, name)
        desk.pfx(cnpj, f"{cnpj}.pfx", holder=name)
        rows.append({"CNPJ": cnpj, "Empresa": name, "PFX": f"{cnpj}.pfx", "Senha": PFX_PASSWORD, "Padrão": "Sim"})
    desk.open_account()
    return rows


def as_xlsx(path: Path, rows: list[dict[str, str]]) -> Path:
    """The same rows as Excel keeps them."""
    book = openpyxl.Workbook()
    for line in [list(rows[0]), *(list(row.values()) for row in rows)]:
        book.active.append(line)  # type: ignore[union-attr]
    book.save(path)
    return path


def test_a_cp1252_file_with_semicolons_is_renewed_and_then_left_alone(
    desk_at: Callable[..., Desk], markup: Variant
) -> None:
    """The file that Excel writes in Brazil works on both markups; the same command again sends nothing."""
    desk = desk_at(markup)
    clients = desk.clients(*three_clients(desk), encoding="cp1252")

    first, second = desk.rpa("renew", clients, "--json"), desk.rpa("renew", clients, "--json")

    assert (first.code, set(first.results.values())) == (0, {"renewed"}), first.err
    assert (second.code, set(second.results.values())) == (0, {"already_current"}), second.err
    assert [save.company for save in desk.portal.memory.saves] == [PADARIA, OTHER, "12ABC34501DE35"]
    assert [login.ok for login in desk.portal.memory.logins] == [True, True]


@pytest.mark.long
def test_an_xlsx_is_renewed(desk_at: Callable[..., Desk], markup: Variant) -> None:
    """A workbook is as good as a CSV, on both markups."""
    desk = desk_at(markup)
    clients = as_xlsx(desk.folder / "clientes.xlsx", three_clients(desk))

    ran = desk.rpa("renew", clients, "--json")

    assert (ran.code, list(ran.results.values())) == (0, ["renewed"] * 3), ran.err
    assert len(desk.portal.memory.kept) == 3


def test_json_has_the_documented_fields_in_their_order(desk: Desk) -> None:
    """One object a line, each with the same fields."""
    ran = desk.rpa("renew", desk.clients(*three_clients(desk)), "--json", "--only", OTHER)

    (line,) = ran.json
    assert list(line) == FIELDS
    assert (line["row"], line["cnpj"], line["result"], line["follow_up"]) == (3, OTHER, "renewed", "none")
    assert Path(line["evidence"]).is_file()


def test_one_clients_trouble_never_stops_the_others(desk: Desk) -> None:
    """A PFX of another company, an expired one and a company that is not there end alone; the exit code says so."""
    rows = three_clients(desk)
    desk.pfx(OTHER, "alheio.pfx")
    desk.pfx(PADARIA, "vencido.pfx", days=0.5)  # of a day that began yesterday
    missing = desk.pfx("24681357000140", "ausente.pfx")
    rows[0]["PFX"], rows[1]["PFX"] = "alheio.pfx", "vencido.pfx"
    rows.append({**rows[1], "CNPJ": "24681357000140", "PFX": missing.name})

    ran = desk.rpa("renew", desk.clients(*rows), "--json")

    assert (ran.code, ran.results) == (1, {2: "blocked", 3: "blocked", 4: "renewed", 5: "no_access"}), ran.err
    assert [save.company for save in desk.portal.memory.saves] == ["12ABC34501DE35"]


def test_a_wrong_portal_password_is_tried_once(desk: Desk) -> None:
    """One login attempt, every client parked with the portal's words, and exit code 4."""
    clients = desk.clients(*three_clients(desk))

    ran = desk.rpa("renew", clients, "--json", INVOICY_PASSWORD="errada")

    assert (ran.code, set(ran.results.values())) == (4, {"parked"}), ran.err
    assert [login.ok for login in desk.portal.memory.logins] == [False]
    assert all("“" in line["reason"] for line in ran.json)


@pytest.mark.long
def test_each_account_logs_in_once_and_sees_its_own_companies(desk: Desk) -> None:
    """With the column conta, clients are worked account by account; one that cannot log in parks only its own."""
    rows = three_clients(desk)
    desk.open_account("loja@example.com.br", "loja-1", [OTHER])
    rows[1]["Conta"] = "loja@example.com.br"
    rows[0]["Conta"], rows[2]["Conta"] = "", "ninguem@example.com.br"

    ran = desk.rpa(
        "renew",
        desk.clients(*rows),
        "--json",
        INVOICY_PASSWORD_LOJA_EXAMPLE_COM_BR="loja-1",
        INVOICY_PASSWORD_NINGUEM_EXAMPLE_COM_BR="x",
    )

    assert (ran.code, ran.results) == (1, {2: "renewed", 3: "renewed", 4: "parked"}), ran.err
    assert [login.email for login in desk.portal.memory.logins] == [
        EMAIL,
        "loja@example.com.br",
        "ninguem@example.com.br",
    ]


def test_a_portal_that_does_not_answer_gives_exit_code_4(desk: Desk) -> None:
    """Where nothing answers, every client is `failed`, safe to try again."""
    ran = desk.rpa("renew", desk.clients(*three_clients(desk)), "--json", INVOICY_URL="http://127.0.0.1:9/login.aspx")

    assert (ran.code, set(ran.results.values())) == (4, {"failed"}), ran.err


@pytest.mark.long
def test_plan_and_dry_run_change_nothing(desk: Desk) -> None:
    """Both say what would be done, and leave the portal as it was."""
    clients = desk.clients(*three_clients(desk))

    for ran in (desk.rpa("plan", clients, "--json"), desk.rpa("renew", clients, "--dry-run", "--json")):
        assert (ran.code, set(ran.results.values())) == (0, {"renew"}), ran.err

    assert (desk.portal.memory.saves, desk.portal.memory.forms_opened) == ([], 0)


def test_every_problem_of_the_file_is_told_at_once(desk: Desk) -> None:
    """Rows and columns of all problems are named, and nothing is begun: exit code 3."""
    rows = [
        {"cnpj": "1,1222E+13", "pfx": "a.pfx", "padrao": "talvez", "conta": "sem arroba"},
        {"cnpj": "11222333000182", "pfx": "", "padrao": "", "conta": ""},
    ]

    ran = desk.rpa("renew", desk.clients(*rows))

    assert ran.code == 3
    for place in (
        "Row 2, column cnpj",
        "Row 2, column padrao",
        "Row 2, column conta",
        "Row 3, column cnpj",
        "Row 3, column pfx",
    ):
        assert place in ran.err
    assert desk.portal.memory.requests == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("INVOICY_URL", ""),
        ("INVOICY_URL", "portal"),
        ("INVOICY_URL", "http://portal.example.com/login.aspx"),
        ("INVOICY_EMAIL", ""),
        ("RPA_EXTRA_ROOTS", "nowhere.pem"),
        ("RPA_BROWSER", "/nowhere/chrome"),
    ],
)
def test_a_missing_or_malformed_setting_is_named(desk: Desk, setting: str, value: str) -> None:
    """The message names the setting, and the exit code is 3."""
    ran = desk.rpa("renew", desk.clients(*three_clients(desk)), "--json", **{setting: value})

    assert ran.code == 3
    assert setting in ran.err or value in ran.err
    assert desk.portal.memory.saves == []


@pytest.mark.long
def test_plain_lines_when_piped(desk: Desk) -> None:
    """Without a terminal and without --json: one line a client, in the operator's language, and how fast it was."""
    ran = desk.rpa("renew", desk.clients(*three_clients(desk)), "--only", PADARIA, RPA_LANG="pt")

    assert "11.222.333/0001-81" in ran.out
    assert "renovado" in ran.out
    assert "1 cliente" in ran.err
    assert "clientes por minuto. Tempo: portal" in ran.err


@pytest.mark.long
def test_no_secret_is_printed_or_kept(desk: Desk) -> None:
    """Neither the passwords nor the PFX's bytes are in what a run prints or leaves."""
    clients = desk.clients(*three_clients(desk))

    ran = desk.rpa("renew", clients, "--json")

    files = [path for path in (desk.folder / "home").rglob("*") if path.is_file()]
    assert len(files) >= 12  # run.json, results.jsonl, three pictures, five reports, log, database
    kept = [path.read_bytes() for path in files]
    with zipfile.ZipFile(next(path for path in files if path.suffix == ".xlsx")) as book:
        kept += [book.read(name) for name in book.namelist()]
    for trace in (*kept, ran.out.encode(), ran.err.encode()):
        assert PFX_PASSWORD.encode() not in trace
        assert desk.environment["INVOICY_PASSWORD"].encode() not in trace


@pytest.mark.long
def test_a_run_leaves_its_reports_and_they_are_made_again_at_any_time(desk: Desk) -> None:
    """At the end it says where; `rpa report` writes the same five, in the language of the day, of all or of one."""
    ran = desk.rpa("renew", desk.clients(*three_clients(desk)))

    again = desk.rpa("report", RPA_LANG="pt")
    (run,) = (desk.folder / "home" / "runs").iterdir()
    names = ["report.html", "report.xlsx", "report.json", "report.junit.xml", "report.ics"]
    assert f"Report: {run / 'report.html'}" in ran.err
    assert (again.code, again.out.splitlines()) == (0, [str(run / name) for name in names])
    assert 'lang="pt-BR"' in (run / "report.html").read_text(encoding="utf-8")

    one = desk.rpa("report", run, "--only", OTHER)
    assert (one.code, one.out.splitlines()[0]) == (0, str(run / f"report-{OTHER}.html"))
    page = (run / f"report-{OTHER}.html").read_text(encoding="utf-8")
    assert "AÇOUGUE PAMPA LTDA" in page
    assert "ALFA" not in page


@pytest.mark.long
def test_a_report_of_what_is_not_there_says_so(desk: Desk) -> None:
    """No run: 3. A run without the client: 1. No CNPJ at all: 2."""
    nothing = desk.rpa("report")
    desk.rpa("renew", desk.clients(*three_clients(desk)), "--only", OTHER)

    assert nothing.code == 3
    assert "No run is kept below" in nothing.err
    assert desk.rpa("report", "--only", PADARIA).code == 1
    assert desk.rpa("report", "--only", "123").code == 2


def test_a_template_with_an_unknown_field_is_refused_at_start(desk: Desk) -> None:
    """By its name and line, before anything is done: the portal hears nothing."""
    (desk.folder / "textos").mkdir()
    (desk.folder / "textos" / "siscoban-clique.txt").write_text("Olá,\n{fone}", encoding="utf-8")

    ran = desk.rpa("renew", desk.clients(*three_clients(desk)), RPA_TEMPLATES=str(desk.folder / "textos"))

    assert ran.code == 3
    assert "siscoban-clique.txt, line 2: there is no field {fone}" in ran.err
    assert desk.portal.memory.requests == []
    assert not (desk.folder / "home" / "runs").exists()


@pytest.mark.long
def test_the_click_is_followed_up_from_the_run_to_the_tick(desk: Desk) -> None:
    """Who had an expired certificate is on the list, gets a text, and is gone from the list when ticked off."""
    desk.company(OTHER, "MERCADO DO PORTO LTDA", expires_in=-3)
    desk.open_account()
    row = {"CNPJ": OTHER, "PFX": desk.pfx(OTHER).name, "Senha": PFX_PASSWORD, "Empresa": "MERCADO DO PORTO LTDA"}
    desk.rpa("renew", desk.clients(row))

    listed, text = desk.rpa("follow-up"), desk.rpa("follow-up", "--message", OTHER)
    desk.rpa("follow-up", "--done", OTHER)

    assert "98.765.432/0001-98" in listed.out
    assert "Validade Certificado" in text.out
    assert desk.rpa("follow-up").out == ""


@pytest.mark.long
def test_the_demo_ends_as_it_promises(desk: Desk) -> None:
    """`rpa demo` plays a dozen clients on a portal of its own, and every one ends as expected."""
    ran = desk.rpa("demo")

    assert ran.code == 0, ran.out + ran.err
    assert "12 clients" in ran.err


def test_help_is_quick_because_it_imports_nothing_heavy() -> None:
    """`rpa --help` needs neither the browser's library, nor the cryptographer's, nor the queue's."""
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom rpa.cli import app\nimport rpa.logs\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "heavy = {'playwright', 'cryptography', 'openpyxl', 'flask', 'keyring', 'jinja2', 'icalendar', 'dbos', "
        "'sqlalchemy', 'ahocorasick_rs'}\n"
        "print(heavy & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert done.stdout.strip() == "set()"


def test_a_line_without_a_company_begins_with_its_reason(desk: Desk) -> None:
    """Where no file could be opened nobody knows the name, and nothing stands in its place."""
    ran = desk.rpa("renew", desk.clients({"cnpj": PADARIA, "pfx": "x.pfx"}))

    assert "blocked          x.pfx: " in ran.out
