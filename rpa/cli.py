"""The command line: each command parses, calls and prints. Results go to stdout, everything else to stderr."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rpa import __version__
from rpa.messages import _

app = typer.Typer(
    help=_("Renew digital certificates in InvoiCy, and prove it."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: consoles on Windows, and the README, show it as it is
    pretty_exceptions_enable=False,  # they print local variables, passwords among them
    context_settings={"help_option_names": ["-h", "--help"]},
)
browser_app = typer.Typer(help=_("Say which browser would be used, and why; or get one."), invoke_without_command=True)
app.add_typer(browser_app, name="browser")

ClientsPath = Annotated[Path, typer.Argument(metavar="CLIENTS", help=_("Clients file, CSV or XLSX."))]
Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON object a line."))]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="CNPJ", help=_("Only this client (repeatable)."))]
Headed = Annotated[bool, typer.Option("--headed", help=_("Show the browser while it works."))]


@app.callback(invoke_without_command=True)
def rpa(
    version: Annotated[bool, typer.Option("--version", help=_("Say the version."))] = False,
) -> None:
    """Nothing but `--version` without a command."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command(help=_("Renew the certificates of the clients in a file."))
def renew(
    clients: ClientsPath,
    as_json: Json = False,
    only: Only = None,
    headed: Headed = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Change nothing: the same as plan."))] = False,
) -> None:
    """Do the job."""
    _work(clients, as_json=as_json, only=only, headed=headed, dry_run=dry_run)


@app.command(help=_("Say what renew would do, and why; change nothing."))
def plan(clients: ClientsPath, as_json: Json = False, only: Only = None, headed: Headed = False) -> None:
    """Log in, read, tell."""
    _work(clients, as_json=as_json, only=only, headed=headed, dry_run=True)


@app.command(help=_("Examine PFX files without network."))
def check(
    path: Annotated[list[Path], typer.Argument(metavar="PATH", help=_("PFX files, folders, or a clients file."))],
    as_json: Json = False,
) -> None:
    """Know everything about a certificate before the portal is touched."""
    from rpa.check import check_paths
    from rpa.settings import Settings

    raise typer.Exit(check_paths(path, Settings.load(), as_json=as_json))


@app.command(help=_("Serve a stand-in of the portal, to click through."))
def portal(
    port: Annotated[int, typer.Option("--port", help=_("Port; 0 takes a free one."))] = 8000,
    variant: Annotated[str, typer.Option("--variant", help=_("How the portal is built, such as new or old."))] = "new",
) -> None:
    """A portal to try by hand."""
    from rpa.practice import serve_portal

    raise typer.Exit(serve_portal(port, variant))


@app.command(help=_("Show it all, on a stand-in portal with a dozen clients."))
def demo(headed: Headed = False) -> None:
    """The main job on an embedded default."""
    from rpa.demo import run_demo
    from rpa.settings import Settings

    raise typer.Exit(run_demo(Settings.load(), headed=headed))


@browser_app.callback()
def browser(context: typer.Context, headed: Headed = False) -> None:
    """Which browser would be used, and why."""
    if context.invoked_subcommand is None:
        from rpa.practice import tell_browser
        from rpa.settings import Settings

        raise typer.Exit(tell_browser(Settings.load(), headed=headed))


@browser_app.command(help=_("Get a browser: Playwright's download, or the system's package."))
def install(headed: Headed = False) -> None:
    """Fetch one."""
    from rpa.install import install_browser

    raise typer.Exit(0 if install_browser(headed=headed, say=lambda text: typer.echo(text, err=True)) else 3)


def _work(clients: Path, *, as_json: bool, only: list[str] | None, headed: bool, dry_run: bool) -> None:
    from rpa.job import work_through
    from rpa.settings import Settings

    code, _ended = work_through(
        clients, Settings.load(), only=only or (), dry_run=dry_run, as_json=as_json, headed=headed
    )
    raise typer.Exit(code)
