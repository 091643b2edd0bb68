"""Reads what a spreadsheet program saved, CSV or XLSX, into rows of text with the numbers that the program shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rpa.delimited import decode, read_delimited, separator
from rpa.messages import _
from rpa.regular import TooLargeError, read_regular
from rpa.sheet import Cell, Merged, Row, Sheet, TableError

__all__ = [
    "Cell", "Merged", "Row", "Sheet", "TableError", "decode", "is_workbook", "read_table", "separator", "sheets_of",
]  # fmt: skip

_MOST_BYTES = 50 * 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


def read_table(path: Path) -> Sequence[Sheet]:
    """All sheets, with their rows that are not blank. Raises TableError for what is no CSV and no XLSX."""
    try:
        content = read_regular(path, _MOST_BYTES)
    except FileNotFoundError:
        raise TableError(_("There is no file {file}.").format(file=path)) from None
    except TooLargeError:
        raise TableError(_("{file} is larger than 50 MB; split it.").format(file=path.name)) from None
    except OSError as error:
        raise TableError(_("{file} cannot be read: {why}.").format(file=path, why=error.strerror)) from None
    if content.startswith(_OLD_OFFICE):
        raise TableError(
            _("{file} is an old or a locked Excel file; save it as .xlsx without a password.").format(file=path.name)
        )
    return sheets_of(path.name, content)


def sheets_of(name: str, content: bytes) -> Sequence[Sheet]:
    """The same, of a file's content. Raises TableError."""
    if not is_workbook(content):
        return [read_delimited(name, content)]
    from rpa.workbook import read_workbook

    return read_workbook(name, content)


def is_workbook(content: bytes) -> bool:
    """Whether a file's content is an XLSX, whatever its name says."""
    return content.startswith(_ZIP)
