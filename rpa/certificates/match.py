"""Which password opens which file, and which client each serves: what support gets by e-mail, put in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rpa import logs
from rpa.cnpj import Cnpj
from rpa.messages import _
from rpa.regular import read_regular
from rpa.secret import Secret
from rpa.text_file import TextError, text_of

from .examination import Certificate, Examination, Terms, Verdict
from .workers import Examiner, Request

_SUFFIXES = {".pfx", ".p12"}
_MOST_BYTES = 16 << 20
_AT_ONCE = 200  # passwords tried in one go, so that no worker is at it for longer than its limit


class PasswordsFileError(ValueError):
    """The file of passwords cannot be used; the text is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file of passwords: a password, and the file it is for, where the line says so."""

    password: Secret
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """A client, and the file and password that serve it best."""

    cnpj: Cnpj
    path: Path
    password: Secret
    examination: Examination


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of every file, and of every client where clients were named."""

    served: tuple[Served, ...]
    unopened: tuple[Path, ...]
    """Files that no password opens."""
    unfit: tuple[tuple[Path, Examination], ...]
    """Files that open, but must not be sent."""
    spare: tuple[Path, ...]
    """Files that are fit, but serve nobody: an older one of the same company, or of no client named."""
    unserved: tuple[Cnpj, ...] = ()
    """Clients that were named and have no file."""


def pfx_files(folder: Path) -> list[Path]:
    """What is named like a PFX file in a folder and below it, by name, whether it can be read or not."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and not path.is_dir())


def read_passwords(path: Path, files: Iterable[Path] = ()) -> list[Line]:
    """The file's lines: `password`, or `file;password` where the first part names one of the files.

    A password may itself hold a semicolon, so a line is only split where a file of that name is there.
    """
    try:
        text = text_of(read_regular(path, _MOST_BYTES))
    except (OSError, TextError) as error:
        problem = _("The file of passwords {path} cannot be read: {why}.")
        raise PasswordsFileError(problem.format(path=path, why=getattr(error, "strerror", error))) from None
    names = {name.casefold() for file in files for name in (file.name, file.stem)}
    lines = [_line(line, names) for line in text.splitlines() if line.strip()]
    if not lines:
        raise PasswordsFileError(_("The file of passwords {path} is empty.").format(path=path))
    logs.learn(*(line.password for line in lines))
    return lines


def match(
    files: Sequence[Path],
    lines: Sequence[Line],
    examiner: Examiner,
    *,
    clients: Sequence[Cnpj] = (),
    terms: Terms = Terms(),  # noqa: B008 - frozen
) -> Matched:
    """Open every file with the passwords there are, and give each client the file that serves it best."""
    with ThreadPoolExecutor(examiner.count) as threads:
        keys = list(threads.map(lambda file: _password_of(file, lines, examiner), files))
    opened = {file: key for file, key in zip(files, keys, strict=True) if key}
    examinations = {
        request.path: examination
        for request, examination in examiner.examine_all(Request(file, key, terms) for file, key in opened.items())
    }
    fit = [file for file in opened if _is_fit(examinations[file])]
    served = [
        Served(cnpj, file, opened[file], examinations[file])
        for cnpj in clients or _owners(fit, examinations)
        if (file := _best(cnpj, fit, examinations))
    ]
    used, named = {each.path for each in served}, {each.cnpj for each in served}
    return Matched(
        served=tuple(served),
        unopened=tuple(file for file in files if file not in opened),
        unfit=tuple((file, examinations[file]) for file in opened if file not in fit),
        spare=tuple(file for file in fit if file not in used),
        unserved=tuple(cnpj for cnpj in clients if cnpj not in named),
    )


def _line(text: str, names: set[str]) -> Line:
    file, semicolon, password = text.partition(";")
    if semicolon and file.strip().casefold() in names:
        return Line(Secret(password), file.strip().casefold())
    return Line(Secret(text))


def _password_of(file: Path, lines: Sequence[Line], examiner: Examiner) -> Secret | None:
    """The first password that opens the file: those given for it, then all the others, then without outer blanks."""
    candidates = list(dict.fromkeys(_candidates(file, lines)))
    for start in range(0, len(candidates), _AT_ONCE):
        some = candidates[start : start + _AT_ONCE]
        place = examiner.first_that_opens(file, some)
        if place is not None:
            return some[place]
    return None


def _candidates(file: Path, lines: Sequence[Line]) -> Iterator[Secret]:
    own = {file.name.casefold(), file.stem.casefold()}
    ordered = sorted(lines, key=lambda line: line.file not in own)
    yield from (line.password for line in ordered)
    yield from (Secret(line.password.reveal().strip()) for line in ordered)


def _is_fit(examination: Examination) -> bool:
    found = examination.certificate
    return examination.verdict is not Verdict.UNFIT and found is not None and found.cnpj is not None


def _owners(files: Sequence[Path], examinations: dict[Path, Examination]) -> list[Cnpj]:
    return sorted({cnpj for file in files if (cnpj := _certificate(file, examinations).cnpj)})


def _best(cnpj: Cnpj, files: Sequence[Path], examinations: dict[Path, Examination]) -> Path | None:
    """Of the company's files the one of this very establishment, and of those the one that lasts longest."""

    def rank(file: Path) -> tuple[bool, float, str]:
        found = _certificate(file, examinations)
        return found.cnpj == cnpj, found.not_after.timestamp(), file.name

    own = [file for file in files if (owner := _certificate(file, examinations).cnpj) and owner.root == cnpj.root]
    return max(own, key=rank, default=None)


def _certificate(file: Path, examinations: dict[Path, Examination]) -> Certificate:
    found = examinations[file].certificate
    assert found is not None  # noqa: S101 - only fit files come here
    return found
