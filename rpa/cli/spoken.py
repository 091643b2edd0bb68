"""The command line's own words (usage, headings, errors) in the operator's language: its library speaks English."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from rpa.harmless import one_line
from rpa.messages import _, language
from rpa.settings import SettingsError

FILE_OR_SETTINGS = 3

_MISUSED: type[Exception] = typer.BadParameter.__mro__[2]
"""What the library raises for everything that was wrongly typed; where it comes from differs between its versions."""


class SpokenGroup(TyperGroup):
    """A group of commands that helps and complains in the operator's language."""

    def get_help(self, ctx: Any) -> str:
        """The help, for who asks for it and for who typed nothing else."""
        return in_our_words(super().get_help(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command whose help is translated too; a group does it by itself."""
        command: Any = super().get_command(ctx, cmd_name)
        if command is not None and not isinstance(command, SpokenGroup) and "get_help" not in vars(command):
            plain = command.get_help
            command.get_help = lambda context: in_our_words(plain(context))
        return command

    def main(self, *arguments: Any, **more: Any) -> Any:
        """Run, and end the process with the command's exit code; 2 for what was wrongly typed."""
        try:
            code = super().main(*arguments, **{**more, "standalone_mode": False})
        except _MISUSED as error:
            error.message = one_line(str(error.message))  # type: ignore[attr-defined]  # it repeats what was typed
            told = io.StringIO()
            error.show(told)  # type: ignore[attr-defined]
            print(in_our_words(told.getvalue()), end="", file=sys.stderr)
            sys.exit(error.exit_code)  # type: ignore[attr-defined]
        except SettingsError as error:
            print(error, file=sys.stderr)
            sys.exit(FILE_OR_SETTINGS)
        except typer.Abort:
            print(_("Interrupted."), file=sys.stderr)
            sys.exit(1)
        except SystemExit as ended:
            if isinstance(ended.__context__, OSError):  # a broken pipe: the library ends the program without a word
                raise ended.__context__ from None
            raise
        sys.exit(code if isinstance(code, int) else 0)


def in_our_words(text: str) -> str:
    """The text with every sentence of the library that is known; another stays as it is."""
    if language() == "en":
        return text
    for pattern, words in _known():
        text = re.sub(pattern, lambda found, words=words: words.format(**found.groupdict()), text, flags=re.MULTILINE)  # type: ignore[misc]
    return text


def _known() -> Iterator[tuple[str, str]]:
    yield r"^Usage: ", _("Usage: ")
    yield r"\[OPTIONS\]", _("[OPTIONS]")
    yield r"COMMAND \[ARGS\]\.\.\.", _("COMMAND [ARGS]...")
    yield r"^Options:$", _("Options:")
    yield r"^Arguments:$", _("Arguments:")
    yield r"^Commands:$", _("Commands:")
    yield r"Show this message and exit\.", _("Show this message and exit.")
    yield r"(?<=[\[ ])required\]", _("required") + "]"
    yield r"\[default:", _("[default:")
    yield r"^Try '(?P<command>.+)' for help\.$", _("Help: {command}")
    yield r"^Error: Missing argument (?P<name>.+)\.$", _("{name} is missing.")
    yield r"^Error: Missing option (?P<name>.+)\.$", _("{name} is missing.")
    yield r"^Error: Missing command\.$", _("Say which command.")
    yield r"^Error: No such option: (?P<name>\S+)(?: \(Possible options: .*\))?$", _("There is no option {name}.")
    yield (
        r"^Error: No such command (?P<name>.+)\. Did you mean (?P<others>.+)\?$",
        _("There is no command {name}. Did you mean {others}?"),
    )
    yield r"^Error: No such command (?P<name>.+)\.$", _("There is no command {name}.")
    yield r"^Error: Got unexpected extra argument\(s\) \((?P<names>.*)\)$", _("That is too much: {names}")
    yield r"^Error: Option (?P<name>.+) requires an argument\.$", _("{name} wants a value behind it.")
    yield r"^Error: Option (?P<name>.+) does not take a value\.$", _("{name} takes no value.")
    yield r"^Error: Invalid value for (?P<name>.+?): ", _("{name}: ")
    yield r"^Error: Invalid value: ", ""
    yield r"Input should be less than or equal to (?P<most>\S+)$", _("it must be {most} at most.")
    yield r"Input should be greater than or equal to (?P<least>\S+)$", _("it must be {least} at least.")
    yield r"Input should be a valid (?:integer|number)\b.*$", _("it must be a number.")
    yield r"Input should be (?P<words>'.+)$", _("it must be one of {words}.")
    yield r"^Error: ", ""
