"""The commands about what is secret, and what is kept: `secrets`, `purge`."""

from __future__ import annotations

from typing import Annotated

import typer

from rpa.cli.options import ClientsPath
from rpa.cli.program import app
from rpa.cli.spoken import SpokenGroup
from rpa.messages import _

secrets_app = typer.Typer(cls=SpokenGroup, help=_("Keep passwords in the keyring of the system."), no_args_is_help=True)
app.add_typer(secrets_app, name="secrets")

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("CNPJ (of the PFX) or e-mail (of the account)."))]
Names = Annotated[list[str], typer.Argument(metavar="NAME", help=_("CNPJ (of the PFX) or e-mail (of the account)."))]


@secrets_app.command("set", help=_("Ask for a password, and keep it; or read it from a pipe."))
def set_one(name: Name) -> None:
    """Keep one."""
    from rpa.keeping import keep_one
    from rpa.settings import Settings

    raise typer.Exit(keep_one(Settings.load(), name))


@secrets_app.command("list", help=_("Say for whom there is a password."))
def list_names() -> None:
    """The names, never the passwords."""
    from rpa.keeping import tell_names
    from rpa.settings import Settings

    raise typer.Exit(tell_names(Settings.load()))


@secrets_app.command("forget", help=_("Forget passwords."))
def forget_some(names: Names) -> None:
    """Forget some."""
    from rpa.keeping import forget
    from rpa.settings import Settings

    raise typer.Exit(forget(Settings.load(), names))


@secrets_app.command("import", help=_("Move the passwords of a clients file into the keyring, and out of the file."))
def import_clients(clients: ClientsPath) -> None:
    """Out of the spreadsheet."""
    from rpa.keeping import import_file
    from rpa.settings import Settings

    raise typer.Exit(import_file(Settings.load(), clients))


@app.command(help=_("Delete the results, pictures and traces of old runs."))
def purge(
    older_than: Annotated[
        int, typer.Option("--older-than", metavar="DAYS", min=1, help=_("Only what is older than so many days."))
    ],
) -> None:
    """Keep nothing longer than it is needed."""
    from rpa.runs import purge_old
    from rpa.settings import Settings

    raise typer.Exit(purge_old(Settings.load(), older_than))
