"""`rpa check`: examines PFX files, folders of them, or those of a clients file, without touching the network."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rpa.certificates import BRASILIA, Examination, Severity, Trust, TrustError, Verdict, examine
from rpa.clients import ClientsFileError, read_clients
from rpa.cnpj import Cnpj
from rpa.job import FILE_OR_SETTINGS, complain
from rpa.messages import _
from rpa.passwords import Passwords
from rpa.secret import Secret
from rpa.settings import Settings

_PFX = {".pfx", ".p12"}
_TABLES = {".csv", ".xlsx", ".txt", ".tsv"}
_COLOURS = {Verdict.FIT: "green", Verdict.WARN: "yellow", Verdict.UNFIT: "red"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A file to examine: with which password, for which client, and from which row of a clients file."""

    file: Path
    password: Secret
    client: Cnpj | None = None
    row: int | None = None


def check_paths(paths: Sequence[Path], settings: Settings, *, as_json: bool) -> int:
    """Examine everything and print it. Gives the exit code: 0 all fit, 1 some unfit, 3 nothing could be read."""
    try:
        trust = Trust.load(settings.extra_roots)
        subjects = [subject for path in paths for subject in _subjects(path, Passwords(settings))]
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
    examined = ((s, examine(s.file, s.password, trust=trust, client=s.client)) for s in subjects)
    verdicts = _print_json(examined) if as_json else _print_table(list(examined))
    return 1 if Verdict.UNFIT in verdicts else 0


def _subjects(path: Path, passwords: Passwords) -> Iterator[Subject]:
    """The files that a path stands for. Raises ClientsFileError."""
    if path.suffix.lower() in _TABLES:
        for client in read_clients(path).clients:
            password = client.password or passwords.of_pfx(client.cnpj.text) or Secret("")
            yield Subject(client.pfx, password, client.cnpj, client.row)
        return
    files = [path]
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix.lower() in _PFX and p.is_file())
    for file in files:
        named = Cnpj.find(file.stem.replace("_", " "))
        name = named[0].text if named else file.name
        yield Subject(file, passwords.of_pfx(name) or Secret(""))


def _as_json(subject: Subject, examination: Examination) -> dict[str, Any]:
    """The fields of a line of `--json`; times are Brasília's."""
    certificate = examination.certificate
    return {
        "file": str(subject.file),
        "row": subject.row,
        "verdict": examination.verdict.value,
        "cnpj": certificate.cnpj.text if certificate and certificate.cnpj else None,
        "kind": certificate.kind.value if certificate else None,
        "holder": certificate.holder if certificate else None,
        "valid_from": certificate.not_before.astimezone(BRASILIA).isoformat() if certificate else None,
        "valid_until": certificate.not_after.astimezone(BRASILIA).isoformat() if certificate else None,
        "fingerprint": certificate.fingerprint if certificate else None,
        "reasons": [{"code": r.code, "text": r.text, "todo": r.todo} for r in examination.reasons],
    }


def _print_json(examined: Iterator[tuple[Subject, Examination]]) -> set[Verdict]:
    verdicts = set()
    for subject, examination in examined:
        print(json.dumps(_as_json(subject, examination), ensure_ascii=False), flush=True)
        verdicts.add(examination.verdict)
    return verdicts


def _print_table(examined: Sequence[tuple[Subject, Examination]]) -> set[Verdict]:
    """A table on a terminal; the same, cut by nothing, in a pipe."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    words = {Verdict.FIT: _("fit"), Verdict.WARN: _("fit, but"), Verdict.UNFIT: _("unfit")}
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for title in (_("File"), _("Verdict"), "CNPJ", _("Holder"), _("Days left"), _("Reasons")):
        shown.add_column(title, no_wrap=title in ("CNPJ", _("Verdict")))
    for subject, examination in examined:
        certificate = examination.certificate
        colour = _COLOURS[examination.verdict]
        shown.add_row(
            escape(subject.file.name),
            f"[{colour}]{words[examination.verdict]}[/{colour}]",
            str(certificate.cnpj) if certificate and certificate.cnpj else "–",
            escape(certificate.holder) if certificate else "–",
            str(certificate.days_left()) if certificate else "–",
            escape("\n".join(f"{r.text} {r.todo}" for r in examination.reasons if r.severity is not Severity.INFO)),
        )
    Console(width=None if sys.stdout.isatty() else 200).print(shown)
    return {examination.verdict for _subject, examination in examined}
