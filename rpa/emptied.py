"""Takes the passwords out of a clients file, and leaves everything else in it as it was.

A CSV loses its column senha, byte by byte otherwise the same. In a workbook the cells below the header become empty:
the file's own XML is changed there and nowhere else, for a workbook that is read and written anew loses the results of
its formulas, its pictures and more. The header stays there, for tables and filters of Excel hang on it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from pathlib import PurePosixPath
from xml.etree import ElementTree

from rpa.table import decode, delimiter_of

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def without_column(content: bytes, column: int, header: int) -> bytes:
    """A CSV's bytes without its column of this place (from 0), from the record `header` (from 1) on."""
    encoding, mark = _encoding(content)
    text = content[len(mark) :].decode(encoding)
    lines = decode("", content).removeprefix("\ufeff").splitlines(keepends=True)
    hint = lines[0].strip().lower() if lines else ""
    skipped = len(lines[0]) if hint.startswith("sep=") else 0
    records = _records(text[skipped:], hint[4:5] if skipped else delimiter_of(lines))
    kept = [
        _without(record, column) if number >= header else "".join(record) for number, record in enumerate(records, 1)
    ]
    return mark + (text[:skipped] + "".join(kept)).encode(encoding)


def without_cells(content: bytes, column: int, rows: Collection[int]) -> bytes:
    """A workbook's bytes without the cells of a column (from 0) of its first sheet, in these rows (from 1)."""
    old = zipfile.ZipFile(io.BytesIO(content))
    sheet = _first_sheet(old)
    names = "|".join(f"{letters(column)}{row}" for row in sorted(rows))
    cell = rf'<(?P<tag>(?:\w+:)?c)\s(?:[^>]*?\s)?r="(?:{names})"(?:[^>]*/>|[^>]*>.*?</(?P=tag)>)'
    pattern = re.compile(cell.encode(), re.DOTALL)
    before = old.read(sheet)
    after = pattern.sub(b"", before)
    changed = {sheet: after}
    if "xl/sharedStrings.xml" in old.namelist():
        others = [old.read(n) for n in old.namelist() if n.startswith("xl/worksheets/") and n != sheet]
        unused = _strings(before) - _strings(after).union(*map(_strings, others))
        changed["xl/sharedStrings.xml"] = _without_strings(old.read("xl/sharedStrings.xml"), unused)
    new = io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in old.infolist():
            archive.writestr(member, changed.get(member.filename, old.read(member)), zipfile.ZIP_DEFLATED)
    return new.getvalue()


def _encoding(content: bytes) -> tuple[str, bytes]:
    """How to read a CSV so that it can be written back byte by byte, and the mark at its beginning.

    Delimiters, quotes and ends of lines are the same in all encodings but UTF-16.
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return encoding, mark
    return "latin-1", b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""


def _records(text: str, delimiter: str) -> list[list[str]]:
    """The records of a CSV, each as its fields and, between them, their delimiters; the last is the line's end."""
    records: list[list[str]] = [[""]]
    quoted = False
    for place, character in enumerate(text):
        record = records[-1]
        if character == '"' and (quoted or not record[-1]):
            quoted = not quoted
        elif character == '"' and record[-1].endswith('"') and record[-1].startswith('"'):
            quoted = True  # doubled: a quote inside quotes
        elif not quoted and character == delimiter:
            record += [character, ""]
            continue
        elif not quoted and character in "\r\n" and not (character == "\r" and text[place + 1 : place + 2] == "\n"):
            end = "\r\n" if record[-1].endswith("\r") else character
            record[-1] = record[-1].removesuffix("\r")
            record.append(end)
            records.append([""])
            continue
        record[-1] += character
    return records


def _without(record: list[str], column: int) -> str:
    """A record without one of its fields and a delimiter beside it."""
    fields = record[: len(record) - 1] if record[-1] in ("\n", "\r", "\r\n") else record
    end = "".join(record[len(fields) :])
    place = 2 * column
    if place >= len(fields):
        return "".join(record)
    start, stop = (place - 1, place + 1) if place else (0, 2)
    return "".join(fields[:start] + fields[stop:]) + end


def letters(column: int) -> str:
    """A column, from 0, as spreadsheet programs call it: A, B, … AA."""
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = _LETTERS[letter] + name
    return name


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The member that is the first sheet. Raises KeyError or StopIteration for what is no workbook."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - openpyxl has read the same file before
    first = next(e for e in book.iter() if e.tag.endswith("}sheet"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = next(e.get("Target", "") for e in relations.iter() if e.get("Id") == first.get(_RELATION))
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _strings(sheet: bytes) -> set[int]:
    """The shared strings that a sheet's cells use."""
    cells = re.findall(rb'<(?:\w+:)?c\s[^>]*\bt="s"[^>]*>\s*<(?:\w+:)?v>(\d+)</', sheet)
    return {int(number) for number in cells}


def _without_strings(table: bytes, unused: Collection[int]) -> bytes:
    numbers = iter(range(1 << 30))
    item = re.compile(rb"<((?:\w+:)?)si\b(?:[^>]*/>|[^>]*>.*?</\1si>)", re.DOTALL)

    def emptied(found: re.Match[bytes]) -> bytes:
        prefix = found[1]
        return b"<%bsi><%bt/></%bsi>" % (prefix, prefix, prefix) if next(numbers) in unused else found[0]

    return item.sub(emptied, table)
