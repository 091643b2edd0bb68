"""The program itself, to be killed at a point of its road: `python -m tests.engine.killable POINT NOTE renew …`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.engine.program import arm


def main() -> None:
    """Arm the point, then be `rpa` with what follows."""
    _program, point, note, *arguments = sys.argv
    if point:
        arm(point, Path(note))
    sys.argv = ["rpa", *arguments]
    from rpa.__main__ import main as rpa

    rpa()


if __name__ == "__main__":
    main()
