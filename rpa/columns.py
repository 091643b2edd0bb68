"""The columns of a clients file: how they may be called, and which row names them."""

from __future__ import annotations

from collections.abc import Mapping

from rpa.table import Row
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

_ROWS_ABOVE_HEADER = 10


def header_of(rows: list[Row]) -> int:
    """Which of the rows names the columns: the first of the first ten that does, else the very first."""
    return next((i for i, row in enumerate(rows[:_ROWS_ABOVE_HEADER]) if _names_columns(row)), 0)


def _names_columns(row: Row) -> bool:
    names = {fold(cell.text) for cell in row[1]}
    return any(names & set(COLUMNS[column]) for column in ("cnpj",)) and len(names) > 1
