"""The runs that are known: those kept below RPA_HOME, and those of the database, where other machines work too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rpa.messages import _
from rpa.record import RecordError, RunFolder
from rpa.run_record import RunRecord
from rpa.settings import Settings

if TYPE_CHECKING:
    from rpa.booked import Book


class PastRuns:
    """The runs below a `home` and in a `book`; `shared` tells that other machines write into it. See `past_runs`."""

    def __init__(self, home: Path, book: Book | None = None, *, shared: bool = False) -> None:
        self._home, self._book, self._shared = home, book, shared

    def chosen(self, run: str | None) -> tuple[RunFolder, RunRecord]:
        """A run by its folder's name or path, or by how its name begins in the database; without either, the latest.

        Gives the folder for its reports too. Raises RecordError if there is none, or OSError.
        """
        run = self._latest() if run is None else run
        folder = _folder(self._home, run)
        record = self.record(run)
        return folder or RunFolder.of(self._home, record.name), record

    def all(self) -> Iterator[RunRecord]:
        """Every run that began, the latest first; one that cannot be read is told of and passed over."""
        for name in sorted(self._names(), key=_time, reverse=True):
            try:
                yield self.record(name)
            except (RecordError, OSError) as error:
                print(error, file=sys.stderr)

    def record(self, run: str) -> RunRecord:
        """What is kept of a run here, and what the database knows beyond that. Raises RecordError."""
        folder = _folder(self._home, run)
        if folder is None or not folder.about.exists():
            booked = self._book.record(self._book.named(run)) if self._book else None
            return booked or chosen_run(self._home, run).read()  # which says what is wrong
        kept = folder.read()
        if self._book is None or (kept.ended and not self._shared):
            return kept
        try:
            booked = self._book.record(kept.name)
        except RecordError as error:
            print(error, file=sys.stderr)
            return kept
        from rpa.booked import merged

        return merged(kept, booked, folder.path) if booked else kept

    def _latest(self) -> str:
        if names := self._names():
            return max(names, key=_time)
        raise RecordError(_("No run is kept below {home}. Name the folder of one.").format(home=self._home / "runs"))

    def _names(self) -> set[str]:
        names = {folder.run for folder in all_runs(self._home)}
        if self._book and self._shared:
            try:
                names |= set(self._book.runs)
            except RecordError as error:
                print(error, file=sys.stderr)
        return names


@contextmanager
def past_runs(settings: Settings) -> Iterator[PastRuns]:
    """The runs of these settings. Raises SettingsError where the database's address is none."""
    shared = settings.database_url is not None
    if not shared and not (settings.home / "runs.sqlite").exists():
        yield PastRuns(settings.home)
        return
    from rpa.booked import Book

    book = Book(settings)
    try:
        yield PastRuns(settings.home, book, shared=shared)
    finally:
        book.close()


def chosen_run(home: Path, run: str | None) -> RunFolder:
    """A run by its folder's name or path; without either, the latest. Raises RecordError if there is none."""
    if run is None:
        latest = next(all_runs(home), None)
        if latest is None:
            raise RecordError(_("No run is kept below {home}. Name the folder of one.").format(home=home / "runs"))
        return latest
    if folder := _folder(home, run):
        return folder
    raise RecordError(_("There is no run {run}: neither in {home} nor as a path.").format(run=run, home=home / "runs"))


def all_runs(home: Path) -> Iterator[RunFolder]:
    """Every run that began on this machine, the latest first."""
    folders = (path.parent for path in (home / "runs").glob("*/run.json"))
    yield from (RunFolder(path) for path in sorted(folders, key=lambda path: _time(path.name), reverse=True))


def _folder(home: Path, run: str) -> RunFolder | None:
    try:
        paths = [home / "runs" / run, Path(run).expanduser()]
    except RuntimeError:  # there is no such user
        paths = [home / "runs" / run]
    return next((RunFolder(path) for path in paths if path.is_dir()), None)


def _time(name: str) -> tuple[list[str], int]:
    """What a name sorts by: day and time, then the number of a run that began in the same second as others."""
    parts = name.split("_")
    return parts[:2], int(parts[2]) if len(parts) > 2 and parts[2].isdecimal() else 1
