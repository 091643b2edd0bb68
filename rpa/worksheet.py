"""Reads one worksheet's XML: the cells with something in them, and what a person does not see of them.

Rows that are only formatted are taken out before the XML is read, so that a million of them cost two seconds, not 15.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO
from xml.parsers.expat import ParserCreate

from rpa.messages import _
from rpa.number_formats import Formats
from rpa.sheet import MOST_COLUMNS, Cell, DamagedError, Merged, Row, clean, letters_of

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CELL = rb"<c [^<>]*>(?:(?<=/>)|</c>)"
_FORMATTED = re.compile(rb'(?:<row r="([0-9]+)"[^<>]*>(?:(?<=/>)|(?:\s*%b)*\s*</row>)\s*)+' % _CELL)
"""Rows without a value, one after the other; the group is the number of the last of them."""


class SheetReader:
    """Reads one sheet; afterwards `rows` are its rows that are not blank. See `Sheet` for the rest."""

    def __init__(self, strings: Sequence[str], formats: Formats) -> None:
        self.rows: list[Row] = []
        self.hidden_rows: list[int] = []
        self.merged: list[Merged] = []
        self.beyond = ""
        self._strings, self._formats = strings, formats
        self._parser = ParserCreate()
        self._parser.ordered_attributes = True
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._kinds: dict[str, Callable[[list[str]], None]] = {}
        self._cell_tag = ""
        self._row, self._row_hidden = 0, False
        self._cells: dict[int, Cell] = {}
        self._open_cell: list[str] | None = None
        self._column = 0
        self._value: list[str] = []
        self._formula = self._spoken = False

    def read(self, stream: IO[bytes]) -> None:
        """Read it all. Raises ExpatError or DamagedError."""
        for piece in _thinned(stream):
            self._parser.Parse(piece)
        self._parser.Parse(b"", True)
        self._end_row()

    def _begin(self, tag: str, attributes: list[str]) -> None:
        if tag == self._cell_tag:  # first, and without a further call: there are millions of them
            if self._formula or self._value:
                self._end_cell()
            if "r" not in attributes:
                self._column = self._place() + 1
            self._open_cell = attributes
        elif handle := self._kinds.get(tag):
            handle(attributes)
        elif not self._kinds:
            self._know(tag)

    def _know(self, root: str) -> None:
        """From the first element on: what has the same prefix is the sheet's own, and nobody else's."""
        prefix = root[: root.rfind(":") + 1]
        own = {
            "row": self._begin_row, "v": self._begin_text, "t": self._begin_text,
            "f": self._begin_formula, "rPh": self._begin_spoken, "mergeCell": self._merge,
        }  # fmt: skip
        self._kinds = {prefix + name: handle for name, handle in own.items()}
        self._cell_tag = f"{prefix}c"

    def _refuse(self, name: str, *_rest: object) -> None:
        raise DamagedError(f"DOCTYPE {name}")  # see `_WithoutDoctype` in rpa.workbook

    def _begin_row(self, attributes: list[str]) -> None:
        self._end_row()
        told = _named(attributes)
        number = int(told["r"]) if "r" in told else self._row + 1
        if number <= self._row:
            raise DamagedError(_("row {row}").format(row=number))
        self._row = number
        self._row_hidden = told.get("hidden") in ("1", "true") or told.get("ht") in ("0", "0.0")
        self._column = 0

    def _begin_text(self, _attributes: list[str]) -> None:
        if not self._spoken:
            self._parser.CharacterDataHandler = self._value.append
            self._parser.EndElementHandler = self._end_text

    def _end_text(self, _tag: str) -> None:
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None

    def _begin_formula(self, _attributes: list[str]) -> None:
        self._formula = True

    def _begin_spoken(self, _attributes: list[str]) -> None:
        self._spoken = True
        self._parser.EndElementHandler = self._end_spoken

    def _end_spoken(self, tag: str) -> None:
        if tag.endswith("rPh"):
            self._spoken, self._parser.EndElementHandler = False, None

    def _end_cell(self) -> None:
        """Keep what the cell holds."""
        if self._open_cell is None:
            return
        place, told = self._place(), _named(self._open_cell)
        text, formula = "".join(self._value), self._formula
        self._value, self._formula = [], False
        try:
            cell = self._shown(text, told, formula=formula)
        except (ValueError, IndexError):
            raise DamagedError(f"{letters_of(place)}{self._row}") from None
        if cell.is_blank and not cell.text:
            return
        if place in self._cells:
            raise DamagedError(f"{letters_of(place)}{self._row}")
        if place <= MOST_COLUMNS:
            self._cells[place] = cell
        elif not cell.is_blank:
            self.beyond = self.beyond or f"{letters_of(place)}{self._row}"

    def _shown(self, text: str, told: Mapping[str, str], *, formula: bool) -> Cell:
        """The cell as the spreadsheet program shows it. Raises ValueError or IndexError."""
        kind = told.get("t", "n")
        if formula and kind != "str" and (not text or (self._formats.stale and text == "0")):
            return Cell("", fault=_("holds a formula without a result: open the file in Excel, and save it."))
        if not text:
            return Cell("")
        match kind:
            case "n":
                cell = self._formats.shown(text.strip(), int(told.get("s", "0")))
            case "s":
                number = int(text)
                cell = Cell(clean(self._strings[number if number >= 0 else len(self._strings)]))
            case "b":
                cell = Cell("sim" if int(text) else "não")
            case "e":
                cell = Cell(text, fault=_("holds {text}, an error of Excel's: mend its formula.").format(text=text))
            case "d":
                cell = Cell(datetime.fromisoformat(text).isoformat())
            case "str" | "inlineStr":
                cell = Cell(clean(text))
            case _:
                raise DamagedError(kind)
        return cell

    def _place(self) -> int:
        """The column, from 1, of the cell that is open; it is only worked out where it matters."""
        told = _named(self._open_cell or [])
        if "r" in told:
            found = _PLACE.fullmatch(told["r"])
            if not found or int(found[2]) != self._row:
                raise DamagedError(told["r"][:20])
            self._column = column_of(found[1])
        return self._column

    def _end_row(self) -> None:
        if self._formula or self._value:
            self._end_cell()
        self._open_cell = None
        if not self._cells:
            return
        cells, self._cells = self._cells, {}
        if all(cell.is_blank for cell in cells.values()):
            return
        row = [cells.get(place, Cell("")) for place in range(1, max(cells) + 1)]
        self.rows.append((self._row, row))
        if self._row_hidden:
            self.hidden_rows.append(self._row)

    def _merge(self, attributes: list[str]) -> None:
        cells = _named(attributes).get("ref", "")
        ends = [_PLACE.fullmatch(end) for end in cells.replace("$", "").split(":")]
        places = [(int(end[2]), column_of(end[1])) for end in ends if end]
        if len(places) == 2:
            (top, left), (bottom, right) = places
            self.merged.append(Merged(top, bottom, left, right, cells))


def _thinned(stream: IO[bytes]) -> Iterator[bytes]:
    """The XML with the last alone of each number of rows without a value. What is a comment or the like is left."""
    left, thin = b"", True
    while piece := stream.read(1 << 18):
        piece = left + piece
        end = piece.rfind(b">") + 1
        piece, left = (piece[:end], piece[end:]) if end else (piece, b"")
        thin = thin and b"<!" not in piece
        yield _FORMATTED.sub(rb'<row r="\1"/>', piece) if thin else piece
    yield left


def column_of(letters: str) -> int:
    """The place of a column, from 1, by its name."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place


def _named(attributes: list[str]) -> dict[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))
