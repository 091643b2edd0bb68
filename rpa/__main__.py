"""The command `rpa`, also as `python -m rpa`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the program in its net. What is imported is imported within: Ctrl-C may come at any moment."""
    try:
        from rpa.net import caught

        code = caught(_run)
    except KeyboardInterrupt:  # before the net was there, or a second one while the first was told of
        code = 130
    sys.exit(code)


def _run() -> None:
    """Choose the language, then let the command line do the rest: its help is in that language too."""
    from rpa.harmless import guard_streams
    from rpa.messages import language_of, speak
    from rpa.settings import take_secrets

    guard_streams()
    speak(language_of(_setting("RPA_LANG")))
    take_secrets()
    from rpa.cli import app

    app(prog_name="rpa")


def _setting(name: str) -> str | None:
    if name in os.environ:
        return os.environ[name]
    from pathlib import Path

    file = Path(".env")
    if not file.exists():
        return None
    from rpa.env_file import EnvFileError, read_env

    try:
        return read_env(file).get(name)
    except EnvFileError:
        return None  # the command tells of it when it reads its settings


if __name__ == "__main__":
    main()
