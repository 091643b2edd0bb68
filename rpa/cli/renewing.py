"""The commands that renew: `renew`, `plan`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rpa.cli.options import ClientsPath, Exact, Headed, Json, Only, PerAccount, Retry, Seal, Workers
from rpa.cli.program import app
from rpa.messages import _

if TYPE_CHECKING:
    from rpa.job import Options

PlanFile = Annotated[
    Path | None,
    typer.Option("--plan", metavar="FILE", help=_("Do only what this plan has approved, and nothing else.")),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=_("Write the plan here, to be approved."))]
Enqueue = Annotated[bool, typer.Option("--enqueue", help=_("Only queue it; rpa work does it."))]
Again = Annotated[bool, typer.Option("--retry-refused", help=_("Send again what the portal has refused before."))]


@app.command(help=_("Renew the certificates of the clients in a file; or go on with that."))
def renew(
    clients: ClientsPath,
    as_json: Json = False,
    only: Only = None,
    workers: Workers = 1,
    sessions_per_account: PerAccount = 1,
    enqueue: Enqueue = False,
    plan_file: PlanFile = None,
    headed: Headed = False,
    accept_seal: Seal = False,
    exact_cnpj: Exact = False,
    retry_login: Retry = False,
    retry_refused: Again = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Change nothing: the same as plan."))] = False,
) -> None:
    """Do the job."""
    from rpa.job import plan_clients, renew_clients
    from rpa.settings import Settings

    options = _options(
        only,
        as_json,
        headed,
        accept_seal,
        exact_cnpj,
        retry_login,
        retry_refused,
        enqueue,
        workers,
        sessions_per_account,
    )
    if dry_run:
        raise typer.Exit(plan_clients(clients, Settings.load(), options))
    code, _ended = renew_clients(clients, Settings.load(), options, plan_file)
    raise typer.Exit(code)


@app.command(help=_("Say what renew would do, and why; change nothing."))
def plan(
    clients: ClientsPath,
    as_json: Json = False,
    only: Only = None,
    out: Out = None,
    workers: Workers = 1,
    headed: Headed = False,
    accept_seal: Seal = False,
    exact_cnpj: Exact = False,
    retry_login: Retry = False,
) -> None:
    """Log in, read, tell."""
    from rpa.job import plan_clients
    from rpa.settings import Settings

    options = _options(only, as_json, headed, accept_seal, exact_cnpj, retry_login, workers=workers)
    raise typer.Exit(plan_clients(clients, Settings.load(), options, out))


def _options(
    only: list[str] | None,
    as_json: bool,
    headed: bool,
    accept_seal: bool,
    exact_cnpj: bool,
    retry_login: bool,
    retry_refused: bool = False,
    enqueue: bool = False,
    workers: int = 1,
    sessions_per_account: int = 1,
) -> Options:
    from rpa.bulk import Crew
    from rpa.certificates import Terms
    from rpa.job import Options

    return Options(
        only=only or (),
        as_json=as_json,
        headed=headed,
        terms=Terms(accept_seal=accept_seal, exact_cnpj=exact_cnpj),
        retry_login=retry_login,
        retry_refused=retry_refused,
        enqueue=enqueue,
        crew=Crew(workers, sessions_per_account),
    )
