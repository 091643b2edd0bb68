"""`rpa purge`: deletes what runs have left, once it is old enough: results, pictures, traces, demos, quarantine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

KINDS = ("runs", "demo", "quarantine")
"""Folders below RPA_HOME in each of which every entry is one run's, or one file's."""


def purge(home: Path, older_than: timedelta, now: datetime | None = None) -> list[Path]:
    """Delete each entry in which nothing has been written for that long; gives what was deleted. Raises OSError.

    A run that is under way writes, so it is never among them.
    """
    before = (now or datetime.now(UTC)) - older_than
    old = [path for path in _entries(home) if _last_written(path) < before]
    for path in old:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return old


def _entries(home: Path) -> Iterator[Path]:
    for kind in KINDS:
        if (home / kind).is_dir():
            yield from sorted((home / kind).iterdir())


def _last_written(path: Path) -> datetime:
    times = [each.lstat().st_mtime for each in (path, *path.rglob("*"))]
    return datetime.fromtimestamp(max(times), UTC)
