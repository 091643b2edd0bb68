"""The program `rpa` itself: what all its commands share, and `--version`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rpa import __version__
from rpa.cli.spoken import SpokenGroup
from rpa.messages import _
from rpa.text import fold

_ORDER = (
    "renew", "plan", "check", "watch", "report", "follow-up", "status", "runs", "retry", "cancel", "work",
    "doctor", "login", "logout", "secrets", "purge", "portal", "demo", "roots", "browser",
)  # fmt: skip

IN_PORTUGUESE = {
    "renovar": "renew", "planejar": "plan", "plano": "plan", "conferir": "check", "verificar": "check",
    "vencimentos": "watch", "relatorio": "report", "situacao": "status", "repetir": "retry", "cancelar": "cancel",
    "entrar": "login", "sair": "logout", "senhas": "secrets", "limpar": "purge", "navegador": "browser",
}  # fmt: skip
"""What people type who have only been told what a command does."""


class _MostUsedFirst(SpokenGroup):
    """Tells of the commands in the order in which people come to need them; modules may define them in any."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands."""
        known = [name for name in _ORDER if name in self.commands]
        return [*known, *(name for name in self.commands if name not in known)]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """A command; who names it in Portuguese is told its name, and not one that is merely spelled alike."""
        if meant := IN_PORTUGUESE.get(fold(args[0])):
            ctx.fail(f"No such command {args[0]!r}. Did you mean {meant!r}?")
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_MostUsedFirst,
    help=_("Renew digital certificates in InvoiCy, and prove it."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: consoles on Windows, and the README, show it as it is
    pretty_exceptions_enable=False,  # they print local variables, passwords among them
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def rpa(
    version: Annotated[bool, typer.Option("--version", help=_("Say the version."))] = False,
) -> None:
    """Nothing but `--version` without a command."""
    if version:
        typer.echo(__version__)
        raise typer.Exit
