"""The runs that are kept below RPA_HOME: the one that is asked for, the latest, all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rpa.messages import _
from rpa.record import RecordError, RunFolder


def chosen_run(home: Path, run: str | None) -> RunFolder:
    """A run by its folder's name or path; without either, the latest. Raises RecordError if there is none."""
    if run is None:
        latest = next(all_runs(home), None)
        if latest is None:
            raise RecordError(_("No run is kept below {home}. Name the folder of one.").format(home=home / "runs"))
        return latest
    for path in (home / "runs" / run, Path(run).expanduser()):
        if path.is_dir():
            return RunFolder(path)
    raise RecordError(_("There is no run {run}: neither in {home} nor as a path.").format(run=run, home=home / "runs"))


def all_runs(home: Path) -> Iterator[RunFolder]:
    """Every run that began, the latest first."""
    folders = (path.parent for path in (home / "runs").glob("*/run.json"))
    yield from (RunFolder(path) for path in sorted(folders, key=_time, reverse=True))


def _time(folder: Path) -> tuple[list[str], int]:
    """What a name sorts by: day and time, then the number of a run that began in the same second as others."""
    parts = folder.name.split("_")
    return parts[:2], int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 1
