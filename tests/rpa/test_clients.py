"""The clients file, as spreadsheet programs really write it."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import openpyxl
import pytest

from rpa.clients import ClientsFile, ClientsFileError, read_clients
from rpa.secret import Secret

CNPJ = "11.222.333/0001-81"


def a_csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A clients file with this text."""
    path = folder / "clientes.csv"
    path.write_bytes(text.encode(encoding))
    return path


def read(folder: Path, text: str, encoding: str = "utf-8") -> ClientsFile:
    """What is read from a file with this text."""
    return read_clients(a_csv(folder, text, encoding))


def problems(folder: Path, text: str) -> list[tuple[int | None, str | None]]:
    """Where a file with this text has problems."""
    with pytest.raises(ClientsFileError) as caught:
        read(folder, text)
    return [(problem.row, problem.column) for problem in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_any_separator_and_encoding_of_a_spreadsheet_is_read(tmp_path: Path, encoding: str, mark: str) -> None:
    """Semicolon, comma or tab, in UTF-8 with or without its mark, cp1252 or UTF-16."""
    text = f"CNPJ;PFX;Senha;Padrão\n{CNPJ};a.pfx;ção;não\n".replace(";", mark)

    (client,) = read(tmp_path, text, encoding).clients

    assert (client.cnpj.text, client.password, client.default) == ("11222333000181", Secret("ção"), False)


def test_headers_are_known_in_any_case_accent_and_both_languages(tmp_path: Path) -> None:
    """Capitals, accents and English names mean the same columns; unknown ones are ignored with a warning."""
    file = read(tmp_path, f"Cnpj;FILE;Password;NICKNAME;Default;Company;Account;Obs\n{CNPJ};a.pfx;p;n;no;c;a@b.c;x\n")

    (client,) = file.clients
    assert (client.nickname, client.default, client.company, client.account) == ("n", False, "c", "a@b.c")
    assert ["Obs" in warning for warning in file.warnings] == [True]


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    """The header is row 1; empty rows are skipped but counted."""
    file = read(tmp_path, f"cnpj;pfx\n{CNPJ};a.pfx\n;\n{CNPJ};b.pfx\n")

    assert [client.row for client in file.clients] == [2, 4]


def test_paths_are_relative_to_the_file_with_either_slash(tmp_path: Path) -> None:
    """A path written on Windows is found on Linux, and the other way round."""
    file = read(tmp_path, f"cnpj;pfx\n{CNPJ};sub\\a.pfx\n{CNPJ};sub/b.pfx\n")

    assert [client.pfx for client in file.clients] == [tmp_path / "sub" / "a.pfx", tmp_path / "sub" / "b.pfx"]


def test_blanks_of_a_password_are_kept(tmp_path: Path) -> None:
    """A blank at an end may belong to the password: it is not ours to drop."""
    assert read(tmp_path, f"cnpj;pfx;senha\n{CNPJ};a.pfx; x \n").clients[0].password == Secret(" x ")


def test_a_cnpj_that_excel_cut_is_restored_where_the_digits_agree(tmp_path: Path) -> None:
    """Leading zeros come back, with a warning, only if the check digits then agree."""
    (client,) = read(tmp_path, "cnpj;pfx\n191000108;a.pfx\n".replace("191000108", "7526557000100")).clients

    assert client.cnpj.text == "07526557000100"
    assert len(client.warnings) == 1


@pytest.mark.parametrize(
    "cnpj", ["1,1222E+13", "1.1222333000181E+13", "11222333000182", "7526557000101", "123", "", "abc"]
)
def test_a_cnpj_that_cannot_be_known_is_refused_with_its_place(tmp_path: Path, cnpj: str) -> None:
    """Scientific notation, wrong digits or too few of them name row and column."""
    assert problems(tmp_path, f'cnpj,pfx\n"{cnpj}",a.pfx\n') == [(2, "cnpj")]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """One problem hides no other: neither in its own row nor in the rows below."""
    text = f"cnpj;pfx;padrao;conta\n1;;talvez;x\n{CNPJ};../a.pfx;;\n{CNPJ};a.pfx;;\n{CNPJ};a.pfx;;a b@c\n"

    places = problems(tmp_path, text)

    assert places == [(2, "cnpj"), (2, "pfx"), (2, "padrao"), (2, "conta"), (3, "pfx"), (5, "conta")]


@pytest.mark.parametrize(
    "text", ["", "nome;arquivo\na;b\n", "cnpj;senha\n1;2\n", "cnpj;pfx\n", "cnpj;pfx;cnpj\n1;2;3\n", 'cnpj;pfx\n"1;2\n']
)
def test_a_file_without_what_is_needed_is_refused(tmp_path: Path, text: str) -> None:
    """Empty, without a required column, without clients, with a column twice or with open quotes."""
    assert problems(tmp_path, text)


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0 old", b"PK\x03\x04 broken", b"a\x00b"])
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    """An old or locked Excel file, a broken XLSX and other bytes are told as what they are."""
    path = tmp_path / "clientes.xlsx"
    path.write_bytes(content)

    with pytest.raises(ClientsFileError, match=r"clientes\.xlsx"):
        read_clients(path)


def test_numbers_of_a_workbook_are_read_as_they_are_shown(tmp_path: Path) -> None:
    """A CNPJ kept as a number is exact; a password kept as a number is read, and remembered as one."""
    book = openpyxl.Workbook()
    for line in (
        ["CNPJ", "PFX", "Senha", "Padrão"],
        [7526557000100, "a.pfx", 1234, True],
        [11222333000181.0, "b.pfx", "x", None],
    ):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(tmp_path / "c.xlsx")

    first, second = read_clients(tmp_path / "c.xlsx").clients

    assert (first.cnpj.text, first.password, first.password_is_number) == ("07526557000100", Secret("1234"), True)
    assert (second.cnpj.text, second.default, second.row) == ("11222333000181", True, 3)


@pytest.mark.parametrize(
    "text",
    [
        "../a.pfx",
        "x\\..\\..\\a.pfx",
        "C:a.pfx",
        "C:..\\a.pfx",
        "\\a.pfx",
        "\\\\.\\C:\\a.pfx",
        "//./pipe/a.pfx",
        "link/a.pfx",
    ],
)
def test_no_path_leaves_the_folder_by_stealth(tmp_path: Path, text: str) -> None:
    """Upwards, relative to a drive, by a device or by a link: each is a problem of that row's column pfx."""
    (tmp_path / "outside").mkdir()
    folder = tmp_path / "inside"
    folder.mkdir()
    if text.startswith("link"):
        if os.name == "nt":
            pytest.skip("links need a privilege on Windows")
        (folder / "link").symlink_to(tmp_path / "outside")

    assert problems(folder, f"cnpj;pfx\n{CNPJ};{text}\n") == [(2, "pfx")]


@pytest.mark.parametrize("text", ["/cofre/a.pfx", "D:\\cofre\\a.pfx", "\\\\servidor\\cofre\\a.pfx"])
def test_a_whole_path_is_meant_as_it_is_written(tmp_path: Path, text: str) -> None:
    """Whoever writes a drive, a root or a server says where the file is on purpose."""
    (client,) = read(tmp_path, f"cnpj;pfx\n{CNPJ};{text}\n").clients

    assert client.pfx == Path(text)


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    """A path that stays inside is as good as any, with either kind of slash."""
    (client,) = read(tmp_path, f"cnpj;pfx\n{CNPJ};sub\\a.pfx\n").clients

    assert client.pfx == tmp_path / "sub" / "a.pfx"


@pytest.mark.skipif(os.name == "nt", reason="modes mean nothing on Windows")
def test_passwords_that_others_can_read_are_told(tmp_path: Path) -> None:
    """The warning says the command that mends it; without passwords, or for the owner alone, there is none."""
    text = f"cnpj;pfx;senha\n{CNPJ};a.pfx;abc\n"
    for parent in (tmp_path, *tmp_path.parents):
        if "pytest" in str(parent):
            parent.chmod(0o755)
    path = a_csv(tmp_path, text)

    path.chmod(0o644)
    (warning,) = read_clients(path).warnings
    assert f"chmod 600 {shlex.quote(str(path))}" in warning
    assert "rpa secrets import" in warning
    path.chmod(0o600)
    assert read_clients(path).warnings == ()
    path.chmod(0o644)
    assert read(tmp_path, text.replace("abc", "")).warnings == ()
