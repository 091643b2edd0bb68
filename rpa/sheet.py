"""What a spreadsheet is here: sheets with rows of cells, each as text; and what cannot be read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_COLUMNS = 100
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u2060\x1a"))  # the last ended files under DOS


class TableError(Exception):
    """The file cannot be read as a table; the text is a sentence for the operator."""


class DamagedError(ValueError):
    """The file contradicts itself; the text is the place."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text. `number` if the file holds it as a number: zeros at its start are lost then.

    `fault` says why the cell cannot be used, where it holds a formula without a result, or an error of Excel's.
    """

    text: str
    number: bool = False
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether a person sees nothing in it."""
        return not self.fault and not self.text.strip()


Row = tuple[int, list[Cell]]
"""A row's number as the spreadsheet program shows it, from 1, and its cells."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that were made one: their rows and columns, from 1, and how the spreadsheet program writes them."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    cells: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with its rows that are not blank. A CSV is one sheet, and has no name.

    `part` is the member of the workbook in which it stands; `hidden_rows` are those of its rows that nobody sees;
    `beyond` is the first cell with something in it that lies right of the last column that is read.
    """

    name: str
    rows: Sequence[Row]
    part: str = ""
    hidden: bool = False
    hidden_rows: Sequence[int] = ()
    merged: Sequence[Merged] = ()
    beyond: str = ""


def clean(text: str) -> str:
    """Without what cannot be seen. Blanks at the ends stay: they may belong to a password."""
    return text.translate(_INVISIBLE)


def letters_of(column: int) -> str:
    """The name of a column (from 1) as spreadsheet programs write it: A, …, Z, AA, …"""
    name, rest = "", column
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
