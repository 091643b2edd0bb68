"""The command line: each command parses, calls and prints. Results go to stdout, everything else to stderr."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rpa import __version__
from rpa.messages import _

if TYPE_CHECKING:
    from rpa.certificates import Terms

app = typer.Typer(
    help=_("Renew digital certificates in InvoiCy, and prove it."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: consoles on Windows, and the README, show it as it is
    pretty_exceptions_enable=False,  # they print local variables, passwords among them
    context_settings={"help_option_names": ["-h", "--help"]},
)
roots_app = typer.Typer(help=_("Say how old the list of authorities is; or fetch it."), invoke_without_command=True)
browser_app = typer.Typer(help=_("Say which browser would be used, and why; or get one."), invoke_without_command=True)
app.add_typer(roots_app, name="roots")
app.add_typer(browser_app, name="browser")

ClientsPath = Annotated[Path, typer.Argument(metavar="CLIENTS", help=_("Clients file, CSV or XLSX."))]
Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON object a line."))]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="CNPJ", help=_("Only this client (repeatable)."))]
Headed = Annotated[bool, typer.Option("--headed", help=_("Show the browser while it works."))]
Retry = Annotated[bool, typer.Option("--retry-login", help=_("Try a password again that the portal refused before."))]
Seal = Annotated[bool, typer.Option("--accept-seal", help=_("Take electronic seals (SE-S) for A1."))]
Exact = Annotated[bool, typer.Option("--exact-cnpj", help=_("Refuse a certificate of another branch."))]
Match = Annotated[bool, typer.Option("--match", help=_("From a folder and a passwords file, make a clients file."))]
Out = Annotated[Path, typer.Option("--out", help=_("The clients file that --match makes."))]
Days = Annotated[int, typer.Option("--days", help=_("Warn of certificates that expire within so many days."))]


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
    accept_seal: Seal = False,
    exact_cnpj: Exact = False,
    retry_login: Retry = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Change nothing: the same as plan."))] = False,
) -> None:
    """Do the job."""
    terms = _terms(accept_seal, exact_cnpj)
    _work(clients, dry_run, as_json=as_json, only=only, headed=headed, terms=terms, retry_login=retry_login)


@app.command(help=_("Say what renew would do, and why; change nothing."))
def plan(
    clients: ClientsPath,
    as_json: Json = False,
    only: Only = None,
    headed: Headed = False,
    accept_seal: Seal = False,
    exact_cnpj: Exact = False,
    retry_login: Retry = False,
) -> None:
    """Log in, read, tell."""
    terms = _terms(accept_seal, exact_cnpj)
    _work(clients, True, as_json=as_json, only=only, headed=headed, terms=terms, retry_login=retry_login)


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
def update() -> None:
    """Fetch it anew."""
    from rpa.authorities import update_list
    from rpa.settings import Settings

    raise typer.Exit(update_list(Settings.load()))


@app.command(help=_("Walk through the portal read-only; say what is found, what is missing, and what mends it."))
def doctor(
    headed: Headed = False,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="DIR", help=_("Keep a masked picture and an outline of each screen.")),
    ] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="DIR", help=_("Tell what has changed since --save."))
    ] = None,
    retry_login: Retry = False,
) -> None:
    """What works and what does not."""
    from rpa.doctor import examine
    from rpa.outlines import Outlines
    from rpa.settings import Settings

    outlines = Outlines(save, compare)
    raise typer.Exit(examine(Settings.load(), headed=headed, retry_login=retry_login, outlines=outlines))


@app.command(help=_("Serve a stand-in of the portal, to click through."))
def portal(
    port: Annotated[int, typer.Option("--port", help=_("Port; 0 takes a free one."))] = 8000,
    variant: Annotated[str, typer.Option("--variant", help=_("How the portal is built, such as new or old."))] = "new",
    variants: Annotated[bool, typer.Option("--list", help=_("Say which variants there are."))] = False,
) -> None:
    """A portal to try by hand."""
    from rpa.practice import list_variants, serve_portal

    if variants:
        raise typer.Exit(list_variants())
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
    )
    raise typer.Exit(code)
