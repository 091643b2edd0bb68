"""A folder of files and a list of passwords become a clients file."""

from __future__ import annotations

import csv
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fixtures.certificates import TestChain
from rpa.certificates import Examiner, Trust
from rpa.certificates.match import Matched, PasswordsFileError, match, pfx_files, read_passwords
from rpa.certificates.matched_file import write_clients
from rpa.cnpj import Cnpj

MATRIZ, FILIAL, OTHER = Cnpj("11222333000181"), Cnpj("11222333000262"), Cnpj("11444777000161")


@pytest.fixture
def examiner(trust: Trust) -> Iterator[Examiner]:
    """Workers for one test."""
    with Examiner(trust, 2) as examiner:
        yield examiner


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What came by e-mail."""
    folder = tmp_path / "recebidos"
    folder.mkdir()
    return folder


def matched(examiner: Examiner, folder: Path, text: str | bytes, clients: tuple[Cnpj, ...] = ()) -> Matched:
    """Match the folder with a file of passwords that holds this."""
    passwords = folder.parent / "senhas.txt"
    passwords.write_bytes(text if isinstance(text, bytes) else text.encode())
    files = pfx_files(folder)
    return match(files, read_passwords(passwords, files), examiner, clients=clients)


def who(found: Matched) -> list[tuple[Cnpj, str, str]]:
    """Which client is served by which file and password."""
    return [(each.cnpj, each.path.name, each.password.reveal()) for each in found.served]


def test_each_password_finds_its_file(examiner: Examiner, folder: Path, chain: TestChain) -> None:
    """Passwords in any order; names of files say nothing."""
    chain.issue().write(folder / "a.pfx", "um")
    chain.issue(OTHER.text).write(folder / "b.P12", "dois")
    assert who(matched(examiner, folder, "dois\r\num\r\n")) == [(MATRIZ, "a.pfx", "um"), (OTHER, "b.P12", "dois")]


def test_a_line_may_name_its_file(examiner: Examiner, folder: Path, chain: TestChain) -> None:
    """`file;password`, where such a file is there; otherwise the semicolon belongs to the password."""
    chain.issue().write(folder / "Padaria.pfx", "um")
    chain.issue(OTHER.text).write(folder / "b.pfx", "x;y")
    found = matched(examiner, folder, "padaria;um\nx;y\n")
    assert who(found) == [(MATRIZ, "Padaria.pfx", "um"), (OTHER, "b.pfx", "x;y")]


def test_passwords_of_notepad(examiner: Examiner, folder: Path, chain: TestChain) -> None:
    """A file in cp1252 with a blank behind the password still opens what it should."""
    chain.issue().write(folder / "a.pfx", "maçã")
    assert who(matched(examiner, folder, "maçã  \n".encode("cp1252"))) == [(MATRIZ, "a.pfx", "maçã")]


def test_what_serves_nobody_is_told(examiner: Examiner, folder: Path, chain: TestChain) -> None:
    """Files that no password opens, that are unfit, and older ones of the same company are named, each as such."""
    chain.issue().write(folder / "novo.pfx", "1")
    chain.issue(days=100).write(folder / "velho.pfx", "1")
    chain.issue(OTHER.text).write(folder / "fechado.pfx", "outra")
    expired = datetime.now(UTC) - timedelta(days=400)
    chain.issue(not_before=expired).write(folder / "vencido.pfx", "1")

    found = matched(examiner, folder, "1\n")

    assert who(found) == [(MATRIZ, "novo.pfx", "1")]
    assert [path.name for path in found.unopened] == ["fechado.pfx"]
    assert [path.name for path, _ in found.unfit] == ["vencido.pfx"]
    assert [path.name for path in found.spare] == ["velho.pfx"]


def test_named_clients_get_the_best_file(examiner: Examiner, folder: Path, chain: TestChain) -> None:
    """A filial is served by its own certificate, or else by the matriz's; who has none is named."""
    chain.issue().write(folder / "matriz.pfx", "1")
    found = matched(examiner, folder, "1", (MATRIZ, FILIAL, OTHER))
    assert who(found) == [(MATRIZ, "matriz.pfx", "1"), (FILIAL, "matriz.pfx", "1")]
    assert found.unserved == (OTHER,)

    chain.issue(FILIAL.text).write(folder / "filial.pfx", "1")
    assert who(matched(examiner, folder, "1", (FILIAL,))) == [(FILIAL, "filial.pfx", "1")]


def test_an_empty_file_of_passwords(tmp_path: Path) -> None:
    """No passwords, no match: said at once."""
    (tmp_path / "senhas.txt").write_text("\n \n")
    with pytest.raises(PasswordsFileError, match="is empty"):
        read_passwords(tmp_path / "senhas.txt")
    with pytest.raises(PasswordsFileError, match="cannot be read"):
        read_passwords(tmp_path / "keine.txt")


def test_the_clients_file_as_csv(examiner: Examiner, folder: Path, chain: TestChain) -> None:
    """Semicolons, a BOM for Excel, paths beside the file, and every character of a password kept."""
    chain.issue(holder="AÇAÍ LTDA").write(folder / "a.pfx", ' a";b ')
    found = matched(examiner, folder, 'a;" a""b"\n a";b \n')
    path = write_clients(folder.parent / "clientes.csv", found.served)

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert rows[1] == ["11.222.333/0001-81", str(Path("recebidos", "a.pfx")), ' a";b ', "AÇAÍ LTDA"]


def test_the_clients_file_as_xlsx(examiner: Examiner, folder: Path, chain: TestChain) -> None:
    """Passwords that look like numbers and formulas stay text."""
    chain.issue().write(folder / "a.pfx", "0012")
    chain.issue(OTHER.text).write(folder / "b.pfx", "=1+1")
    path = write_clients(folder.parent / "c.xlsx", matched(examiner, folder, "0012\n=1+1\n").served)

    cells = [[(cell.value, cell.data_type) for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]
    assert [row[2] for row in cells[1:]] == [("0012", "s"), ("=1+1", "s")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows protects the user's folders as a whole")
def test_the_clients_file_is_its_owners(examiner: Examiner, folder: Path, chain: TestChain) -> None:
    """It holds passwords: nobody else may read it, and none is overwritten."""
    chain.issue().write(folder / "a.pfx", "1")
    served = matched(examiner, folder, "1").served
    path = write_clients(folder.parent / "c.csv", served)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_clients(path, served)
