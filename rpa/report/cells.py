"""How every spreadsheet of ours looks: a first row that stays, texts that are never a formula, days as days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from rpa.report.plain import for_cell

CellValue = str | int | float | date | None

GREEN, YELLOW, RED, BLUE = "FFDDF1E4", "FFFCEFD0", "FFF9DEDC", "FFDCEBF7"

_TOP = Alignment(vertical="top", wrap_text=True)
_HEAD = PatternFill("solid", fgColor="FF1F4E5F")
_DAY = "dd/mm/yyyy"


def head(sheet: Worksheet, columns: Sequence[tuple[str, int]]) -> None:
    """Write the first row: titles, and how many characters wide each column is."""
    for column, (title, width) in enumerate(columns, start=1):
        cell = sheet.cell(1, column, title)
        cell.font, cell.fill, cell.alignment = Font(bold=True, color="FFFFFFFF"), _HEAD, _TOP
        sheet.column_dimensions[cell.column_letter].width = width


def put(cell: Cell | MergedCell, value: CellValue) -> None:
    """Write a value into a cell, a text always as text: what begins with = is no formula."""
    cell.alignment = _TOP
    if isinstance(value, str):
        cell.value = for_cell(value)
        cell.data_type = "s"
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = _DAY


def colour(cell: Cell | MergedCell, fill: str) -> None:
    """Fill a cell with one of the colours above."""
    cell.fill = PatternFill("solid", fgColor=fill)


def finish(sheet: Worksheet, frozen: str) -> None:
    """Once all rows are there: keep the first row and what is left of `frozen` in sight; filters; paper across."""
    sheet.freeze_panes = frozen
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
