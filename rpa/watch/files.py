"""What `rpa watch` writes: a spreadsheet with a row a company, and a calendar of the expiry dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rpa.messages import _
from rpa.report.calendar import Expiry, calendar
from rpa.report.cells import GREEN, RED, YELLOW, CellValue, colour, finish, head, put
from rpa.watch.state import Finding, Held, Standing
from rpa.watch.wording import advice, state

_STATE = 3  # the column that is coloured
_ANSWER = {True: "Sim", False: "Não", None: ""}
_PRESSING = {Finding.EXPIRED, Finding.UNREAD, Finding.NO_CERTIFICATE}


def to_xlsx(standings: Sequence[Standing]) -> bytes:
    """The workbook, with a row a company in the order given. No cell of it is ever a formula."""
    book = Workbook()
    book.properties.creator = "invoicy-rpa"
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = _("Companies")
    head(sheet, _columns())
    for row, standing in enumerate(standings, start=2):
        for column, value in enumerate(_cells(standing), start=1):
            put(sheet.cell(row, column), value)
        pressing = _PRESSING & set(standing.findings)
        colour(sheet.cell(row, _STATE), RED if pressing else YELLOW if standing.findings else GREEN)
    finish(sheet, "C2")
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def to_ics(standings: Sequence[Standing], now: datetime) -> bytes:
    """An event for each company on the day on which what the portal signs with expires.

    Imported again after a renewal, the event moves to the new day.
    """
    return calendar(_expiries(standings, now))


def _expiries(standings: Sequence[Standing], now: datetime) -> Iterator[Expiry]:
    for standing in standings:
        company, force = standing.company, standing.company.in_force
        if company.cnpj and force and force.expiry:
            uid = f"{company.cnpj.text}@invoicy-rpa"
            yield Expiry(uid, company.cnpj, company.name, force.nickname, force.expiry, now)


def _columns() -> Sequence[tuple[str, int]]:
    """The titles, and how many characters wide each column is."""
    return (
        ("CNPJ", 20),
        (_("Company"), 34),
        (_("State"), 20),
        (_("What to do"), 60),
        ("Apelido", 30),
        (_("Valid until"), 13),
        (_("Days left"), 11),
        ("Padrão", 9),
        (_("All certificates"), 44),
        (_("In the clients file"), 13),
        (_("PFX in the folder"), 30),
        (_("PFX valid until"), 13),
        (_("Account"), 30),
    )


def _cells(standing: Standing) -> Sequence[CellValue]:
    company, force, supply = standing.company, standing.company.in_force, standing.supply
    return (
        company.cnpj.masked if company.cnpj else "",
        company.name,
        state(standing),
        advice(standing),
        force.nickname if force else "",
        force.expiry if force else None,
        standing.days_left,
        _ANSWER[force.default] if force else "",
        "\n".join(map(_line, company.certificates)),
        _ANSWER[standing.in_clients_file],
        supply.file.name if supply else "",
        supply.valid_until if supply else None,
        company.account,
    )


def _line(held: Held) -> str:
    until = f"{held.expiry:%d/%m/%Y}" if held.expiry else "?"
    return f"{held.nickname}, {until}" + (", Padrão" if held.default else "")
