"""Options that several commands have, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rpa.messages import _

ClientsPath = Annotated[Path, typer.Argument(metavar="CLIENTS", help=_("Clients file, CSV or XLSX."))]
Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON object a line."))]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="CNPJ", help=_("Only this client (repeatable)."))]
Headed = Annotated[bool, typer.Option("--headed", help=_("Show the browser while it works."))]
Retry = Annotated[bool, typer.Option("--retry-login", help=_("Try a password again that the portal refused before."))]
Trace = Annotated[bool, typer.Option("--trace", help=_("Keep a Playwright trace of the harmless parts."))]
Seal = Annotated[bool, typer.Option("--accept-seal", help=_("Take electronic seals (SE-S) for A1."))]
Exact = Annotated[bool, typer.Option("--exact-cnpj", help=_("Refuse a certificate of another branch."))]
SameDay = Annotated[
    bool,
    typer.Option("--accept-same-day", help=_("An entry that expires on the same day is it, whatever its Apelido.")),
]
Workers = Annotated[
    int, typer.Option("--workers", metavar="N", min=1, max=64, help=_("Browser sessions at once on this machine."))
]
PerAccount = Annotated[
    int,
    typer.Option(
        "--sessions-per-account", min=1, max=16, help=_("Sessions of one login at once, if the portal allows.")
    ),
]
