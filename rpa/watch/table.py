"""What `rpa watch` prints: a table, the most pressing first, or one JSON object a line; and how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rpa.harmless import harmless, json_line, one_line, plain
from rpa.messages import _
from rpa.watch.state import Finding, Standing
from rpa.watch.wording import advice, state

_WIDTH_OF_A_PIPE = 200
_CERTIFICATE = 27  # characters: longer names go on below
_RED = (Finding.EXPIRED, Finding.UNREAD, Finding.NO_CERTIFICATE)


def show(standings: Sequence[Standing], *, as_json: bool) -> None:
    """Print all of them on stdout."""
    if as_json:
        for standing in standings:
            print(json_line(to_json(standing)))
    else:
        _print_table(standings)


def to_json(standing: Standing) -> dict[str, Any]:
    """The fields of a line of `--json`: dates as ISO 8601, the CNPJ bare; null for what is not known."""
    company, force, supply = standing.company, standing.company.in_force, standing.supply
    return {
        "account": company.account,
        "cnpj": company.cnpj and company.cnpj.text,
        "company": company.name,
        "due": standing.is_due,
        "findings": [finding.value for finding in standing.findings],
        "advice": advice(standing),
        "nickname": force and force.nickname,
        "valid_until": force and force.expiry and force.expiry.isoformat(),
        "days_left": standing.days_left,
        "certificates": [
            {
                "nickname": held.nickname,
                "valid_until": held.expiry and held.expiry.isoformat(),
                "default": held.default,
            }
            for held in company.certificates
        ],
        "in_clients_file": standing.in_clients_file,
        "pfx": supply and {"file": str(supply.file), "valid_until": supply.valid_until.isoformat()},
    }


@contextmanager
def counting() -> Iterator[Callable[[], None]]:
    """Around the reading: on a terminal, how many companies have been read stands beside the results."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    words = _("companies read")
    columns = SpinnerColumn(), TextColumn("{task.completed} {task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(file=plain(sys.stderr)), transient=True) as progress:
        task = progress.add_task(words, total=None)
        yield lambda: progress.advance(task)


def _print_table(standings: Sequence[Standing]) -> None:
    """Cut by nothing in a pipe. Colours only say again what the words say."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    shown.add_column("CNPJ", no_wrap=True)
    shown.add_column(_("Company"), ratio=2)
    shown.add_column(_("Certificate"), max_width=_CERTIFICATE)
    shown.add_column(_("State"))
    shown.add_column(_("What to do"), ratio=3)
    for standing in standings:
        company, colour = standing.company, _colour(standing)
        cells = str(company.cnpj or "–"), one_line(company.name or company.account), _certificate(standing)
        shown.add_row(
            *(escape(harmless(text)) for text in cells),
            f"[{colour}]{state(standing)}[/{colour}]",
            escape(harmless(advice(standing))),
        )
    Console(file=plain(sys.stdout), width=None if sys.stdout.isatty() else _WIDTH_OF_A_PIPE).print(shown)


def _certificate(standing: Standing) -> str:
    """What is in force, and below it until when."""
    force = standing.company.in_force
    if force is None:
        return "–"
    if force.expiry is None:
        return force.nickname
    until = _("until {date} ({days} days)").format(date=f"{force.expiry:%d/%m/%Y}", days=standing.days_left)
    return f"{force.nickname}\n{until}"


def _colour(standing: Standing) -> str:
    if any(finding in _RED for finding in standing.findings):
        return "red"
    return "yellow" if standing.findings else "green"
