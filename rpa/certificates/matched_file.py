"""Writes the clients file that a match makes. It holds passwords, so only its owner may read it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from rpa import private

from .match import Served

_COLUMNS = ("cnpj", "pfx", "senha", "empresa")


def write_clients(path: Path, served: Sequence[Served]) -> Path:
    """Write the clients file, as XLSX or, by its name, as CSV with semicolons. Raises FileExistsError or OSError.

    XLSX is the better choice where somebody will open it: Excel takes the zeros off a password in a CSV.
    """
    rows = [_COLUMNS, *(_row(path, each) for each in served)]
    data = _xlsx(rows) if path.suffix.lower() == ".xlsx" else _csv(rows)
    with private.create(path) as stream:
        stream.write(data)
    return path


def _row(path: Path, served: Served) -> tuple[str, ...]:
    holder = served.examination.certificate.holder if served.examination.certificate else ""
    return served.cnpj.masked, _beside(path, served.path), served.password.reveal(), holder


def _beside(path: Path, pfx: Path) -> str:
    """The PFX's path as the clients file should name it: relative where it lies below the file's folder."""
    try:
        return str(pfx.resolve().relative_to(path.resolve().parent))
    except ValueError:
        return str(pfx.resolve())


def _csv(rows: Sequence[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[tuple[str, ...]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    for i, row in enumerate(rows, 1):
        for j, value in enumerate(row, 1):
            cell = sheet.cell(i, j, value)
            cell.data_type = "s"  # never a formula, never a number
            cell.number_format = "@"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
