"""Reads what a spreadsheet program saved, CSV or XLSX, into rows of text with the numbers that the program shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from rpa.messages import _

_MOST_BYTES = 50 * 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u2060"))


class TableError(Exception):
    """The file cannot be read as a table; the text is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text. `number` if the file holds it as a number: zeros at its start are lost then."""

    text: str
    number: bool = False


Row = tuple[int, list[Cell]]
"""A row's number as the spreadsheet program shows it, from 1, and its cells."""


def read_table(path: Path) -> list[Row]:
    """All rows that are not empty. Raises TableError for what is no CSV and no XLSX."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TableError(_("{file} is larger than 50 MB; split it.").format(file=path.name))
        content = path.read_bytes()
    except FileNotFoundError:
        raise TableError(_("There is no file {file}.").format(file=path)) from None
    except OSError as error:
        raise TableError(_("{file} cannot be read: {why}.").format(file=path, why=error.strerror)) from None
    if content.startswith(_OLD_OFFICE):
        raise TableError(
            _("{file} is an old or a locked Excel file; save it as .xlsx without a password.").format(file=path.name)
        )
    return rows_of(path.name, content)


def rows_of(name: str, content: bytes) -> list[Row]:
    """The same, of a file's content. Raises TableError."""
    rows = _sheet_rows(name, content) if is_workbook(content) else _text_rows(name, content)
    return [(number, cells) for number, cells in rows if any(cell.text for cell in cells)]


def is_workbook(content: bytes) -> bool:
    """Whether a file's content is an XLSX, whatever its name says."""
    return content.startswith(_ZIP)


def _text_rows(name: str, content: bytes) -> Iterator[Row]:
    text = decode(name, content)
    lines = text.splitlines(keepends=True)
    hint = lines[0].strip().lower() if lines else ""
    skipped = 1 if hint.startswith("sep=") else 0
    body = "".join(lines[skipped:])
    delimiter = hint[4:5] if skipped else delimiter_of(lines)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter or ";", strict=True)
    try:
        for number, values in enumerate(reader, start=1):  # Excel counts neither the hint nor breaks inside quotes
            yield number, [Cell(_clean(value)) for value in values]
    except csv.Error as error:
        unmatched = _("{file}, line {line}: the quotes do not match ({why}).")
        raise TableError(unmatched.format(file=name, line=reader.line_num + skipped, why=error)) from None


def decode(name: str, content: bytes) -> str:
    """The text of a CSV, in whichever encoding a spreadsheet program wrote it. Raises TableError."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\x00" in content:
        raise TableError(_("{file} is neither CSV nor XLSX.").format(file=name))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter_of(lines: list[str]) -> str:
    """The separator of the first line that has one: what stands there most often, outside of quotes."""
    for line in lines:
        bare = "".join(part for place, part in enumerate(line.split('"')) if place % 2 == 0)
        counts = {mark: bare.count(mark) for mark in ";,\t|"}
        best = max(counts, key=lambda mark: counts[mark])
        if counts[best]:
            return best
    return ";"


def _sheet_rows(name: str, content: bytes) -> Iterator[Row]:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            rows: Iterable[tuple[object, ...]] = sheet.iter_rows(values_only=True)
            for number, values in enumerate(rows, start=sheet.min_row or 1):
                yield number, [_cell(value) for value in values]
        finally:
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, EOFError) as error:
        why = type(error).__name__
        raise TableError(
            _("{file} cannot be read as XLSX ({why}); save it again in Excel.").format(file=name, why=why)
        ) from None


def _cell(value: object) -> Cell:
    match value:
        case None:
            return Cell("")
        case bool():
            return Cell("sim" if value else "não")
        case int():
            return Cell(str(value), number=True)
        case float():
            return Cell(str(int(value)) if value.is_integer() else repr(value), number=True)
        case datetime() | date():
            return Cell(value.isoformat())
        case _:
            return Cell(_clean(str(value)))


def _clean(text: str) -> str:
    """Without what cannot be seen. Blanks at the ends stay: they may belong to a password."""
    return text.translate(_INVISIBLE)
