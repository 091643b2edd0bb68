"""`rpa secrets` moves passwords into the keyring of the system: never by an argument, and never with a copy left."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

from rpa.clients import read_clients
from rpa.emptied import without_column
from rpa.gate import scan
from rpa.secret import Secret
from tests.desk import OTHER, PADARIA, PFX_PASSWORD, Desk, Ran

SENHAS = {PADARIA: 'Pão; "quente" 1', OTHER: "senha-do-mercado"}


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A keyring that the program's processes see, in this file."""
    path = tmp_path / "vault" / "keyring.json"
    path.parent.mkdir()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyring_in_a_file.FileKeyring")
    monkeypatch.setenv("RPA_TEST_KEYRING", str(path))
    monkeypatch.setenv("RPA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return path


def kept(keyring: Path) -> dict[str, str]:
    """What the keyring has for the program."""
    entries = json.loads(keyring.read_text(encoding="utf-8")) if keyring.exists() else {}
    return {name.removeprefix("invoicy-rpa/"): password for name, password in entries.items()}


def rpa(folder: Path, *arguments: str | Path, typed: str = "") -> Ran:
    """Run the program with something in its pipe."""
    command = [sys.executable, "-m", "rpa", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, input=typed, capture_output=True, encoding="utf-8", check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


def table(encoding: str = "utf-8", delimiter: str = ";") -> bytes:
    """A clients file as a team has it: a title above, quotes, a break in a cell, odd blanks."""
    text = io.StringIO(newline="")
    text.write('Clientes de "junho"' + 4 * delimiter + "\r\n")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows(
        [["CNPJ", "Senha", "PFX", "Apelido", "Obs"], [PADARIA, SENHAS[PADARIA], "p.pfx", " Padaria ", "a\nb"]]
    )
    text.write(f'{OTHER}{delimiter}"{SENHAS[OTHER]}"{delimiter}"m.pfx"{delimiter}Ação{delimiter}"x ""y"" z"\n')
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_loses_its_column_and_nothing_else(keyring: Path, tmp_path: Path, encoding: str, delimiter: str) -> None:
    """Same encoding, delimiter, quotes and ends of lines; the passwords are in the keyring, and in no file."""
    path = tmp_path / "clientes.csv"
    path.write_bytes(table(encoding, delimiter))

    ran = rpa(tmp_path, "secrets", "import", path)

    assert (ran.code, kept(keyring)) == (0, SENHAS), ran.err
    before, after = table(encoding, delimiter).decode(encoding), path.read_bytes().decode(encoding)
    quoted = '"' + SENHAS[PADARIA].replace('"', '""') + '"'
    expected = (
        before.replace(f"Senha{delimiter}", "")
        .replace(f"{quoted}{delimiter}", "")
        .replace(f'"{SENHAS[OTHER]}"{delimiter}', "")
    )
    assert after == expected
    clients = read_clients(path).clients
    assert [(c.cnpj.text, c.password, c.nickname) for c in clients] == [
        (PADARIA, None, "Padaria"),
        (OTHER, None, "Ação"),
    ]
    assert scan([tmp_path / "home", path, *tmp_path.glob(".*")], [Secret(s) for s in SENHAS.values()]) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["clientes.csv", "home", "vault"]


def a_workbook(path: Path) -> Path:
    """A workbook with a formula whose result it keeps, a table, a comment, a second sheet, and a repeated string."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["CNPJ", "PFX", "Senha", "Apelido", "Conta"],
        [PADARIA, "p.pfx", SENHAS[PADARIA], "Padaria", '=LOWER("A@B.BR")'],
        [OTHER, "m.pfx", 123456789, "Mercado", None],
    ):
        sheet.append(row)
    sheet.add_table(Table(displayName="Clientes", ref="A1:E3"))
    book.create_sheet("Notas")["C2"] = "Padaria"
    book.save(path)
    whole = zipfile.ZipFile(path)
    members = {name: whole.read(name) for name in whole.namelist()}
    whole.close()
    sheet_xml = members["xl/worksheets/sheet1.xml"]
    assert b"<v />" in sheet_xml or b"<v/>" in sheet_xml or b"<v></v>" in sheet_xml
    for empty in (b"<v />", b"<v></v>", b"<v/>"):
        sheet_xml = sheet_xml.replace(empty, b"<v>a@b.br</v>")  # as Excel keeps a result
    members["xl/worksheets/sheet1.xml"] = sheet_xml.replace(b'r="E2"', b'r="E2" t="str"')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_workbook_loses_the_cells_and_nothing_else(keyring: Path, tmp_path: Path) -> None:
    """Formulas keep their results, tables their headers; of the passwords no member of the file has a trace."""
    path = a_workbook(tmp_path / "clientes.xlsx")
    before = read_clients(path).clients
    assert before[0].account == "a@b.br"

    ran = rpa(tmp_path, "secrets", "import", path)

    assert ran.code == 0, ran.err
    assert kept(keyring) == {PADARIA: SENHAS[PADARIA], OTHER: "123456789"}
    after = read_clients(path).clients
    assert [(c.pfx, c.nickname, c.account, c.password) for c in after] == [
        (c.pfx, c.nickname, c.account, None) for c in before
    ]
    sheet = openpyxl.load_workbook(path)
    assert [cell.value for cell in sheet.worksheets[0][1]] == ["CNPJ", "PFX", "Senha", "Apelido", "Conta"]
    assert (sheet.worksheets[0]["E2"].value, sheet["Notas"]["C2"].value) == ('=LOWER("A@B.BR")', "Padaria")
    assert scan([path], [Secret(SENHAS[PADARIA]), Secret("123456789")]) == []


def test_a_password_elsewhere_in_the_workbook_is_told(keyring: Path, tmp_path: Path) -> None:
    """A note that repeats it would stay: nothing is changed, and the member is named."""
    path = a_workbook(tmp_path / "clientes.xlsx")
    book = openpyxl.load_workbook(path)
    book["Notas"]["A1"] = SENHAS[PADARIA]
    book.worksheets[0]["E2"] = "a@b.br"  # openpyxl drops the results of formulas
    book.save(path)
    content = path.read_bytes()

    ran = rpa(tmp_path, "secrets", "import", path)

    assert ran.code == 3
    assert "xl/" in ran.err
    assert SENHAS[PADARIA] not in ran.err
    assert (path.read_bytes(), kept(keyring)) == (content, {})


def test_one_cnpj_with_two_passwords_is_told_and_nothing_is_changed(keyring: Path, tmp_path: Path) -> None:
    """The keyring has room for one: the second row is named."""
    path = tmp_path / "clientes.csv"
    path.write_text(f"cnpj;pfx;senha\n{PADARIA};a.pfx;um-1\n{PADARIA};b.pfx;dois-2\n", encoding="utf-8")

    ran = rpa(tmp_path, "secrets", "import", path)

    assert (ran.code, kept(keyring)) == (3, {})
    assert "Row 3, column senha" in ran.err
    assert "dois-2" in path.read_text(encoding="utf-8")


def test_without_a_keyring_the_file_stays_as_it_is(tmp_path: Path) -> None:
    """What to do instead is told."""
    path = tmp_path / "clientes.csv"
    path.write_bytes(table())

    ran = rpa(tmp_path, "secrets", "import", path)

    assert ran.code == 3
    assert "keyring" in ran.err
    assert path.read_bytes() == table()


@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=4,
    ),
    column=st.integers(0, 2),
    delimiter=st.sampled_from(";,\t"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_any_csv_loses_just_that_column(rows: list[list[str]], column: int, delimiter: str, quoting: int) -> None:
    """Whatever the cells hold, quotes and breaks among them: read again, the others are as they were."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows([["a", "b", "c"], *rows])  # type: ignore[arg-type]

    after = without_column(text.getvalue().encode(), column, 1).decode()

    read = list(csv.reader(io.StringIO(after, newline=""), delimiter=delimiter))
    assert read == [row[:column] + row[column + 1 :] for row in [["a", "b", "c"], *rows]]


@pytest.mark.skipif(os.name == "nt", reason="modes mean nothing on Windows")
def test_the_file_keeps_its_mode(keyring: Path, tmp_path: Path) -> None:
    """Who could read it can read it still: there is no secret in it any more."""
    path = tmp_path / "clientes.csv"
    path.write_bytes(table())
    path.chmod(0o640)

    rpa(tmp_path, "secrets", "import", path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert PFX_PASSWORD


def test_set_list_and_forget(keyring: Path, tmp_path: Path) -> None:
    """By pipe or prompt, under a bare CNPJ or an e-mail; names are listed, passwords never printed."""
    first = rpa(tmp_path, "secrets", "set", "11.222.333/0001-81", typed="abacate 1\n")
    second = rpa(tmp_path, "secrets", "set", "Loja@Example.com.br", typed="laranja-2\n")

    listed = rpa(tmp_path, "secrets", "list")
    assert (first.code, second.code, listed.out.split()) == (0, 0, ["loja@example.com.br", PADARIA])
    assert kept(keyring) == {PADARIA: "abacate 1", "loja@example.com.br": "laranja-2"}
    assert not any("abacate" in ran.out + ran.err for ran in (first, second, listed))
    gone = rpa(tmp_path, "secrets", "forget", PADARIA, "loja@example.com.br")
    assert (gone.code, kept(keyring), rpa(tmp_path, "secrets", "list").out) == (0, {}, "")
    assert rpa(tmp_path, "secrets", "forget", PADARIA).code == 1


@pytest.mark.parametrize(
    ("name", "typed", "told"), [("padaria", "x\n", "neither"), (PADARIA, "\n", "Nothing"), (PADARIA, "", "Nothing")]
)
def test_what_cannot_be_kept_is_told(keyring: Path, tmp_path: Path, name: str, typed: str, told: str) -> None:
    """A name that is none, or no password: exit code 3."""
    ran = rpa(tmp_path, "secrets", "set", name, typed=typed)

    assert (ran.code, told in ran.err, kept(keyring)) == (3, True, {})


def test_no_option_takes_a_password(tmp_path: Path) -> None:
    """An argument would stand in the list of processes and in the shell's history."""
    assert rpa(tmp_path, "secrets", "set", PADARIA, "senha").code == 2


@pytest.mark.long
def test_a_run_finds_what_was_imported(keyring: Path, desk: Desk) -> None:
    """After `secrets import` the same command renews, from a file without passwords."""
    desk.company()
    desk.open_account()
    clients = desk.clients({"cnpj": PADARIA, "pfx": desk.pfx().name, "senha": PFX_PASSWORD})

    assert desk.rpa("secrets", "import", clients).code == 0
    ran = desk.rpa("renew", clients, "--json")

    assert PFX_PASSWORD not in clients.read_text(encoding="utf-8")
    assert ran.results == {2: "renewed"}, ran.err
