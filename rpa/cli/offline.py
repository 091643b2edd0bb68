"""The commands that need no portal: `check`, `roots`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rpa.cli.options import Exact, Json, Seal
from rpa.cli.program import app
from rpa.cli.spoken import SpokenGroup
from rpa.messages import _

roots_app = typer.Typer(
    cls=SpokenGroup, help=_("Say how old the list of authorities is; or fetch it."), invoke_without_command=True
)
app.add_typer(roots_app, name="roots")

Match = Annotated[bool, typer.Option("--match", help=_("From a folder and a passwords file, make a clients file."))]
Out = Annotated[Path, typer.Option("--out", help=_("The clients file that --match makes."))]
Days = Annotated[int, typer.Option("--days", help=_("Warn of certificates that expire within so many days."))]


@app.command(help=_("Examine PFX files without network."))
def check(
    path: Annotated[list[Path], typer.Argument(metavar="PATH", help=_("PFX files, folders, or a clients file."))],
    as_json: Json = False,
    accept_seal: Seal = False,
    exact_cnpj: Exact = False,
    days: Days = 30,
    match: Match = False,
    out: Out = Path("clientes.xlsx"),
) -> None:
    """Know everything about a certificate before the portal is touched."""
    from rpa.certificates import Terms
    from rpa.settings import Settings

    terms = Terms(warn_days=days, accept_seal=accept_seal, exact_cnpj=exact_cnpj)
    if match:
        from rpa.matching import match_folder

        raise typer.Exit(match_folder(path, out, Settings.load(), terms))
    from rpa.check import check_paths

    raise typer.Exit(check_paths(path, Settings.load(), terms, as_json=as_json))


@roots_app.callback()
def roots(context: typer.Context) -> None:
    """How old the list of authorities is."""
    if context.invoked_subcommand is None:
        from rpa.authorities import tell_age
        from rpa.settings import Settings

        raise typer.Exit(tell_age(Settings.load()))


@roots_app.command(help=_("Fetch ICP-Brasil's list of authorities from ITI, to complete chains."))
def update(
    file: Annotated[
        Path | None, typer.Option("--file", metavar="ZIP", help=_("Take it out of this file, fetched by hand."))
    ] = None,
) -> None:
    """Fetch it anew."""
    from rpa.authorities import update_list
    from rpa.settings import Settings

    raise typer.Exit(update_list(Settings.load(), file))
