"""The command `rpa`, also as `python -m rpa`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rpa.harmless import guard_streams
from rpa.messages import language_of, speak


def main() -> None:
    """Choose the language, then let the command line do the rest: its help is in that language too."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A pipe on Windows would be cp1252: what reads JSON expects UTF-8.
            stream.reconfigure(errors="replace", encoding=None if stream.isatty() else "utf-8")
    guard_streams()
    speak(language_of(_setting("RPA_LANG")))
    from rpa import logs
    from rpa.settings import take_secrets

    take_secrets()
    logs.guard()
    from rpa.cli import app

    app(prog_name="rpa")


def _setting(name: str) -> str | None:
    if name in os.environ:
        return os.environ[name]
    file = Path.cwd() / ".env"
    if not file.exists():
        return None
    from rpa.env_file import EnvFileError, read_env

    try:
        return read_env(file).get(name)
    except EnvFileError:
        return None  # the command tells of it when it reads its settings


if __name__ == "__main__":
    main()
