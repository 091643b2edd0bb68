"""Rows of a clients file that are refused: why, where their cells may have slipped; and that none of them is told.

A `;` without quotes around it moves all that follows into the next column, a password into the one of the file's name.
So whatever a refused row holds may be a password, but for what can be none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from rpa import logs
from rpa.cnpj import Cnpj
from rpa.messages import _
from rpa.pfx_path import pfx_path
from rpa.regular import TooLargeError, read_regular
from rpa.secret import Secret
from rpa.table import Cell, Row, TableError, decode
from rpa.text import fold

_MARKS = ";,\t|"
_PFX = (".pfx", ".p12")
_LIKE_CNPJ = re.compile(r"\d{2}\.?\d{3}\.?\d{3}/?\d{4}-?\d{2}")
_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_MOST_BYTES = 5_000_000  # of a file that is no table: it is learnt piece by piece


def misshapen(row: Row, titles: Sequence[Cell], pfx: int, *, padded: bool) -> str | None:
    """Why a row's cells may not stand below their titles; None where they do.

    `pfx` is the place of the file's name. Rows of a workbook are `padded`: how many cells they have says nothing.
    """
    cells = [cell.text for cell in row[1]]
    named, last = _length(titles), _length(row[1])
    if last > named:
        return _(
            "has {count} cells, and the header names {named} columns, so none of them is taken: put quotes around a "
            "text with a separator in it, or give each column a title."
        ).format(count=last, named=named)
    if not padded and len(cells) < named:
        return _(
            "has {count} cells, and the header names {named} columns, so none of them is taken: write a separator for "
            "each empty cell, too, and put quotes around a text with a break in it."
        ).format(count=len(cells), named=named)
    if not padded and any(_is_a_row(line) for cell in cells for line in cell.splitlines()[1:]):
        return _("goes on over the rows below it, as one cell: a quote in it is never closed.")
    others = [cell for place, cell in enumerate(cells) if place != pfx]
    if _length(row[1]) > pfx >= 0 and not _is_pfx(cells[pfx]) and any(map(_is_pfx, others)):
        return _("has the name of a PFX file, but in another column: its cells have slipped, so none of them is taken.")
    return None


def may_be_shown(text: str) -> bool:
    """Whether a text has the shape of a CNPJ or of a PFX file's name, and so of no password."""
    return bool(_LIKE_CNPJ.fullmatch(text)) or _is_pfx(text)


def hide(rows: Iterable[Row], known: Iterable[str], folder: Path) -> None:
    """Learn as secrets what these rows hold, but for what can be none: a CNPJ, a login, a file that is there.

    `known` are words that are none either: those of the header, sim and não.
    """
    words = {fold(word) for word in known}
    texts = {cell.text for _number, cells in rows for cell in cells}
    logs.learn(*(Secret(text) for text in texts if fold(text) not in words and not _is_harmless(text, folder)))


def hide_all(path: Path, known: Iterable[str]) -> None:
    """The same of a file that cannot be read as a table: whatever stands between separators, quotes and line ends."""
    try:
        text = decode(path.name, read_regular(path, _MOST_BYTES))
    except (OSError, TableError, TooLargeError):
        return
    pieces = re.split(rf'[\r\n"{re.escape(_MARKS)}]+', text)
    hide([(0, [Cell(piece) for piece in pieces])], known, path.parent)


def _length(cells: Sequence[Cell]) -> int:
    """How many cells there are up to the last that is not empty."""
    return max((place for place, cell in enumerate(cells, start=1) if cell.text.strip()), default=0)


def _is_a_row(line: str) -> bool:
    """Whether a line within a cell has fields, one of which is a CNPJ."""
    fields = re.split(f"[{re.escape(_MARKS)}]", line)
    return len(fields) > 1 and any(_LIKE_CNPJ.fullmatch(field.strip(' "')) for field in fields)


def _is_pfx(text: str) -> bool:
    return text.strip().strip('"').lower().endswith(_PFX)


def _is_harmless(text: str, folder: Path) -> bool:
    text = text.strip()
    if not text or _LIKE_CNPJ.fullmatch(text) or _E_MAIL.fullmatch(text) or [c.text for c in Cnpj.find(text)] == [text]:
        return True
    try:
        path = pfx_path(text, folder)
        return path is not None and path.is_file()
    except (OSError, ValueError):
        return False
