"""The commands for after a run: `report`, `follow-up`."""

from __future__ import annotations

from typing import Annotated

import typer

from rpa.cli.options import Json, Only
from rpa.cli.program import app
from rpa.messages import _

Run = Annotated[str | None, typer.Argument(metavar="RUN", help=_("Name or path of a run's folder. [default: latest]"))]
Runs = Annotated[str | None, typer.Argument(metavar="RUN", help=_("Name or path of a run's folder. [default: all]"))]


@app.command(help=_("Write the reports of a run: HTML, XLSX, JSON, JUnit, calendar."))
def report(run: Run = None, only: Only = None) -> None:
    """At any time, and in the language of the day."""
    from rpa.report.command import report_on
    from rpa.settings import Settings

    raise typer.Exit(report_on(Settings.load(), run, only or ()))


@app.command("follow-up", help=_("List the clicks in Siscoban that are open; tick them off; write to a client."))
def follow_up(
    run: Runs = None,
    done: Annotated[
        list[str] | None, typer.Option("--done", metavar="CNPJ", help=_("Tick this client off (repeatable)."))
    ] = None,
    message: Annotated[
        str | None, typer.Option("--message", metavar="CNPJ", help=_("Print the text for this client."))
    ] = None,
    as_json: Json = False,
) -> None:
    """What is left after InvoiCy."""
    from rpa.follow_up import listing
    from rpa.settings import Settings

    settings = Settings.load()
    if done:
        raise typer.Exit(listing.tick_off(settings, run, done))
    if message:
        raise typer.Exit(listing.write_letter(settings, run, message))
    raise typer.Exit(listing.list_open(settings, run, as_json=as_json))
