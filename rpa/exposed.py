"""Says that a file with passwords lies open to the other users of this machine, and how to mend it."""

from __future__ import annotations

from pathlib import Path

from rpa import private
from rpa.messages import _


def exposed(path: Path) -> str | None:
    """The warning, with the commands that mend it; None where nobody else can read the file. Raises OSError."""
    if not private.readable_by_others(path):
        return None
    others = _(
        "It holds passwords, and other users of this machine can read it: run {command}, or move the passwords "
        "into the system's keyring with: rpa secrets import {file}"
    )
    return others.format(command=private.how_to_restrict(path), file=path.name)
