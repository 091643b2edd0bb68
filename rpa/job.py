"""What one command does with a clients file: read it, run it, show and keep how each client ended."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rpa import gate, logs
from rpa.browser import NoBrowserError
from rpa.certificates import Terms, TrustError
from rpa.clients import Client, ClientsFile, ClientsFileError, Problem, read_clients
from rpa.cnpj import Cnpj, InvalidCnpjError
from rpa.messages import _
from rpa.outcome import Outcome
from rpa.output import display, summary
from rpa.record import RunFolder
from rpa.renew import plan, renew
from rpa.run import Run
from rpa.settings import Settings, SettingsError

FILE_OR_SETTINGS = 3
INTERRUPTED = 130  # as shells say it of Ctrl-C


def work_through(
    path: Path,
    settings: Settings,
    *,
    only: Sequence[str] = (),
    dry_run: bool = False,
    as_json: bool = False,
    headed: bool = False,
    terms: Terms | None = None,
    retry_login: bool = False,
    trace: bool = False,
) -> tuple[int, list[Outcome]]:
    """Renew (or, as a dry run, plan) the clients of a file. Gives the exit code, and how each client ended."""
    try:
        clients = _chosen(read_clients(path), only)
        folder = RunFolder.create(settings.home, datetime.now(UTC))
        logs.set_up(folder.path)
        run = Run(
            clients=clients,
            settings=settings,
            road=plan if dry_run else renew,
            picture=folder.picture,
            headed=headed,
            terms=terms or Terms(),
            retry_login=retry_login,
            traces=folder.traces if trace else None,
        )
        shown = display(len(clients), as_json=as_json)
        with shown.live():
            for outcome in run.outcomes():
                folder.write(outcome)
                shown.show(outcome)
    except KeyboardInterrupt:
        complain(_("Interrupted. The same command reads the portal afresh and goes on from there."))
        return INTERRUPTED, []
    except ClientsFileError as error:
        for problem in error.problems:
            complain(f"{path.name}: {problem}")
        return FILE_OR_SETTINGS, []
    except (SettingsError, TrustError, NoBrowserError, OSError) as error:
        complain(str(error))
        return FILE_OR_SETTINGS, []
    complain(summary(run.ended))
    complain(_("Results and pictures: {folder}").format(folder=folder.path))
    public = [text for o in run.ended for text in (o.cnpj.text, o.cnpj.masked, o.company)]
    if not gate.passes([folder.path], settings.home, public, complain):
        return gate.SECRET_WRITTEN, run.ended
    return run.exit_code, run.ended


def complain(text: str) -> None:
    """Say something beside the results."""
    print(text, file=sys.stderr, flush=True)


def _chosen(file: ClientsFile, only: Sequence[str]) -> Sequence[Client]:
    for warning in file.warnings:
        complain(f"{file.path.name}: {warning}")
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
