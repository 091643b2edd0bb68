"""`rpa secrets import` says of no password that it is no longer in the file where it still is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from rpa.clients import ClientsFileError
from rpa.moving import move_passwords
from rpa.vault import Vault
from tests.keyring_in_a_file import FileKeyring

CNPJ, SENHA = "11222333000181", "Qu1nt4l-Sul"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    """A keyring in a file."""
    import keyring

    monkeypatch.setenv("RPA_TEST_KEYRING", str(tmp_path / "keyring.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())  # type: ignore[no-untyped-call]
    yield Vault(tmp_path / "home")
    keyring.set_keyring(before)


def refused(path: Path, vault: Vault) -> str:
    """What is told where nothing is moved; the file is as it was, and the password is not told."""
    before = path.read_bytes()
    with pytest.raises(ClientsFileError) as caught:
        move_passwords(path, vault)
    assert path.read_bytes() == before
    assert SENHA.lower() not in str(caught.value).lower()
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (f"Lista; {SENHA}\ncnpj;senha;pfx\n{CNPJ};{SENHA};p.pfx\n", "B1"),
        (f"senha de todos: {SENHA}!\ncnpj;senha;pfx\n{CNPJ};{SENHA};p.pfx\n", "A1"),
        (f"cnpj;senha;pfx;obs\n{CNPJ};{SENHA};p.pfx;{SENHA}\n", "C2"),
        (f"cnpj;senha;pfx;obs\n{CNPJ};{SENHA};p.pfx;senhax{SENHA.upper()}x\n", "C2"),
        (f"cnpj;senha;pfx;obs\n{CNPJ};abcd;p.pfx;xabcdx\n", "C2"),
        (f"cnpj;senha;{SENHA};pfx\n{CNPJ};{SENHA};;p.pfx\n", "B1"),
    ],
)
def test_elsewhere_in_a_csv(tmp_path: Path, vault: Vault, text: str, where: str) -> None:
    """Above the header, in another cell, as a part of its text, in a title: nothing is moved, and the cell is named."""
    path = tmp_path / "clientes.csv"
    path.write_text(text, encoding="utf-8")

    assert where in refused(path, vault)


def in_a_cell(sheet: str, cell: str, value: str) -> Callable[[openpyxl.Workbook], None]:
    """Write into a cell of a sheet, a new one if need be."""

    def write(book: openpyxl.Workbook) -> None:
        (book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet))[cell] = value

    return write


def hidden(book: openpyxl.Workbook) -> None:
    """A hidden sheet, and a hidden column of it."""
    sheet = book.create_sheet("Velho")
    sheet["D9"], sheet.sheet_state, sheet.column_dimensions["D"].hidden = f"era {SENHA}", "veryHidden", True


def commented(book: openpyxl.Workbook) -> None:
    """A comment at a cell."""
    book.worksheets[0]["B2"].comment = Comment(f"a senha é {SENHA}", "Ana")


def named(book: openpyxl.Workbook) -> None:
    """A constant with a name."""
    book.defined_names["chave"] = DefinedName("chave", attr_text=f'"{SENHA}"')


def titled(book: openpyxl.Workbook) -> None:
    """The properties of the file."""
    book.properties.keywords = SENHA


def validated(book: openpyxl.Workbook) -> None:
    """A list of what may be chosen."""
    rule = DataValidation(type="list", formula1=f'"{SENHA},outra"')
    book.worksheets[0].add_data_validation(rule)
    rule.add("F2")


def headed(book: openpyxl.Workbook) -> None:
    """What is printed above the page."""
    header = book.worksheets[0].oddHeader
    assert header is not None
    header.center.text = f"Senha {SENHA}"


@pytest.mark.parametrize(
    ("plant", "where"),
    [
        (in_a_cell("Plan1", "D2", SENHA), "Plan1!D2"),
        (in_a_cell("Plan1", "E2", f"ver {SENHA.upper()}."), "Plan1!E2"),
        (in_a_cell("Notas", "C7", f"x{SENHA}x"), "Notas!C7"),
        (in_a_cell("Notas", "C7", f'="{SENHA[:4]}"&"{SENHA}"'), "Notas!C7"),
        (hidden, "Velho!D9"),
        (commented, "comment"),
        (named, "xl/workbook.xml"),
        (titled, "docProps/core.xml"),
        (validated, "Plan1"),
        (headed, "Plan1"),
    ],
    ids=["cell", "part", "sheet", "formula", "hidden", "comment", "name", "properties", "validation", "header"],
)
def test_elsewhere_in_a_workbook(
    tmp_path: Path, vault: Vault, plant: Callable[[openpyxl.Workbook], None], where: str
) -> None:
    """Wherever a spreadsheet program keeps a text: nothing is moved, and the place is named."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Plan1"
    for row in (["CNPJ", "PFX", "Senha", "Obs", "Mais"], [CNPJ, "p.pfx", SENHA]):
        book.worksheets[0].append(row)
    plant(book)
    book.save(tmp_path / "c.xlsx")

    assert where in refused(tmp_path / "c.xlsx", vault)


def add_to(path: Path, members: dict[str, str], text: str, instead: str) -> None:
    """Write more members into a workbook, and something else in place of a text of the others."""
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name).replace(text.encode(), instead.encode()) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in (kept | {name: text.encode() for name, text in members.items()}).items():
            new.writestr(name, data)


FORMULA = '<c r="D2"><f>LOWER("A")</f><v />'
IN_RUNS = f"<sst><si><r><t>Qu1nt</t></r><r><t>{SENHA[5:]}</t></r></si></sst>"


@pytest.mark.parametrize(
    ("members", "text", "instead", "where"),
    [
        ({}, FORMULA, f'<c r="D2" t="str"><f>LOWER(B1)</f><v>{SENHA}</v>', "Plan1!D2"),
        ({"xl/pivotCache/pivotCacheRecords1.xml": f'<r><s v="{SENHA}"/></r>'}, "none", "", "pivotCacheRecords1"),
        ({"xl/embeddings/note.bin": f"x{SENHA}x"}, "none", "", "note.bin"),
        ({"xl/sharedStrings.xml": IN_RUNS}, "none", "", "sharedStrings"),
    ],
    ids=["result", "pivot", "embedded", "left over, in two runs"],
)
def test_in_what_no_sheet_shows(  # noqa: PLR0917 - the cases
    tmp_path: Path, vault: Vault, members: dict[str, str], text: str, instead: str, where: str
) -> None:
    """The result that a formula had, a pivot's copy, something embedded, a text that no cell uses any more."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Plan1"
    for row in (["CNPJ", "PFX", "Senha", "Obs"], [CNPJ, "p.pfx", SENHA, '=LOWER("A")']):
        book.worksheets[0].append(row)
    book.save(tmp_path / "c.xlsx")
    add_to(tmp_path / "c.xlsx", members, text, instead)

    assert where in refused(tmp_path / "c.xlsx", vault)


def test_a_password_that_is_the_cnpj_is_told_to_be_there_still(tmp_path: Path, vault: Vault) -> None:
    """It is moved, for no hand can take a CNPJ out; but it is not said to be gone."""
    path = tmp_path / "clientes.csv"
    path.write_text(f"cnpj;senha;pfx\n{CNPJ};{CNPJ};p.pfx\n", encoding="utf-8")

    moved = move_passwords(path, vault)

    assert [client.row for client in moved.clients] == [2]
    assert moved.left == ["A2"]
    assert path.read_text(encoding="utf-8") == f"cnpj;pfx\n{CNPJ};p.pfx\n"
