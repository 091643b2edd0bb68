"""The command that looks after what is in the portal: `watch`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rpa.cli.options import Headed, Json, Retry
from rpa.cli.program import app
from rpa.messages import _


def _e_mails(values: list[str] | None) -> list[str]:
    for value in values or ():
        if value.count("@") != 1 or " " in value:
            raise typer.BadParameter(_("{text} is not an e-mail.").format(text=value))
    return values or []


Days = Annotated[int, typer.Option("--days", min=0, help=_("Who expires within so many days is due."))]
Clients = Annotated[
    Path | None, typer.Option("--clients", metavar="FILE", help=_("Clients file: say who is missing from it."))
]
PfxFolder = Annotated[
    Path | None, typer.Option("--folder", metavar="DIR", help=_("Say which PFX in this folder would serve whom."))
]
PasswordsFile = Annotated[
    Path | None, typer.Option("--passwords", metavar="FILE", help=_("Passwords for the PFX files of that folder."))
]
Accounts = Annotated[
    list[str] | None,
    typer.Option("--account", metavar="E-MAIL", callback=_e_mails, help=_("One more login to look into (repeatable).")),
]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help=_("Write a spreadsheet too."))]
Ics = Annotated[Path | None, typer.Option("--ics", metavar="FILE", help=_("Write a calendar of the expiry dates too."))]


@app.command(help=_("Say whose certificate expires, and what else is amiss; read every company, change nothing."))
def watch(
    days: Days = 30,
    clients: Clients = None,
    folder: PfxFolder = None,
    passwords: PasswordsFile = None,
    account: Accounts = None,
    as_json: Json = False,
    xlsx: Xlsx = None,
    ics: Ics = None,
    headed: Headed = False,
    retry_login: Retry = False,
) -> None:
    """For a scheduler, or for a Monday morning."""
    from rpa.settings import Settings
    from rpa.watch.command import Wish, watch
    from rpa.watch.supply import Folder

    wish = Wish(
        days=days,
        clients=clients,
        folder=Folder(folder, passwords) if folder else None,
        accounts=account or (),
        as_json=as_json,
        xlsx=xlsx,
        ics=ics,
        headed=headed,
        retry_login=retry_login,
    )
    raise typer.Exit(watch(Settings.load(), wish))
