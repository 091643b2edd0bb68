"""`rpa check`: examines PFX files, folders of them, or those of a clients file, without touching the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rpa.certificates import Examination, Examiner, Request, Terms, Trust, TrustError, Verdict
from rpa.certificates.compare import Row, check_rows
from rpa.certificates.match import pfx_files
from rpa.check_output import Display, Examined
from rpa.clients import Client, ClientsFileError, read_clients
from rpa.cnpj import Cnpj
from rpa.console import FILE_OR_SETTINGS, complain
from rpa.messages import _
from rpa.passwords import Passwords
from rpa.secret import Secret
from rpa.settings import Settings

_TABLES = {".csv", ".xlsx", ".txt", ".tsv"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A file to examine: with which password, and as which row of a clients file, if it comes from one."""

    file: Path
    password: Secret
    client: Client | None = None


def check_paths(paths: Sequence[Path], settings: Settings, terms: Terms, *, as_json: bool) -> int:
    """Examine everything and print it. Gives the exit code: 0 all fit, 1 some unfit, 3 nothing could be read."""
    try:
        trust = Trust.load(settings.extra_roots, settings.authorities)
        subjects = [subject for path in paths for subject in _subjects(path, settings)]
    except ClientsFileError as error:
        for problem in error.problems:
            complain(str(problem))
        return FILE_OR_SETTINGS
    except TrustError as error:
        complain(str(error))
        return FILE_OR_SETTINGS
    if not subjects:
        complain(_("There is no PFX file to examine there."))
        return FILE_OR_SETTINGS
    verdicts = set()
    with Examiner(trust) as examiner, Display(len(subjects), as_json=as_json) as display:
        for examined in _beside_each_other(_examined(subjects, examiner, terms)):
            display.show(examined)
            verdicts.add(examined.examination.verdict)
    return 1 if Verdict.UNFIT in verdicts else 0


def _subjects(path: Path, settings: Settings) -> Iterator[Subject]:
    """The files that a path stands for. Raises ClientsFileError."""
    if path.suffix.lower() in _TABLES:
        passwords = Passwords(settings)
        file = read_clients(path)
        for warning in file.warnings:
            complain(f"{path.name}: {warning}")
        for client in file.clients:
            yield Subject(client.pfx, client.password or passwords.of_pfx(client.cnpj.text) or Secret(""), client)
    elif path.is_dir():
        silent = Passwords(settings, ask=False)
        yield from (Subject(file, _password_by_name(file, silent)) for file in pfx_files(path))
    elif path.exists():
        yield Subject(path, _password_by_name(path, Passwords(settings)))
    else:
        complain(_("There is no file {file}.").format(file=path))


def _password_by_name(file: Path, passwords: Passwords) -> Secret:
    """The password of the company whose CNPJ is in the file's name, or the one kept under that name."""
    named = Cnpj.find(file.stem.replace("_", " "))
    return passwords.of_pfx(named[0].text if named else file.name) or Secret("")


def _examined(subjects: Sequence[Subject], examiner: Examiner, terms: Terms) -> Iterator[tuple[Subject, Examination]]:
    """Each subject with its examination, as they are done; memory holds a few at a time."""
    requests = (Request(s.file, s.password, _terms_of(s, terms), place) for place, s in enumerate(subjects))
    for request, examination in examiner.examine_all(requests):
        if request.row is not None:
            yield subjects[request.row], examination


def _terms_of(subject: Subject, terms: Terms) -> Terms:
    if subject.client is None:
        return terms
    return replace(terms, client=subject.client.cnpj, accept_seal=terms.accept_seal or subject.client.seal)


def _beside_each_other(examined: Iterator[tuple[Subject, Examination]]) -> Iterator[Examined]:
    """Loose files as they come; the rows of a clients file once all are there, each compared with the others."""
    rows: list[tuple[Subject, Examination]] = []
    for subject, examination in examined:
        if subject.client is None:
            yield Examined(subject.file, None, examination)
        else:
            rows.append((subject, examination))
    rows.sort(key=lambda pair: pair[0].client.row if pair[0].client else 0)
    clients = [(s.client, e) for s, e in rows if s.client]
    about = check_rows([Row(client.row, client.cnpj, e, client.default) for client, e in clients])
    for client, examination in clients:
        all_reasons = (*examination.reasons, *about.get(client.row, ()))
        yield Examined(client.pfx, client.row, replace(examination, reasons=all_reasons))
