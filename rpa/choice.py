"""Which rows of a clients file are meant: all, or those of `--only`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rpa.clients import Client, ClientsFileError, Problem, read_clients
from rpa.cnpj import Cnpj, InvalidCnpjError
from rpa.messages import _


def chosen(path: Path, only: Sequence[str], say: Callable[[str], None]) -> Sequence[Client]:
    """The clients of a file, or some of them; `say` is told what is odd in the file. Raises ClientsFileError."""
    file = read_clients(path)
    for warning in file.warnings:
        say(f"{file.path.name}: {warning}")
    if not only:
        return file.clients
    problems: list[Problem] = []
    wanted: set[Cnpj] = set()
    for text in only:
        try:
            wanted.add(Cnpj.parse(text))
        except InvalidCnpjError:
            problems.append(Problem(_("--only {text} is not a valid CNPJ.").format(text=text)))
    missing = wanted - {client.cnpj for client in file.clients}
    problems += [Problem(_("--only {cnpj}: no row has this CNPJ.").format(cnpj=cnpj)) for cnpj in sorted(missing)]
    if problems:
        raise ClientsFileError(problems)
    return [client for client in file.clients if client.cnpj in wanted]
