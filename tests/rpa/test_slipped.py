"""A row whose cells have slipped is refused and named, and none of its cells is ever told: one may be the password."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from rpa import logs
from rpa.clients import ClientsFileError, read_clients
from rpa.secret import Secret

CNPJ, OTHER = "11.222.333/0001-81", "98.765.432/0001-98"
SENHA = "Qu1nt4l&Sul"
HEADER = "CNPJ;Empresa;Senha;PFX;Obs"


def refused(path: Path) -> str:
    """What is told of a file that is refused."""
    with pytest.raises(ClientsFileError) as caught:
        read_clients(path)
    return str(caught.value)


def a_csv(folder: Path, *rows: str, mark: str = ";") -> Path:
    """A clients file with these rows."""
    path = folder / "clientes.csv"
    path.write_text("\n".join(rows).replace(";", mark) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize(
    "row",
    [
        f"{CNPJ};PADARIA; FILIAL;{SENHA};p.pfx;x",  # more cells
        f"{CNPJ};PADARIA; FILIAL;{SENHA};p.pfx;",  # the last of them empty
        f"{CNPJ};PADARIA;{SENHA};p.pfx",  # fewer
        f"{CNPJ};PADARIA;p.pfx;{SENHA};x",  # as many, exchanged
        f'{CNPJ};"PADARIA;x;{SENHA};x\n{OTHER};B";{SENHA};p.pfx;x',  # a quote that closes a row too late
    ],
)
def test_a_row_whose_cells_have_slipped_is_refused(tmp_path: Path, mark: str, row: str) -> None:
    """It is named by its number, its cells are not told, and each is a secret from then on."""
    told = refused(a_csv(tmp_path, HEADER, f"{OTHER};B;abc-123;o.pfx;y", row, mark=mark))

    assert "row 3" in told.lower()
    assert SENHA not in told
    assert "PADARIA" not in told
    assert SENHA not in logs.clean(f"file {SENHA}")


def test_a_row_with_empty_cells_at_its_end_is_fine(tmp_path: Path) -> None:
    """A spreadsheet program may write any number of them."""
    (client,) = read_clients(a_csv(tmp_path, HEADER, f"{CNPJ};PADARIA;{SENHA};p.pfx;;;")).clients

    assert client.password == Secret(SENHA)


def test_a_workbooks_row_beyond_its_header_is_refused(tmp_path: Path) -> None:
    """A cell below no title; cells that are missing at its end are none."""
    book = openpyxl.Workbook()
    for line in (HEADER.split(";"), [OTHER, "B", "abc-123", "o.pfx"], [CNPJ, "PADARIA", "FILIAL", SENHA, "p.pfx", "x"]):
        book.worksheets[0].append(line)
    book.save(tmp_path / "c.xlsx")

    told = refused(tmp_path / "c.xlsx")
    assert "row 3" in told.lower()
    assert SENHA not in told
    assert Secret(SENHA) in logs.learnt()


@pytest.mark.parametrize(
    "row",
    [
        f"{SENHA};p.pfx;x;sim;a@b.br",
        f"{CNPJ};p.pfx;x;{SENHA};a@b.br",
        f"{CNPJ};p.pfx;x;sim;{SENHA}",
        f"{CNPJ};../{SENHA};x;sim;",
    ],
)
def test_whatever_is_wrong_with_a_row_its_cells_are_not_told(tmp_path: Path, row: str) -> None:
    """In whichever column the password has come to stand; what can be no password is known for none."""
    told = refused(a_csv(tmp_path, "cnpj;pfx;senha;padrao;conta", row))

    assert "Row 2, column " in told
    assert SENHA not in told
    assert SENHA not in logs.clean(f"x {SENHA} x")
    assert not {Secret(CNPJ), Secret("a@b.br"), Secret("sim")} & logs.learnt()


def test_a_wrong_cnpj_is_told(tmp_path: Path) -> None:
    """Who has mistyped a digit is shown the number, which can be no password."""
    assert "11.222.333/0001-82" in refused(a_csv(tmp_path, "cnpj;pfx", "11.222.333/0001-82;p.pfx"))


@pytest.mark.parametrize(
    "text", [f'cnpj;pfx;senha\n{CNPJ};"p.pfx;{SENHA}\n{OTHER};o.pfx;abc-123', f"{CNPJ};p.pfx;{SENHA}"]
)
def test_a_file_that_cannot_be_read_as_rows_has_secrets_too(tmp_path: Path, text: str) -> None:
    """A quote that never closes, or no header: nothing of it is told."""
    assert SENHA not in refused(a_csv(tmp_path, text))
    assert SENHA not in logs.clean(f"x {SENHA} x")
