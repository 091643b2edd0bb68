"""The commands around logins made by hand: `login`, `logout`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rpa.cli.program import app
from rpa.messages import _

Account = Annotated[str | None, typer.Argument(metavar="ACCOUNT", help=_("E-mail; without it, INVOICY_EMAIL."))]
Hosts = Annotated[
    list[str] | None,
    typer.Option("--host", metavar="HOST", help=_("Let this window reach one more host, such as a captcha's.")),
]
Then = Annotated[
    Path | None,
    typer.Option("--renew", metavar="CLIENTS", help=_("Go on and renew these clients, in this same program.")),
]


@app.command(help=_("Log in by hand where a captcha or a code wants it; later commands go on with that login."))
def login(account: Account = None, host: Hosts = None, then: Then = None) -> None:
    """The person's part."""
    from rpa.login_by_hand import log_in_by_hand
    from rpa.settings import Settings

    raise typer.Exit(log_in_by_hand(Settings.load(), account, hosts=host or (), then=then))


@app.command(help=_("Forget the login that was made by hand."))
def logout(account: Account = None) -> None:
    """Nothing is left of it here."""
    from rpa.login_by_hand import log_out
    from rpa.settings import Settings

    raise typer.Exit(log_out(Settings.load(), account))
