"""Tables for the terminal, and the same as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any


def say(text: str) -> None:
    """A line for who waits."""
    print(text, file=sys.stderr, flush=True)


class Table:
    """Columns as wide as what is in them."""

    def __init__(self, title: str, heads: tuple[str, ...]) -> None:
        self._title = title
        self._rows = [heads]

    def add(self, *cells: str) -> None:
        """One more row."""
        self._rows.append(cells)

    def show(self) -> None:
        """Print it."""
        if len(self._rows) == 1:
            return
        widths = [max(len(row[place]) for row in self._rows) for place in range(len(self._rows[0]))]
        print(f"\n{self._title}")
        for row in self._rows:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), flush=True)


def write(path: Path, results: dict[str, Any]) -> None:
    """What was measured, as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=2, default=_plain) + "\n", encoding="utf-8")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)
