"""The commands around runs: `work`, `status`, `runs`, `retry`, `cancel`."""

from __future__ import annotations

from typing import Annotated

import typer

from rpa.cli.options import Headed, Json, PerAccount, Retry, Workers
from rpa.cli.program import app
from rpa.messages import _

RunName = Annotated[
    str | None, typer.Argument(metavar="RUN", help=_("A run, or how its name begins; else the latest."))
]
ThisRun = Annotated[str, typer.Argument(metavar="RUN", help=_("A run, or how its name begins."))]
UntilEmpty = Annotated[bool, typer.Option("--until-empty", help=_("End when nothing waits any more."))]
NewKey = Annotated[bool, typer.Option("--new-file-key", help=_("Print a new key for RPA_FILE_KEY, and end."))]
Follow = Annotated[bool, typer.Option("--follow", help=_("Go on telling until the run is complete."))]
Which = Annotated[
    list[str] | None, typer.Option("--result", metavar="RESULT", help=_("Those that ended so (repeatable): failed."))
]


@app.command(help=_("Do what is queued in the database, on as many machines as you like."))
def work(
    workers: Workers = 1,
    sessions_per_account: PerAccount = 1,
    until_empty: UntilEmpty = False,
    headed: Headed = False,
    retry_login: Retry = False,
    new_file_key: NewKey = False,
) -> None:
    """A worker."""
    from rpa.bulk import Crew
    from rpa.job import Options
    from rpa.settings import Settings
    from rpa.working import make_file_key, work_on

    if new_file_key:
        raise typer.Exit(make_file_key())
    options = Options(headed=headed, retry_login=retry_login, crew=Crew(workers, sessions_per_account))
    raise typer.Exit(work_on(Settings.load(), options, until_empty=until_empty))


@app.command(help=_("Say how far a run is."))
def status(run: RunName = None, follow: Follow = False, as_json: Json = False) -> None:
    """Look at one run."""
    from rpa.runs import tell_status
    from rpa.settings import Settings

    raise typer.Exit(tell_status(Settings.load(), run, following=follow, as_json=as_json))


@app.command(help=_("List the runs."))
def runs(as_json: Json = False) -> None:
    """Look at all of them."""
    from rpa.runs import tell_runs
    from rpa.settings import Settings

    raise typer.Exit(tell_runs(Settings.load(), as_json=as_json))


@app.command(help=_("Begin anew for the clients of a run that ended in some way."))
def retry(
    run: ThisRun,
    result: Which = None,
    as_json: Json = False,
    workers: Workers = 1,
    sessions_per_account: PerAccount = 1,
    headed: Headed = False,
    retry_login: Retry = False,
) -> None:
    """The same clients once more."""
    from rpa.bulk import Crew
    from rpa.job import Options
    from rpa.settings import Settings
    from rpa.working import retry_run

    crew = Crew(workers, sessions_per_account)
    options = Options(as_json=as_json, headed=headed, retry_login=retry_login, crew=crew)
    raise typer.Exit(retry_run(Settings.load(), options, run, result or ["failed"]))


@app.command(help=_("Take out of a run what has not begun."))
def cancel(run: ThisRun) -> None:
    """No more of this."""
    from rpa.runs import cancel_run
    from rpa.settings import Settings

    raise typer.Exit(cancel_run(Settings.load(), run))
