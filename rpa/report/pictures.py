"""The pictures of a report: within the page up to a size, as links to the files beside it above that."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rpa.messages import _
from rpa.outcome import Outcome
from rpa.record import picture_name

WITHIN = 9_000_000
"""Bytes of pictures within one page: some two hundred and fifty of them, and the page still goes by e-mail."""

_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A client's picture: `data` is its data URI where it is within the page, `link` its address beside the page."""

    link: str
    data: str | None = None


def load_pictures(outcomes: Iterable[Outcome], folder: Path, within: int = WITHIN) -> Mapping[int, Picture]:
    """The pictures by row, for a page that lies in `folder`. Those of clients that need a person get the room first."""
    found: dict[int, Picture] = {}
    for outcome in sorted(outcomes, key=lambda outcome: outcome.result.good):
        path = outcome.evidence
        if path is None or path.suffix not in _TYPES or not path.is_file() or not _is_own(outcome, path, folder):
            continue
        size = path.stat().st_size
        if size <= within:
            within -= size
            content = b64encode(path.read_bytes()).decode()
            found[outcome.row] = Picture(_link(path, folder), f"data:{_TYPES[path.suffix]};base64,{content}")
        else:
            found[outcome.row] = Picture(_link(path, folder))
    return found


def refused(outcome: Outcome, folder: Path) -> str | None:
    """What is told of a file that the record names as a client's picture, though it is none of this run's.

    None where all is well; and where the file is gone, or on another machine.
    """
    path = outcome.evidence
    if path is None or not os.path.lexists(path) or _is_own(outcome, path, folder):
        return None
    return _("Row {row}: {path} is no picture of this run, so it is not shown.").format(row=outcome.row, path=path)


def _is_own(outcome: Outcome, path: Path, folder: Path) -> bool:
    """Whether it lies in the run's own folder, or is this very client's in one where `rpa work` has done it."""
    if path.is_symlink():
        return False
    here, own = path.parent.resolve(), folder.resolve()
    beside = here.parent == own.parent and not (here / "run.json").exists()
    return here == own or (beside and path.name == picture_name(outcome.row, outcome.cnpj.text))


def _link(path: Path, folder: Path) -> str:
    """The address of a picture as seen from the folder; its whole path never, which tells of the user's machine."""
    try:
        return quote(Path(os.path.relpath(path, folder)).as_posix())
    except ValueError:  # on another drive of Windows
        return quote(path.name)
