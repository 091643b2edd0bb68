"""What is wrong with a clients file, each thing with its place."""

from __future__ import annotations

from dataclasses import dataclass

from rpa.messages import _


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the file: in which row (from 1, as the spreadsheet program counts) and column, if in one."""

    text: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        if self.row is None:
            return self.text
        if self.column is None:
            return _("Row {row}: {text}").format(row=self.row, text=self.text)
        return _("Row {row}, column {column}: {text}").format(row=self.row, column=self.column, text=self.text)


class ClientsFileError(Exception):
    """The file cannot be used; `problems` are all of them, none hidden by another."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
