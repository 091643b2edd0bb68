"""What the operator sees while clients end: JSON lines, plain lines, or a live table with a progress bar."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

from rpa.harmless import json_line, one_line, plain
from rpa.messages import _, ngettext
from rpa.outcome import FollowUp, Outcome, Result
from rpa.wording import counted, label

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

_COLOURS = {
    Result.RENEWED: "green",
    Result.ALREADY_CURRENT: "green",
    Result.RENEW: "cyan",
    Result.POSSIBLE_DUPLICATE: "yellow",
    Result.BLOCKED: "yellow",
    Result.REFUSED: "red",
    Result.UNVERIFIED: "red",
    Result.FAILED: "red",
    Result.PARKED: "yellow",
    Result.NO_ACCESS: "yellow",
}
_LIVE_ROWS = 12


def summary(ended: Sequence[Outcome]) -> str:
    """How many clients there were, and how they ended."""
    counts = Counter(outcome.result for outcome in ended)
    parts = ", ".join(counted(result, counts[result]) for result in Result if counts[result])
    total = ngettext("{n} client", "{n} clients", len(ended)).format(n=len(ended))
    return f"{total}: {parts}" if parts else total


def pace(ended: Sequence[Outcome], seconds: float) -> str:
    """How fast it was, and where the time of those went who were visited; nothing where nobody was.

    `seconds` is how long it took by the clock, with as many sessions as there were.
    """
    visited = [outcome for outcome in ended if outcome.spent]
    whole = sum(outcome.seconds for outcome in visited)
    if not whole or seconds <= 0:
        return ""
    shares = {
        whose: round(100 * sum(outcome.spent.get(whose, 0.0) for outcome in visited) / whole)
        for whose in ("portal", "browser", "ours")
    }
    told = _("{speed} clients per minute. Time: portal {portal} %, browser {browser} %, this program {ours} %.")
    return told.format(speed=f"{len(visited) * 60 / seconds:.1f}", **shares)


class Display(Protocol):
    """Shows outcomes as they come."""

    def show(self, outcome: Outcome) -> None:
        """Show one more."""

    def live(self) -> AbstractContextManager[object]:
        """To be entered around the run."""


def display(total: int, *, as_json: bool) -> Display:
    """The display that fits: JSON if asked for, a live table on a terminal, plain lines elsewhere."""
    if as_json:
        return JsonLines()
    return LiveTable(total) if sys.stdout.isatty() else PlainLines()


class JsonLines:
    """One JSON object a line."""

    def show(self, outcome: Outcome) -> None:
        """Print it at once, so that whoever reads along sees it."""
        print(json_line(outcome.as_json()), flush=True)

    def live(self) -> AbstractContextManager[object]:
        """Nothing to be kept alive."""
        return nullcontext()


class PlainLines:
    """One line a client, for pipes and files."""

    def show(self, outcome: Outcome) -> None:
        """Row, CNPJ, company, result and reason, then what else there is to know, indented."""
        who = f"{outcome.company}: " if outcome.company else ""  # a file that was not opened names nobody
        said = one_line(f"{who}{outcome.reason}")
        print(f"{outcome.row:>5}  {outcome.cnpj}  {label(outcome.result):<16} {said}", flush=True)
        for note in notes(outcome):
            print(f"       {one_line(note)}", flush=True)

    def live(self) -> AbstractContextManager[object]:
        """Nothing to be kept alive."""
        return nullcontext()


class LiveTable:
    """The last clients that ended, above a progress bar; afterwards the whole table stands there."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

        self._ended: list[Outcome] = []
        self._bar = Progress(BarColumn(None), MofNCompleteColumn(), TimeElapsedColumn())
        self._task = self._bar.add_task("", total=total)
        self._live = Live(console=Console(file=plain(sys.stdout)), refresh_per_second=4, transient=True)
        self._live.update(self._view())

    def show(self, outcome: Outcome) -> None:
        """Add it to the table and move the bar."""
        self._ended.append(outcome)
        self._bar.advance(self._task)
        self._live.update(self._view())

    def live(self) -> AbstractContextManager[object]:
        """Keeps the table on the screen while the run lasts."""
        from contextlib import ExitStack

        stack = ExitStack()
        stack.callback(lambda: print_table(sorted(self._ended, key=lambda outcome: outcome.row)))
        stack.enter_context(self._live)
        return stack

    def _view(self) -> Group:
        from rich.console import Group

        return Group(table(self._ended[-_LIVE_ROWS:]), self._bar)


def print_table(ended: Sequence[Outcome]) -> None:
    """The whole table, on stdout."""
    from rich.console import Console

    Console(file=plain(sys.stdout)).print(table(ended))


def table(outcomes: Iterable[Outcome]) -> Table:
    """A table of outcomes; colours only say again what the words say."""
    from rich.markup import escape
    from rich.table import Table

    shown = Table(expand=True, pad_edge=False, box=None, header_style="bold")
    for title, style in ((_("Row"), "dim"), ("CNPJ", ""), (_("Company"), ""), (_("Result"), ""), (_("Reason"), "")):
        wide = title == _("Reason")
        shown.add_column(title, style=style, no_wrap=title in ("CNPJ", _("Result")), ratio=2 if wide else None)
    for outcome in outcomes:
        reason = "\n".join(map(one_line, [outcome.reason, *notes(outcome)]))
        colour = _COLOURS[outcome.result]
        word = f"[{colour}]{label(outcome.result)}[/{colour}]"
        shown.add_row(str(outcome.row), str(outcome.cnpj), escape(one_line(outcome.company)), word, escape(reason))
    return shown


def notes(outcome: Outcome) -> list[str]:
    """What else there is to know of a client: warnings, and what is left to do in Siscoban."""
    found = [_("Note: {text}").format(text=warning) for warning in outcome.warnings]
    if outcome.follow_up is FollowUp.VALIDADE_CERTIFICADO:
        found.append(
            _("Siscoban: click Utilitários > Manutenção Impressora Fiscal > Validade Certificado at the client's.")
        )
    return found
