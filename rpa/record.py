"""What a run leaves behind: a folder of its own, readable by its owner only, with one line and one picture a client."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rpa.certificates import BRASILIA
from rpa.outcome import Outcome


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of one run. Its name is that of the run."""

    path: Path

    @classmethod
    def create(cls, home: Path, now: datetime) -> RunFolder:
        """Make a new folder below `home`/runs, named after Brasília's time. Raises OSError."""
        runs = home / "runs"
        runs.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = now.astimezone(BRASILIA).strftime("%Y-%m-%d_%Hh%Mm%S")
        for number in range(1, 1000):
            path = runs / (name if number == 1 else f"{name}_{number}")
            try:
                path.mkdir(mode=0o700)  # on Windows the user's own folders are private by inheritance
            except FileExistsError:
                continue
            return cls(path)
        raise FileExistsError(runs / name)

    @classmethod
    def of(cls, home: Path, run: str) -> RunFolder:
        """The folder of a run that exists, made anew on a machine that has none of it yet. Raises OSError."""
        path = home / "runs" / run
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(path)

    @property
    def run(self) -> str:
        """The name of the run."""
        return self.path.name

    @property
    def results(self) -> Path:
        """One JSON object a line, in the order in which clients ended; of several lines of one row the last holds."""
        return self.path / "results.jsonl"

    def picture(self, row: int, cnpj: str) -> Path:
        """Where the picture of a client's last screen goes."""
        return self.path / f"{row:05d}-{cnpj}.jpg"

    def write(self, outcome: Outcome) -> None:
        """Add one outcome."""
        with self.results.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(outcome.as_json(), ensure_ascii=False) + "\n")
