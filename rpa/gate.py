"""The gate: before a run ends, all that it wrote is searched for its secrets; a file that holds one goes to quarantine.

What counts as a hit is said in `rpa.needles`, what a file's layers are in `rpa.unpack`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rpa import logs, private
from rpa.messages import _
from rpa.needles import Needles
from rpa.secret import Secret
from rpa.unpack import parts

SECRET_WRITTEN = 5
"""The exit code of a run that wrote a secret somewhere, whatever else came of it."""

UNREADABLE = "unreadable"
KEYS = ("PFX", "key")


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret in a file, in the `form` in which it stands there (raw, JSON, base64, …), `inside` which members.

    The form `unreadable` says that this part could not be looked into, which counts as bad.
    """

    path: Path
    form: str
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A leak, and where its file is now; None where it could not be moved."""

    leak: Leak
    now: Path | None


def scan(paths: Iterable[Path], secrets: Collection[Secret], public: Collection[str] = ()) -> list[Leak]:
    """Search files, and folders with all that is in them: for each file that holds a secret, its first leak.

    `public` are texts that stand there by right, such as CNPJs: a secret that is a part of one cannot be told from it.
    """
    return scan_for(Needles(secrets, public), paths)


def scan_for(needles: Needles, paths: Iterable[Path]) -> list[Leak]:
    """The same, where it is known already what to search for."""
    return [leak for path in _files(paths) if (leak := _first_leak(path, needles))]


def quarantine(leaks: Iterable[Leak], folder: Path) -> list[Quarantined]:
    """Move each leak's file into a folder that only its owner can enter, a new one below `folder` for each of them.

    The side files of a database go with it. Raises OSError if the folder cannot be made.
    """
    return [Quarantined(leak, _moved(leak.path, folder)) for leak in leaks]


def sentence(moved: Quarantined) -> str:
    """What the operator is told of it; without the secret itself, should a name hold it."""
    return logs.clean(_sentence(moved))


def _sentence(moved: Quarantined) -> str:
    inside = " > ".join((moved.leak.path.name, *moved.leak.inside))
    if moved.leak.form == UNREADABLE:
        what = _("{file} could not be searched for passwords.").format(file=inside)
    elif moved.leak.form in KEYS:
        what = _("A PFX file or a private key is written in {file}.").format(file=inside)
    else:
        what = _("A password of this run is written in {file} ({form}).").format(file=inside, form=moved.leak.form)
    if moved.now is None:
        stays = _("It could not be moved away; delete it: {path}")
        return f"{what} {stays.format(path=moved.leak.path)}"
    todo = _("It is now in {path}, where only you can read it. Report this, without the file, then delete it.")
    return f"{what} {todo.format(path=moved.now)}"


def passes(needles: Needles, paths: Iterable[Path], home: Path, say: Callable[[str], None]) -> bool:
    """Whether nothing that a run wrote holds any secret that is searched for; what does goes to quarantine.

    `paths` are the run's folder and the files of its database, when nobody writes into them any more; `say` tells the
    operator of each. Raises OSError.
    """
    leaks = scan_for(needles, paths)
    for moved in quarantine(leaks, home / "quarantine") if leaks else ():
        say(sentence(moved))
    return not leaks


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path] * path.is_file()


def _first_leak(path: Path, needles: Needles) -> Leak | None:
    if form := needles.find(path.name.encode("utf-8", errors="replace")):
        return Leak(path, form)
    try:
        for part in parts(path):
            form = UNREADABLE if part.data is None else needles.find(part.data, picture=part.picture)
            if form:
                return Leak(path, form, part.inside)
    except FileNotFoundError:  # it went away meanwhile: nothing is left of it
        return None
    except OSError:
        return Leak(path, UNREADABLE)
    return None


def _moved(path: Path, folder: Path) -> Path | None:
    number = 1
    while (own := folder / f"{path.stem}-{number}").exists():
        number += 1
    private.new_folder(own)
    try:
        for each in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
            if each.exists():
                shutil.move(each, own / each.name)
                private.restrict(own / each.name)
    except OSError:
        return None
    return own / path.name
