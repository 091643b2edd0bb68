"""The report as a spreadsheet for the team: one row a client, with a column for what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from rpa.certificates import BRASILIA
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.report.plain import for_cell
from rpa.run_record import RunRecord
from rpa.siscoban import left
from rpa.wording import heading, instruction, label, next_step

CellValue = str | int | float | date | None

_TOP = Alignment(vertical="top", wrap_text=True)
_HEAD = PatternFill("solid", fgColor="FF1F4E5F")
_FILLS = {
    **dict.fromkeys((Result.RENEWED, Result.ALREADY_CURRENT), "FFDDF1E4"),
    **dict.fromkeys((Result.BLOCKED, Result.PARKED), "FFFCEFD0"),
    **dict.fromkeys((Result.REFUSED, Result.UNVERIFIED, Result.FAILED), "FFF9DEDC"),
    Result.RENEW: "FFDCEBF7",
}
_DAY = "dd/mm/yyyy"


def to_xlsx(record: RunRecord) -> bytes:
    """The workbook: a sheet of clients, and one that says of which run. No cell of it is ever a formula."""
    book = Workbook()
    book.properties.creator = "invoicy-rpa"
    clients: Worksheet = book.active  # type: ignore[assignment]
    clients.title = _("Clients")
    _fill_clients(clients, record)
    _fill_run(book.create_sheet(_("Run")), record)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _columns() -> Sequence[tuple[str, int]]:
    """The titles, and how many characters wide each column is."""
    return (
        (_("Row"), 7),
        ("CNPJ", 20),
        (_("Company"), 34),
        (_("Result"), 16),
        (_("What to do next"), 48),
        (_("Reason"), 60),
        ("Siscoban", 40),
        (_("Valid until"), 13),
        (_("Replaced one until"), 13),
        ("Apelido", 30),
        ("Padrão", 9),
        (_("Notes"), 40),
        (_("The portal said"), 40),
        (_("Seconds"), 10),
        (_("Picture"), 30),
        (_("Fingerprint (SHA-256)"), 30),
    )


def _cells(outcome: Outcome, record: RunRecord) -> Sequence[CellValue]:
    step, remains = next_step(outcome), left(outcome, record.day)
    default = {True: "Sim", False: "Não", None: ""}[outcome.default]
    return (
        outcome.row,
        outcome.cnpj.masked,
        outcome.company,
        label(outcome.result),
        f"{heading(step)}: {instruction(step)}"
        if not outcome.result.good or (remains and remains.click)
        else heading(step),
        outcome.reason,
        remains.text if remains else "",
        outcome.valid_until,
        outcome.replaced_valid_until,
        outcome.nickname or "",
        default,
        "\n".join(outcome.warnings),
        "\n".join(outcome.said),
        round(outcome.seconds, 1),
        outcome.evidence.name if outcome.evidence else "",
        outcome.fingerprint or "",
    )


def _fill_clients(sheet: Worksheet, record: RunRecord) -> None:
    for column, (title, width) in enumerate(_columns(), start=1):
        cell = sheet.cell(1, column, title)
        cell.font, cell.fill, cell.alignment = Font(bold=True, color="FFFFFFFF"), _HEAD, _TOP
        sheet.column_dimensions[cell.column_letter].width = width
    for row, outcome in enumerate(record.outcomes, start=2):
        for column, value in enumerate(_cells(outcome, record), start=1):
            _put(sheet.cell(row, column), value)
        sheet.cell(row, 4).fill = PatternFill("solid", fgColor=_FILLS[outcome.result])
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _fill_run(sheet: Worksheet, record: RunRecord) -> None:
    about = record.about
    lines: list[tuple[str, CellValue]] = [
        (_("Run"), record.name),
        (_("Began"), f"{about.began.astimezone(BRASILIA):%d/%m/%Y %H:%M}"),
        (_("Ended"), f"{record.ended.astimezone(BRASILIA):%d/%m/%Y %H:%M}" if record.ended else _("never")),
        (_("Clients file"), about.clients_file),
        (_("Portal"), about.portal),
        (_("Clients"), about.total),
        (_("Not reached"), record.not_reached),
        *((label(result), record.counts[result]) for result in Result if result in record.counts),
    ]
    for row, (title, value) in enumerate(lines, start=1):
        _put(sheet.cell(row, 1), title)
        _put(sheet.cell(row, 2), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 44


def _put(cell: Cell | MergedCell, value: CellValue) -> None:
    """Write a value into a cell, a text always as text: what begins with = is no formula."""
    cell.alignment = _TOP
    if isinstance(value, str):
        cell.value = for_cell(value)
        cell.data_type = "s"
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = _DAY
