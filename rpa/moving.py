"""`rpa secrets import`: the passwords of a clients file go into the keyring, and out of the file.

In this order: everything is read and the new file is made and examined in memory; then the keyring has each password,
read back; then the file is replaced in one step. A kill in between leaves the file as it was, never a copy.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rpa import private
from rpa.clients import Client, ClientsFileError, Problem, read_clients
from rpa.emptied import without_cells, without_column
from rpa.header import COLUMNS, header_of
from rpa.leftovers import Leftovers
from rpa.messages import _
from rpa.sheet_choice import choose
from rpa.table import Cell, Row, is_workbook, sheets_of
from rpa.text import fold
from rpa.vault import Vault

_NAMED = 20  # places that are named; the rest are counted


@dataclass(frozen=True, slots=True)
class Moved:
    """The clients whose password was in the file, and where in it one of them still stands, as a part of a CNPJ."""

    clients: Sequence[Client] = ()
    left: Sequence[str] = ()


def move_passwords(path: Path, vault: Vault) -> Moved:
    """Move them.

    Raises ClientsFileError, VaultError or OSError; the file is then as it was, though the keyring may have some.
    """
    clients = [client for client in read_clients(path).clients if client.password]
    if not clients:
        return Moved()
    if problems := list(_contradictions(clients)):
        raise ClientsFileError(problems)
    content = path.read_bytes()
    emptied = _emptied(path, content)
    left = _left(path, emptied, clients)
    for client in clients:
        if client.password:
            vault.put(client.cnpj.text, client.password)
    _replace(path, content, emptied)
    return Moved(clients, left)


def _contradictions(clients: Sequence[Client]) -> Iterator[Problem]:
    """The keyring has one password for each CNPJ."""
    known: dict[str, Client] = {}
    for client in clients:
        first = known.setdefault(client.cnpj.text, client)
        if first.password != client.password:
            text = _("has another password than row {row} for the same CNPJ; the keyring keeps one for each.")
            yield Problem(text.format(row=first.row), client.row, "senha")


def _left(path: Path, content: bytes, clients: Sequence[Client]) -> list[str]:
    """Where passwords stand as a part of a CNPJ. Raises ClientsFileError if they stand anywhere else."""
    passwords = [client.password for client in clients if client.password]
    left = Leftovers(passwords).of(path.name, content, choose(sheets_of(path.name, content))[0].rows)
    others = [place.where for place in left if not place.is_cnpj]
    if others:
        elsewhere = _(
            "Passwords are also written elsewhere in the file ({where}); take them out by hand, or keep them with rpa "
            "secrets set and delete the column by hand."
        )
        raise ClientsFileError([Problem(elsewhere.format(where=few(others)))])
    return [place.where for place in left]


def few(places: Sequence[str]) -> str:
    """Places by name, no more than twenty of them."""
    more = [_("{n} more").format(n=len(places) - _NAMED)] if len(places) > _NAMED else []
    return ", ".join([*places[:_NAMED], *more])


def _emptied(path: Path, content: bytes) -> bytes:
    """The file without passwords. Raises ClientsFileError if they cannot all be taken out of it, and nothing else."""
    sheet, _others = choose(sheets_of(path.name, content))
    before = sheet.rows
    header = header_of(before)
    place = next(i for i, cell in enumerate(before[header][1]) if fold(cell.text) in COLUMNS["senha"])
    if is_workbook(content):
        new = without_cells(content, sheet.part, place, [number for number, _cells in before[header + 1 :]])
        rest = [_lacking(row, place, blank=True) if n > header else row for n, row in enumerate(before)]
    else:
        new = without_column(content, place, before[header][0])
        rest = [_lacking(row, place, blank=False) if n >= header else row for n, row in enumerate(before)]
    if _texts(choose(sheets_of(path.name, new))[0].rows) != _texts(rest):
        raise ClientsFileError(
            [Problem(_("The file cannot be written back as it was; take the passwords out by hand."))]
        )
    return new


def _lacking(row: Row, place: int, *, blank: bool) -> Row:
    """A row without the cell of this place; or, if `blank`, with an empty one there."""
    number, cells = row
    return number, [*cells[:place], *([Cell("")] if blank else []), *cells[place + 1 :]]


def _texts(rows: Sequence[Row]) -> list[tuple[int, list[str]]]:
    """The rows as texts, without the empty cells at their ends, of which a workbook may have any number."""
    texts = [(number, [cell.text for cell in cells]) for number, cells in rows]
    return [
        (number, row[: len(row) - next((n for n, text in enumerate(reversed(row)) if text), len(row))])
        for number, row in texts
    ]


def _replace(path: Path, expected: bytes, content: bytes) -> None:
    """Put the new file in the old one's place, in one step, for those who could read it. Raises OSError."""
    new = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with private.create(new) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.read_bytes() != expected:
            raise OSError(None, _("it was changed meanwhile"), str(path))
        if not private.is_windows():
            new.chmod(stat.S_IMODE(path.stat().st_mode))
        new.replace(path.resolve())
    except OSError:
        new.unlink(missing_ok=True)
        raise
