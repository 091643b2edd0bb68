"""Reads a CSV, in whichever encoding and with whichever separator a spreadsheet program wrote it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from rpa.messages import _
from rpa.sheet import MOST_COLUMNS, Cell, Row, Sheet, TableError, clean

_MARKS = ";,\t|"
_HINT = re.compile(rf"\ufeff?sep=([{_MARKS}])[{_MARKS} ]*(\r\n|\r|\n|\Z)", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,/\s-]{8,25}(e\+?\d+)?|[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?\d{2}", re.I)


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
    try:
        for number, values in enumerate(reader, start=1):  # Excel counts neither the hint nor breaks inside quotes
            if any(_swallowed(value, delimiter) for value in values):
                swallowed = _("{file}, row {row}: a quote opens there that takes in the rows below; take it away.")
                raise TableError(swallowed.format(file=name, row=number))
            yield number, [Cell(clean(value)) for value in values]
    except csv.Error as error:
        unmatched = _("{file}, line {line}: the quotes do not match ({why}).")
        raise TableError(unmatched.format(file=name, line=reader.line_num + skipped, why=error)) from None


def _swallowed(value: str, delimiter: str) -> bool:
    """Whether a field holds whole rows: a line in it, after its first, has a field of its own that is a CNPJ."""
    return any(
        delimiter in line and any(_NUMBER.fullmatch(field.strip(" \"'")) for field in line.split(delimiter))
        for line in re.split(r"\r\n|\r|\n", value)[1:]
    )


def decode(name: str, content: bytes) -> str:
    """The text of a CSV, in whichever encoding a spreadsheet program wrote it. Raises TableError."""
    text = _decoded(name, content)
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        broken = _("{file} is neither CSV nor XLSX: line {line} has a NUL byte. Save it again in Excel.")
        raise TableError(broken.format(file=name, line=line))
    return text


def _decoded(name: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            read = content[: error.start].decode("utf-16", errors="ignore")
            raise _damaged(name, read, "UTF-16") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        if content.startswith(b"\xef\xbb\xbf") or not before.isascii():  # else it would be read as other letters
            raise _damaged(name, before.decode(errors="replace"), "UTF-8") from None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _damaged(name, content[: error.start].decode("cp1252", errors="replace"), "Windows-1252") from None


def _damaged(name: str, before: str, encoding: str) -> TableError:
    """What is said of a file that is in an encoding up to the end of `before`, and then no more."""
    text = _("{file}, line {line}: the file is torn or damaged there, for it is no longer {encoding}. Save it again.")
    return TableError(text.format(file=name, line=before.count("\n") + 1, encoding=encoding))


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
