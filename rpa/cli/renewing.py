"""The commands that renew: `renew`, `plan`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rpa.cli.options import ClientsPath, Exact, Headed, Json, Only, PerAccount, Retry, SameDay, Seal, Trace, Workers
from rpa.cli.program import app
from rpa.messages import _

if TYPE_CHECKING:
    from rpa.job import Options


class Answer(StrEnum):
    """Answers of the portal that are final for a certificate, until a person says otherwise."""

    REFUSED = "refused"
    BLOCKED = "blocked"


ClientsOrPlan = Annotated[
    Path | None, typer.Argument(metavar="CLIENTS", help=_("Clients file, CSV or XLSX; not needed with --plan."))
]
PlanFile = Annotated[
    Path | None,
    typer.Option("--plan", metavar="FILE", help=_("Do only what this plan has approved, and nothing else.")),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=_("Write the plan here, to be approved."))]
Enqueue = Annotated[bool, typer.Option("--enqueue", help=_("Only queue it; rpa work does it."))]
Again = Annotated[
    list[Answer] | None,
    typer.Option("--retry", metavar="RESULT", help=_("Send again what ended so before: refused, blocked.")),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Change nothing: the same as plan."))]


@app.command(help=_("Renew the certificates of the clients in a file; or go on with that."))
def renew(
    clients: ClientsOrPlan = None,
    as_json: Json = False,
    only: Only = None,
    workers: Workers = 1,
    sessions_per_account: PerAccount = 1,
    plan_file: PlanFile = None,
    enqueue: Enqueue = False,
    retry: Again = None,
    headed: Headed = False,
    accept_seal: Seal = False,
    exact_cnpj: Exact = False,
    accept_same_day: SameDay = False,
    retry_login: Retry = False,
    trace: Trace = False,
    dry_run: DryRun = False,
) -> None:
    """Do the job."""
    from rpa.job import plan_clients, renew_clients
    from rpa.outcome import Result
    from rpa.settings import Settings

    options = _options(
        (workers, sessions_per_account),
        (accept_seal, exact_cnpj),
        accept_same_day=accept_same_day,
        only=only or (),
        as_json=as_json,
        headed=headed,
        retry_login=retry_login,
        retry=frozenset(Result(answer) for answer in retry or ()),
        enqueue=enqueue,
        trace=trace,
    )
    if dry_run:
        raise typer.Exit(plan_clients(clients, Settings.load(), options, plan_file=plan_file))
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
    accept_same_day: SameDay = False,
    retry_login: Retry = False,
    trace: Trace = False,
) -> None:
    """Log in, read, tell."""
    from rpa.job import plan_clients
    from rpa.settings import Settings

    options = _options(
        (workers, 1),
        (accept_seal, exact_cnpj),
        accept_same_day=accept_same_day,
        only=only or (),
        as_json=as_json,
        headed=headed,
        retry_login=retry_login,
        trace=trace,
    )
    raise typer.Exit(plan_clients(clients, Settings.load(), options, out))


def _options(crew: tuple[int, int], terms: tuple[bool, bool], **others: Any) -> Options:
    from rpa.bulk import Crew
    from rpa.certificates import Terms
    from rpa.job import Options

    accept_seal, exact_cnpj = terms
    return Options(crew=Crew(*crew), terms=Terms(accept_seal=accept_seal, exact_cnpj=exact_cnpj), **others)
