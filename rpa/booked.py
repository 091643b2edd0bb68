"""Runs as the book in the database knows them: enough for a report, on a machine that has done little or none of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePath, PureWindowsPath
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from rpa.engine import Engine
from rpa.messages import _
from rpa.outcome import Outcome
from rpa.record import RecordError
from rpa.run_record import About, Figures, RunRecord
from rpa.settings import Settings

if TYPE_CHECKING:
    from rpa.engine import RunInfo

_MOST = 10_000


class Book:
    """The runs of the database that the settings name. Close it in the end. Every question may raise RecordError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def close(self) -> None:
        """Let go of the database."""
        if "_engine" in vars(self):
            self._engine.close()

    @cached_property
    def runs(self) -> Mapping[str, RunInfo]:
        """All runs by name, the latest first."""
        try:
            return {info.run: info for info in self._engine.runs.all(_MOST)}
        except (SQLAlchemyError, OSError) as error:
            raise _unasked(error) from None

    def named(self, text: str) -> str:
        """The run that is called so, or the only one whose name begins so; else the text itself."""
        found = [name for name in self.runs if name.startswith(text)]
        return found[0] if len(found) == 1 and text not in self.runs else text

    def record(self, name: str) -> RunRecord | None:
        """The record of a run: who ended how, on whichever machine; None if the book has no such run."""
        info = self.runs.get(name)
        if info is None:
            return None
        try:
            progress = self._engine.progress(name)
            last = {outcome.row: (at, outcome) for at, outcome in self._engine.ended(name)}
            hosts = self._engine.hosts(name)
        except (SQLAlchemyError, OSError) as error:
            raise _unasked(error) from None
        outcomes = tuple(_seen_from_here(last[row][1]) for row in sorted(last))
        began = datetime.fromtimestamp(info.began, UTC)
        moment = info.ended or (
            max((at for at, _outcome in last.values()), default=None) if progress.complete else None
        )
        ended = datetime.fromtimestamp(moment, UTC) if moment else None
        return RunRecord(
            name=name,
            about=About(began, PureWindowsPath(info.clients_file).name, info.portal, progress.total),
            ended=ended,
            outcomes=outcomes,
            figures=Figures.of(outcomes, began, ended) if ended else None,
            hosts=hosts,
        )

    @cached_property
    def _engine(self) -> Engine:
        return Engine.open(self._settings.database_url, self._settings.home)


def merged(kept: RunRecord, booked: RunRecord, folder: Path) -> RunRecord:
    """What is kept on this machine of a run, and what the book knows beyond that; pictures from the folder."""
    own = {outcome.row: outcome for outcome in kept.outcomes}
    others = {outcome.row: replace(outcome, evidence=_found(outcome.evidence, folder)) for outcome in booked.outcomes}
    outcomes = tuple((own | others)[row] for row in sorted(own | others))
    ended = booked.ended or kept.ended
    figures = Figures.of(outcomes, kept.about.began, ended) if ended else None
    return replace(kept, outcomes=outcomes, ended=ended, figures=figures, hosts=booked.hosts)


def _seen_from_here(outcome: Outcome) -> Outcome:
    """Where a picture lies on another machine is nobody's business here: its name alone is told."""
    path = outcome.evidence
    return outcome if path is None or path.is_file() else replace(outcome, evidence=Path(_name(path)))


def _found(path: Path | None, folder: Path) -> Path | None:
    beside = folder / _name(path) if path else None
    return beside if beside and beside.is_file() else path


def _name(path: PurePath) -> str:
    """The name of a file, also where the other machine is one with Windows, and this one is not."""
    return PureWindowsPath(str(path)).name


def _unasked(error: Exception) -> RecordError:
    return RecordError(_("The database of runs cannot be asked ({kind}).").format(kind=type(error).__name__))
