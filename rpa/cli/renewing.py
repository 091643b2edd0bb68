"""The commands that renew: `renew`, `plan`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rpa.cli.options import ClientsPath, Exact, Headed, Json, Only, Retry, Seal, Trace
from rpa.cli.program import app
from rpa.messages import _

if TYPE_CHECKING:
    from rpa.certificates import Terms


@app.command(help=_("Renew the certificates of the clients in a file."))
def renew(
    clients: ClientsPath,
    as_json: Json = False,
    only: Only = None,
    headed: Headed = False,
    accept_seal: Seal = False,
    exact_cnpj: Exact = False,
    retry_login: Retry = False,
    trace: Trace = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Change nothing: the same as plan."))] = False,
) -> None:
    """Do the job."""
    terms = _terms(accept_seal, exact_cnpj)
    _work(
        clients, dry_run, as_json=as_json, only=only, headed=headed, terms=terms, retry_login=retry_login, trace=trace
    )


@app.command(help=_("Say what renew would do, and why; change nothing."))
def plan(
    clients: ClientsPath,
    as_json: Json = False,
    only: Only = None,
    headed: Headed = False,
    accept_seal: Seal = False,
    exact_cnpj: Exact = False,
    retry_login: Retry = False,
    trace: Trace = False,
) -> None:
    """Log in, read, tell."""
    terms = _terms(accept_seal, exact_cnpj)
    _work(clients, True, as_json=as_json, only=only, headed=headed, terms=terms, retry_login=retry_login, trace=trace)


def _terms(accept_seal: bool, exact_cnpj: bool) -> Terms:
    from rpa.certificates import Terms

    return Terms(accept_seal=accept_seal, exact_cnpj=exact_cnpj)


def _work(
    clients: Path,
    dry_run: bool,
    *,
    as_json: bool,
    only: list[str] | None,
    headed: bool,
    terms: Terms,
    retry_login: bool,
    trace: bool,
) -> None:
    from rpa.job import work_through
    from rpa.settings import Settings

    code, _ended = work_through(
        clients,
        Settings.load(),
        only=only or (),
        dry_run=dry_run,
        as_json=as_json,
        headed=headed,
        terms=terms,
        retry_login=retry_login,
        trace=trace,
    )
    raise typer.Exit(code)
