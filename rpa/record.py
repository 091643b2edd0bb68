"""What a run leaves behind: a folder of its own, readable by its owner only, with one line and one picture a client.

`run.json` says what the run is about, written at its start, and when it ended; `results.jsonl` how each client ended.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rpa import private
from rpa.certificates import BRASILIA
from rpa.messages import _
from rpa.outcome import Outcome
from rpa.private import append_private, write_private
from rpa.regular import read_regular
from rpa.run_record import About, Figures, RunRecord

_NO_RECORD = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)
_MOST_BYTES = 1 << 30  # 10,000 clients take 10 MB


class RecordError(Exception):
    """There is no such run, or what is kept of it cannot be read; the text says where, and what to do."""


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

    @classmethod
    def of(cls, home: Path, run: str) -> RunFolder:
        """The folder of a run that exists, made anew on a machine that has none of it yet. Raises OSError."""
        path = home / "runs" / run
        return cls(private.folder(path))

    @property
    def run(self) -> str:
        """The name of the run."""
        return self.path.name

    @property
    def about(self) -> Path:
        """What the run is about, and when it ended."""
        return self.path / "run.json"

    @property
    def results(self) -> Path:
        """One JSON object a line, in the order in which clients ended."""
        return self.path / "results.jsonl"

    def picture(self, row: int, cnpj: str) -> Path:
        """Where the picture of a client's last screen goes."""
        return self.path / picture_name(row, cnpj)

    @property
    def traces(self) -> Path:
        """Where the traces of the harmless parts go, if they are wanted."""
        return self.path / "traces"

    def begin(self, about: About) -> None:
        """Write down what the run is about; one that goes on keeps its beginning. Raises OSError."""
        self._write_about(self._read_about()[0] if self.about.exists() else about, None)

    def end(self, now: datetime) -> None:
        """Write down that it ended. Raises OSError, or RecordError if it never began."""
        self._write_about(self._read_about()[0], now)

    def write(self, outcome: Outcome) -> None:
        """Add one outcome, and make sure that it is on the disk. Raises OSError."""
        append_private(self.results, json.dumps(outcome.as_json(), ensure_ascii=False) + "\n")

    def read(self) -> RunRecord:
        """The record of this run, by row; of several ends of one row the last holds. Raises RecordError."""
        about, ended = self._read_about()
        last = {outcome.row: outcome for outcome in self._outcomes()}
        outcomes = tuple(last[row] for row in sorted(last))
        return RunRecord(
            name=self.path.resolve().name,
            about=about,
            ended=ended,
            outcomes=outcomes,
            figures=Figures.of(outcomes, about.began, ended) if ended else None,
        )

    def _write_about(self, about: About, ended: datetime | None) -> None:
        content = {
            "began": about.began.isoformat(),
            "ended": ended.isoformat() if ended else None,
            "clients_file": about.clients_file,
            "portal": about.portal,
            "total": about.total,
            "dry_run": about.dry_run,
        }
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        write_private(
            self.about, text.encode(errors="backslashreplace")
        )  # what is no UTF-8 in a name, as JSON escapes it

    def _read_about(self) -> tuple[About, datetime | None]:
        try:
            kept = _named(json.loads(read_regular(self.about, _MOST_BYTES)))
            ended = kept.pop("ended")
            about = About(**{**kept, "began": _time(kept["began"])})
            return about, _time(ended) if ended else None
        except FileNotFoundError:
            raise RecordError(
                _("{path} is not the folder of a run: it has no run.json.").format(path=self.path)
            ) from None
        except (OSError, *_NO_RECORD) as error:
            raise RecordError(_unreadable(self.about, error)) from None

    def _outcomes(self) -> Iterator[Outcome]:
        """What the lines say. The last one may be torn, where the run was killed: its client counts as not reached."""
        try:
            lines = read_regular(self.results, _MOST_BYTES).split(b"\n")
        except FileNotFoundError:
            return
        except OSError as error:
            raise RecordError(_unreadable(self.results, error)) from None
        for number, line in enumerate(lines[:-1], start=1):
            try:
                outcome = Outcome.from_json(json.loads(line))
            except _NO_RECORD as error:
                raise RecordError(_unreadable(self.results, error, number)) from None
            yield replace(outcome, evidence=self._evidence(outcome.evidence))

    def _evidence(self, kept: Path | None) -> Path | None:
        """A client's picture, also where the whole folder was moved since."""
        return self.path / kept.name if kept and (self.path / kept.name).is_file() else kept


def picture_name(row: int, cnpj: str) -> str:
    """What the picture of a client is called."""
    return f"{row:05d}-{cnpj}.jpg"


def _unreadable(path: Path, error: Exception, line: int | None = None) -> str:
    where = f"{path}:{line}" if line else str(path)
    if isinstance(error, OSError):
        return _("{where} cannot be read: {why}.").format(where=where, why=error.strerror)
    damaged = _("{where} cannot be read ({kind}): it is damaged, or of another version of this program.")
    return damaged.format(where=where, kind=type(error).__name__)


def _named(kept: Any) -> dict[str, Any]:
    """What `run.json` holds. Raises KeyError or TypeError for what is no such thing."""
    for name, kind in {"clients_file": str, "portal": str, "total": int, "dry_run": bool}.items():
        if not isinstance(kept[name], kind):
            raise TypeError(name)
    return dict(kept)


def _time(text: str) -> datetime:
    """A moment, with its distance from UTC. Raises ValueError or TypeError."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(text)
    return time
