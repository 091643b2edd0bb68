"""The row that names the columns of a clients file: where it is, and which column is where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rpa.messages import _
from rpa.problem import Problem
from rpa.sheet import Row
from rpa.text import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cnpj": ("cnpj", "cnpj da empresa", "cnpj/cpf"),
    "pfx": ("pfx", "arquivo pfx", "arquivo", "certificado", "caminho", "file", "path"),
    "senha": ("senha", "senha do certificado", "senha pfx", "senha do pfx", "password"),
    "apelido": ("apelido", "nickname"),
    "padrao": ("padrao", "certificado padrao", "default"),
    "empresa": ("empresa", "company", "nome", "razao social", "nome da empresa", "company name"),
    "selo": ("selo", "selo eletronico", "se-s", "seal"),
    "conta": ("conta", "account", "e-mail", "email", "login", "usuario", "e-mail do portal"),
}
"""The columns and the headers under which they are known, compared without accents and capitals."""

YES = {"sim", "s", "yes", "y", "true", "1", "x", "verdadeiro"}
NO = {"nao", "n", "no", "false", "0", "falso"}
WORDS = [*YES, *NO, *(name for names in COLUMNS.values() for name in names)]
"""What a cell may say that is a word of the file's own, and so no secret."""

REQUIRED = ("cnpj", "pfx")
_ROWS_ABOVE = 10
_ROWS_ABOVE_A_WHOLE_ONE = 50

Places = Mapping[str, tuple[int, str]]
"""Where each known column is, from 0, and under which header."""


def header_of(rows: Sequence[Row]) -> int:
    """Which of the rows names the columns: the first with all that is required, else with a CNPJ, else the very first.

    Rows above a header are not read: see `rpa.sheet_choice` for what is told of them.
    """
    whole = (place for place, row in enumerate(rows[:_ROWS_ABOVE_A_WHOLE_ONE]) if names_required(row))
    some = (place for place, row in enumerate(rows[:_ROWS_ABOVE]) if names_cnpj(row))
    return next(whole, next(some, 0))


def names_required(row: Row) -> bool:
    """Whether a row names every column that a clients file must have."""
    names = _names(row)
    return all(names & set(COLUMNS[column]) for column in REQUIRED)


def names_cnpj(row: Row) -> bool:
    """Whether a row names a column of CNPJ, among others."""
    names = _names(row)
    return len(names) > 1 and bool(names & set(COLUMNS["cnpj"]))


def places_of(header: Row) -> tuple[Places, list[Problem], list[str]]:
    """Where each column is, and under which header; with what is wrong or odd about the header."""
    number, cells = header
    places: dict[str, tuple[int, str]] = {}
    problems: list[Problem] = []
    warnings: list[str] = []
    for place, cell in enumerate(cells):
        title = cell.text.strip()
        known = next((column for column, names in COLUMNS.items() if fold(title) in names), None)
        if cell.fault:
            problems.append(Problem(cell.fault, number))
        elif known and known in places:
            problems.append(Problem(_("stands there twice; keep one."), number, title))
        elif known:
            places[known] = (place, title)
        elif title:
            warnings.append(_("The column {column} is not known and is ignored.").format(column=title))
    for column in REQUIRED:
        if column not in places:
            text = _("The column {column} is missing; the first row must name the columns.").format(column=column)
            problems.append(Problem(text))
    return places, problems, warnings


def _names(row: Row) -> set[str]:
    return {fold(cell.text) for cell in row[1]}
