"""The command line: each command parses, calls and prints. Results go to stdout, everything else to stderr."""

from rpa.cli import (  # noqa: F401 - each adds its commands to the program
    after,
    bulk,
    offline,
    portal,
    renewing,
    secrets,
    sessions,
    watch,
)
from rpa.cli.program import app

__all__ = ["app"]
