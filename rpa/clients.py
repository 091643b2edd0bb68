"""The clients file: who is to be renewed with which PFX, as support teams keep it in a spreadsheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rpa import logs
from rpa.cnpj import Cnpj, InvalidCnpjError
from rpa.exposed import exposed
from rpa.header import COLUMNS, NO, WORDS, YES, Places, header_of, places_of
from rpa.messages import _
from rpa.pfx_path import pfx_path
from rpa.problem import ClientsFileError, Problem
from rpa.refused import hide, hide_all, may_be_shown, misshapen
from rpa.secret import Secret
from rpa.sheet_choice import choose, unread
from rpa.table import Cell, Row, TableError, is_workbook, read_table
from rpa.text import fold

__all__ = ["COLUMNS", "Client", "ClientsFile", "ClientsFileError", "Problem", "header_of", "read_clients"]

_SCIENTIFIC = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
_LONGEST = {"apelido": 100, "senha": 500}  # KNOWN sizes of InvoiCy's own API


@dataclass(frozen=True, slots=True)
class Client:
    """One row of the file.

    `password_is_number`: the cell held a number, so zeros at its start may be lost. `seal`: an electronic seal (SE-S)
    will do in place of an A1.
    """

    row: int
    cnpj: Cnpj
    pfx: Path
    password: Secret | None
    nickname: str | None
    default: bool
    company: str
    account: str | None
    password_is_number: bool = False
    seal: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientsFile:
    """The clients in the order of the file, and what should be known of the file as a whole."""

    path: Path
    clients: tuple[Client, ...]
    warnings: tuple[str, ...] = ()


def read_clients(path: Path) -> ClientsFile:
    """Read a clients file. Raises ClientsFileError with every problem that it has."""
    try:
        sheet, of_sheets = choose(read_table(path))
        padded = _is_workbook(path)
    except TableError as error:
        hide_all(path, WORDS)
        raise ClientsFileError([Problem(str(error))]) from None
    rows = sheet.rows
    header = header_of(rows)
    places, problems, warnings = places_of(rows[header] if rows else (1, []))
    clients: list[Client] = []
    if problems:
        problems += map(Problem, of_sheets)  # the header may be in another sheet than the one that was looked at
        hide(rows, WORDS, path.parent)
    else:
        problems, of_rows = unread(sheet, header, places)
        warnings += [*of_sheets, *of_rows]
        titles = rows[header][1]
        for row in rows[header + 1 :]:
            if why := misshapen(row, titles, places["pfx"][0], padded=padded):
                found, client = [Problem(why, row[0])], None
            else:
                parser = _RowParser(row, places, path.parent)
                client, found = parser.client(), parser.problems
            problems += found
            if client:
                clients.append(client)
            else:
                hide([row], [*WORDS, *(cell.text for cell in titles)], path.parent)
        logs.learn(*(client.password for client in clients))
        if any(client.password for client in clients) and (warning := exposed(path)):
            warnings.append(warning)
        if not rows[header + 1 :]:
            problems.append(Problem(_("The file has no clients below its header.")))
    if problems:
        raise ClientsFileError(sorted(problems, key=lambda problem: problem.row or 0))
    return ClientsFile(path, tuple(clients), tuple(warnings))


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as stream:
        return is_workbook(stream.read(4))


class _RowParser:
    """Reads one row; what is wrong with it is gathered, not raised, so that all is told at once."""

    def __init__(self, row: Row, places: Places, folder: Path) -> None:
        self.number, self._cells = row
        self._places = places
        self._folder = folder
        self.problems: list[Problem] = []
        self._warnings: list[str] = []

    def client(self) -> Client | None:
        """The client of this row, or None where there are problems."""
        for column in self._places:
            if fault := self._cell(column).fault:
                self._problem(column, fault)
        if self.problems:
            return None
        cnpj, pfx = self._cnpj(), self._pfx()
        password = self._cell("senha")
        for column in _LONGEST:
            self._check_length(column)
        default, seal, account = self._answer("padrao", empty=True), self._answer("selo", empty=False), self._account()
        if cnpj is None or pfx is None or self.problems:
            return None
        return Client(
            row=self.number,
            cnpj=cnpj,
            pfx=pfx,
            password=Secret(password.text) if password.text else None,
            nickname=self._text("apelido") or None,
            default=default,
            company=self._text("empresa"),
            account=account,
            password_is_number=password.number,
            seal=seal,
            warnings=tuple(self._warnings),
        )

    def _cell(self, column: str) -> Cell:
        place = self._places.get(column, (-1, ""))[0]
        return self._cells[place] if 0 <= place < len(self._cells) else Cell("")

    def _text(self, column: str) -> str:
        return " ".join(self._cell(column).text.split())

    def _problem(self, column: str, text: str) -> None:
        self.problems.append(Problem(text, self.number, self._places[column][1]))

    @staticmethod
    def _shown(text: str, told: str) -> str:
        """What is told, with the cell itself only where it can be no password that has slipped into this column."""
        return told.format(text=text if may_be_shown(text) else _("What stands there"))

    def _cnpj(self) -> Cnpj | None:
        """The CNPJ, with Excel's damage undone where the check digits then agree, and else refused."""
        text = self._text("cnpj").lstrip("'")
        if not text:
            self._problem("cnpj", _("is empty."))
            return None
        if _SCIENTIFIC.fullmatch(text):
            lost = _("Excel has shortened it to {text}, and the number cannot be known; format the column as text.")
            self._problem("cnpj", lost.format(text=text))
            return None
        text = re.sub(r"[.,]0$", "", text) if re.fullmatch(r"\d+[.,]0", text) else text
        try:
            return Cnpj.parse(text)
        except InvalidCnpjError:
            return self._restored(re.sub(r"\D", "", text), text)

    def _restored(self, digits: str, text: str) -> Cnpj | None:
        try:
            if not 8 <= len(digits) < 14 or len(digits) + len(re.findall(r"[\s./-]", text)) != len(text):
                raise InvalidCnpjError(text)
            cnpj = Cnpj(digits.zfill(14))
        except InvalidCnpjError:
            self._problem("cnpj", self._shown(text, _("{text} is not a valid CNPJ: check its digits.")))
            return None
        restored = _("The CNPJ {text} had lost the zeros at its start; it was read as {cnpj}.")
        self._warnings.append(restored.format(text=text, cnpj=cnpj.masked))
        return cnpj

    def _pfx(self) -> Path | None:
        text = self._cell("pfx").text.strip().strip('"')
        if not text:
            self._problem("pfx", _("is empty."))
            return None
        path = pfx_path(text, self._folder)
        if path is None:
            leaves = _("{text} leaves the folder of the clients file; write the whole path.")
            self._problem("pfx", self._shown(text, leaves))
        return path

    def _answer(self, column: str, *, empty: bool) -> bool:
        """Sim or não; `empty` is what an empty cell means."""
        answer = fold(self._text(column))
        if answer not in YES | NO | {""}:
            self._problem(column, _("is neither sim nor não."))
        return answer in YES if answer else empty

    def _account(self) -> str | None:
        account = self._text("conta").lower()
        if account and (" " in account or account.count("@") != 1):
            self._problem("conta", _("is not an e-mail."))
        return account or None

    def _check_length(self, column: str) -> None:
        limit = _LONGEST[column]
        if len(self._cell(column).text) > limit:
            self._problem(column, _("is longer than the {limit} characters that the portal takes.").format(limit=limit))
