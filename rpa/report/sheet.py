"""The report as a spreadsheet for the team: one row a client, with a column for what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rpa.certificates import BRASILIA
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.report.cells import BLUE, GREEN, RED, YELLOW, CellValue, colour, finish, head, put
from rpa.run_record import RunRecord
from rpa.siscoban import left
from rpa.wording import heading, instruction, label, next_step

_FILLS = {
    **dict.fromkeys((Result.RENEWED, Result.ALREADY_CURRENT), GREEN),
    **dict.fromkeys((Result.POSSIBLE_DUPLICATE, Result.BLOCKED, Result.PARKED), YELLOW),
    **dict.fromkeys((Result.REFUSED, Result.UNVERIFIED, Result.FAILED), RED),
    Result.NO_ACCESS: YELLOW,
    Result.RENEW: BLUE,
}


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
    head(sheet, _columns())
    for row, outcome in enumerate(record.outcomes, start=2):
        for column, value in enumerate(_cells(outcome, record), start=1):
            put(sheet.cell(row, column), value)
        colour(sheet.cell(row, 4), _FILLS[outcome.result])
    finish(sheet, "D2")


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
        put(sheet.cell(row, 1), title)
        put(sheet.cell(row, 2), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 44
