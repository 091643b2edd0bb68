"""The command line: each command parses, calls and prints. Results go to stdout, everything else to stderr."""

from rpa.cli import after, bulk, offline, portal, renewing, watch  # noqa: F401 - each adds its commands to the program
from rpa.cli.program import app

__all__ = ["app"]
