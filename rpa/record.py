"""What a run leaves behind: a folder of its own, readable by its owner only, with one line and one picture a client."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rpa import private
from rpa.certificates import BRASILIA
from rpa.outcome import Outcome


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of one run."""

    path: Path

    @classmethod
    def create(cls, home: Path, now: datetime) -> RunFolder:
        """Make a new folder below `home`/runs, named after Brasília's time. Raises OSError."""
        runs = private.folder(home / "runs")
        name = now.astimezone(BRASILIA).strftime("%Y-%m-%d_%Hh%Mm%S")
        for number in range(1, 1000):
            path = runs / (name if number == 1 else f"{name}_{number}")
            try:
                private.new_folder(path)
            except FileExistsError:
                continue
            return cls(path)
        raise FileExistsError(runs / name)

    @property
    def results(self) -> Path:
        """One JSON object a line, in the order in which clients ended."""
        return self.path / "results.jsonl"

    def picture(self, row: int, cnpj: str) -> Path:
        """Where the picture of a client's last screen goes."""
        return self.path / f"{row:05d}-{cnpj}.jpg"

    @property
    def traces(self) -> Path:
        """Where the traces of the harmless parts go, if they are wanted."""
        return self.path / "traces"

    def write(self, outcome: Outcome) -> None:
        """Add one outcome, and make sure that it is on the disk."""
        private.append_private(self.results, json.dumps(outcome.as_json(), ensure_ascii=False) + "\n")
