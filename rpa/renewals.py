"""Finds again what a task refers to: the PFX file and its password, in the very moment in which they are needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rpa.after_salvar import where_to_look
from rpa.clients import Client, ClientsFileError, read_clients
from rpa.cnpj import Cnpj
from rpa.engine import Task
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.preflight import Preflight
from rpa.renewal import Renewal
from rpa.sealing import Seal

Version = tuple[int, int, int] | None


@dataclass
class Renewals:
    """The renewals of a run: those whose PFX this process has opened are remembered, others are opened when asked for.

    A PFX that was exchanged since is opened again, and a clients file that was written since is read again: a run may
    take a night, a worker months.

    `sealed` finds a file that another machine has sealed with the key of this `seal`, by the identity of its task.
    """

    preflight: Preflight
    seal: Seal | None = None
    sealed: Callable[[str], bytes | None] = lambda _identity: None
    _known: dict[tuple[str, int], tuple[Version, Renewal]] = field(default_factory=dict)
    _tables: dict[str, tuple[Version, Mapping[int, Client]]] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def remember(self, task: Task, renewal: Renewal, version: Version) -> None:
        """This task's PFX was opened in this version."""
        self._known[task.identity, task.row] = version, renewal

    def of(self, task: Task, intention: Mapping[str, Any] | None = None) -> Renewal | Outcome:
        """The renewal of a task; else how it ends: its file is gone, is another one now, or is not fit.

        With an `intention`, of this command or an earlier one, Salvar may have been pressed: then the end is never that
        nothing was sent.
        """
        with self._guard:
            found = self._remembered(task) or self._opened(task)
        if isinstance(found, Renewal) and task.accept_same_day:
            found = replace(found, accept_same_day=True)
        if isinstance(found, Renewal) and found.certificate.fingerprint != task.fingerprint:
            reason = _("{file} is another certificate now than when this was planned; plan it anew.")
            found = task.failed(reason.format(file=found.pfx.name))
        if isinstance(found, Outcome) and intention:
            look = where_to_look(intention.get("elsewhere", ""))
            return replace(found, result=Result.UNVERIFIED, reason=f"{found.reason} {look}")
        return found

    def sealed_with(self, seal: Seal, task: Task) -> bytes:
        """A task's PFX and its password, sealed for other machines. Raises OSError."""
        _version, renewal = self._known[task.identity, task.row]
        return seal.close(renewal.pfx.read_bytes(), renewal.password)

    def _remembered(self, task: Task) -> Renewal | None:
        version, renewal = self._known.get((task.identity, task.row), (None, None))
        return renewal if renewal and version == version_of(renewal.pfx) else None

    def _opened(self, task: Task) -> Renewal | Outcome:
        client = self._client(task)
        if self.seal and not client.pfx.exists() and (sealed := self.sealed(task.identity)):
            unsealed = self.seal.open(sealed)
            if unsealed is None:
                return task.failed(_("The file was sealed with another RPA_FILE_KEY than this machine has."))
            return self.preflight.of_sealed(client, task.account, unsealed)
        return self.preflight.prepare_one(client, task.account)

    def _client(self, task: Task) -> Client:
        """The client as the task has it, with the password of its row in the clients file, if that is here."""
        row = self._rows(task.clients_file).get(task.row)
        known = row is not None and row.cnpj.text == task.cnpj
        return Client(
            row=task.row,
            cnpj=Cnpj(task.cnpj),
            pfx=Path(task.pfx),
            password=row.password if row and known else None,
            nickname=task.nickname,
            default=task.default,
            company=task.company,
            account=task.account,
            seal=task.accept_seal,
        )

    def _rows(self, clients_file: str) -> Mapping[int, Client]:
        path = Path(clients_file)
        version = version_of(path)
        known = self._tables.get(clients_file)
        if known is None or known[0] != version:
            try:
                read = read_clients(path).clients
            except (ClientsFileError, OSError):
                read = ()  # on another machine, or mended away: the keyring may have the password
            known = self._tables[clients_file] = version, {client.row: client for client in read}
        return known[1]


def version_of(path: Path) -> Version:
    """What changes when a file is written or exchanged; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
