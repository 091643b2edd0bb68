"""The commands around portal and browser: `doctor`, `portal`, `demo`, `browser`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rpa.cli.options import Headed, Retry
from rpa.cli.program import app
from rpa.cli.spoken import SpokenGroup
from rpa.messages import _

browser_app = typer.Typer(
    cls=SpokenGroup, help=_("Say which browser would be used, and why; or get one."), invoke_without_command=True
)
app.add_typer(browser_app, name="browser")


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
