"""Reads a CSV, in whichever encoding and with whichever separator a spreadsheet program wrote it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from rpa.cnpj import is_cnpj
from rpa.messages import _
from rpa.sheet import MOST_COLUMNS, Cell, Row, Sheet, TableError, clean
from rpa.text_file import TextError, text_of

_MARKS = ";,\t|"
_HINT = re.compile(rf"\ufeff?sep=([{_MARKS}])[{_MARKS} ]*(\r\n|\r|\n|\Z)", re.IGNORECASE)


def read_delimited(name: str, content: bytes) -> Sheet:
    """The rows of a CSV. Raises TableError for what is none, with its line where that is known."""
    rows: list[Row] = []
    beyond = ""
    for number, cells in _rows(name, content):
        if not all(cell.is_blank for cell in cells):
            rows.append((number, cells[:MOST_COLUMNS]))
            if not beyond and not all(cell.is_blank for cell in cells[MOST_COLUMNS:]):
                beyond = _("row {row}").format(row=number)
    return Sheet("", rows, beyond=beyond)


def _rows(name: str, content: bytes) -> Iterator[Row]:
    text = decode(name, content)
    hint, delimiter = separator(text)
    reader = csv.reader(io.StringIO(text[hint:], newline=""), delimiter=delimiter, strict=True)
    skipped = 1 if hint else 0
    width = 3
    try:
        for number, values in enumerate(reader, start=1):  # Excel counts neither the hint nor breaks inside quotes
            width = max(width, len(values))
            if any(_swallowed(value, delimiter, width) for value in values):
                swallowed = _("{file}, row {row}: a quote opens there that takes in the rows below; take it away.")
                raise TableError(swallowed.format(file=name, row=number))
            yield number, [Cell(clean(value)) for value in values]
    except csv.Error as error:
        unmatched = _("{file}, line {line}: the quotes do not match ({why}).")
        raise TableError(unmatched.format(file=name, line=reader.line_num + skipped, why=error)) from None


def _swallowed(value: str, delimiter: str, width: int) -> bool:
    """Whether a field holds whole rows: a line in it, after its first, has as many fields, or a CNPJ as one of them."""
    below = [line.split(delimiter) for line in re.split(r"\r\n|\r|\n", value)[1:] if delimiter in line]
    return any(len(fields) >= width or any(is_cnpj(field.strip("\"'")) for field in fields) for fields in below)


def decode(name: str, content: bytes) -> str:
    """The text of a CSV, in whichever encoding a spreadsheet program wrote it. Raises TableError."""
    try:
        return text_of(content)
    except TextError as error:
        broken = _("{file} is neither CSV nor XLSX: {why}. Save it again in Excel.")
        raise TableError(broken.format(file=name, why=error)) from None


def separator(text: str) -> tuple[int, str]:
    """How long the line is that Excel takes for a hint (`sep=;`), 0 if there is none; and what separates the cells."""
    hint = _HINT.match(text)
    return (hint.end(), hint[1]) if hint else (0, _delimiter_of(text))


def _delimiter_of(text: str) -> str:
    """The separator of the first line that has one: what stands there most often, outside of quotes."""
    for line in io.StringIO(text, newline=""):
        bare = "".join(part for place, part in enumerate(line.split('"')) if place % 2 == 0)
        counts = {mark: bare.count(mark) for mark in _MARKS}
        best = max(counts, key=lambda mark: counts[mark])
        if counts[best]:
            return best
    return ";"
