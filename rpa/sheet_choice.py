"""Which sheet of a file holds the clients, and whatever in the file might be a client that nobody would read.

A person hides the sheets that are not meant; of those that are seen one alone may hold clients, for a row is known by
its number. Rows that are hidden are neither left out nor done in silence: the file is refused, and they are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rpa.cnpj import is_cnpj
from rpa.header import Places, header_of, names_required
from rpa.messages import _
from rpa.problem import Problem
from rpa.sheet import MOST_COLUMNS, Cell, Merged, Row, Sheet, TableError, letters_of

_FILES = (".pfx", ".p12")
_MOST_NAMED = 20


def choose(sheets: Sequence[Sheet]) -> tuple[Sheet, list[str]]:
    """The sheet with the clients, and what is to be said of the others. Raises TableError if there are several."""
    seen = [sheet for sheet in sheets if not sheet.hidden]
    candidates = [sheet for sheet in seen if _has_clients(sheet)]
    if len(candidates) > 1:
        several = _("There are clients in several sheets: {sheets}. Put them into one, or hide those not meant.")
        raise TableError(several.format(sheets=_list(candidates)))
    hidden = [sheet for sheet in sheets if sheet.hidden and _has_clients(sheet)]
    if hidden and not candidates:
        raise TableError(_("The clients are in a hidden sheet: {sheets}. Show it.").format(sheets=_list(hidden)))
    headed = [sheet for sheet in seen if sheet.rows and names_required(sheet.rows[header_of(sheet.rows)])]
    filled = [sheet for sheet in seen if sheet.rows]
    chosen = next(iter([*candidates, *headed, *filled, *seen]), Sheet("", []))
    others = [sheet for sheet in sheets if sheet is not chosen and sheet.rows]
    return chosen, list(_of_others(chosen, others, hidden))


def _of_others(chosen: Sheet, others: Sequence[Sheet], hidden: Sequence[Sheet]) -> Iterator[str]:
    if others:
        yield _("Only the sheet {sheet} is read; there are also: {sheets}.").format(
            sheet=chosen.name, sheets=_list(others)
        )
    if hidden:
        yield _("There are clients in hidden sheets, and they are not read: {sheets}.").format(sheets=_list(hidden))


def unread(sheet: Sheet, header: int, places: Places) -> tuple[list[Problem], list[str]]:
    """What in the sheet would be left out, or be seen by nobody: what is wrong, and what is only to be said."""
    above, below = sheet.rows[:header], sheet.rows[header + 1 :]
    titles = sheet.rows[header][1] if sheet.rows else []
    known = {place for place, _title in places.values()}
    problems = [*_above(above), *_beside(below, titles), *_merged(sheet.merged, below, known)]
    if hidden := sorted({*sheet.hidden_rows} & {number for number, _cells in below}):
        text = _("Hidden, by a filter or by hand: {rows}. Show all rows, or delete those that are not meant.")
        problems.append(Problem(text.format(rows=_ranges(hidden)), hidden[0]))
    if sheet.beyond:
        text = _("There is something in {place}, beyond the first {most} columns; delete it.")
        problems.append(Problem(text.format(place=sheet.beyond, most=MOST_COLUMNS)))
    companies = [number for number, cells in above if any(map(_is_cnpj, cells))]
    told = _("There is a CNPJ above the header, in {rows}, which is not read.")
    return problems, [told.format(rows=_ranges(companies))] if companies else []


def _above(rows: Sequence[Row]) -> Iterator[Problem]:
    for number, cells in rows:
        if _is_client((number, cells)):
            yield Problem(_("There is a client above the header; move it below."), number)


def _beside(rows: Sequence[Row], titles: Sequence[Cell]) -> Iterator[Problem]:
    """A second table beside the first has no header in the first one's row."""
    untitled = {place for place, title in enumerate(titles) if title.is_blank}
    for number, cells in rows:
        for place, cell in enumerate(cells):
            if (place in untitled or place >= len(titles)) and (_is_cnpj(cell) or _is_file(cell)):
                text = _("There is a CNPJ or a PFX under no header; give it one, or put it into its column.")
                yield Problem(text, number, letters_of(place + 1))
                break


def _merged(merged: Sequence[Merged], rows: Sequence[Row], known: set[int]) -> Iterator[Problem]:
    """Of merged cells only the first holds anything: the rows below would go without a password, or an account."""
    numbers = {number for number, _cells in rows}
    for each in merged:
        columns = range(each.first_column - 1, each.last_column)
        if each.last_row - each.first_row < 1 or not any(place in columns for place in known):
            continue
        if sum(each.first_row <= number <= each.last_row for number in numbers) > 1:
            text = _("The cells {cells} are merged; separate them, and fill in every row.")
            yield Problem(text.format(cells=each.cells), each.first_row)


def _has_clients(sheet: Sheet) -> bool:
    """Whether rows stand below a header with all that is required, or look like clients without one."""
    header = header_of(sheet.rows)
    if sheet.rows and names_required(sheet.rows[header]):
        return len(sheet.rows) > header + 1
    return any(map(_is_client, sheet.rows))


def _is_client(row: Row) -> bool:
    return any(map(_is_file, row[1])) and any(map(_is_cnpj, row[1]))


def _is_file(cell: Cell) -> bool:
    return cell.text.strip().strip('"').lower().endswith(_FILES)


def _is_cnpj(cell: Cell) -> bool:
    return is_cnpj(cell.text)


def _list(sheets: Sequence[Sheet]) -> str:
    names = [f"“{sheet.name}”" for sheet in sheets]
    return ", ".join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")


def _ranges(rows: Sequence[int]) -> str:
    """Rows as people write them: 3, 7–9."""
    runs = [
        [number for _place, number in run] for _key, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0])
    ]
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return ", ".join(texts[:_MOST_NAMED]) + ("…" if len(texts) > _MOST_NAMED else "")
