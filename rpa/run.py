"""What a run consists of: which renewals are to be done, in which accounts, and who ended before the portal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from rpa.certificates import Terms, Trust
from rpa.clients import Client
from rpa.engine import Task
from rpa.listed import brasilia
from rpa.messages import _
from rpa.outcome import Outcome
from rpa.passwords import Passwords
from rpa.preflight import Preflight
from rpa.renewal import Renewal
from rpa.renewals import Renewals, version_of
from rpa.settings import Settings, SettingsError


@dataclass(frozen=True)
class Prepared:
    """A run before the portal is touched: what is to be done, and who ended already. `renewals` has the opened PFX."""

    tasks: Sequence[Task]
    ended: Sequence[Outcome]
    renewals: Renewals
    passwords: Passwords


@dataclass(frozen=True)
class Preparation:
    """Turns clients into tasks. `terms` are what is asked of certificates; for the rest see `rpa.renewal.Renewal`."""

    settings: Settings
    terms: Terms = field(default_factory=Terms)
    accept_same_day: bool = False

    def of(self, clients: Sequence[Client], clients_file: Path) -> Prepared:
        """Open every PFX, and ask for every password that is missing. Raises SettingsError or TrustError."""
        renewals, passwords = self.without_clients()
        tasks, ended = [], []
        versions = [version_of(client.pfx) for client in clients]  # as they are before they are opened
        prepared = renewals.preflight.prepare([(client, self._account(client)) for client in clients])
        for client, version, found in zip(clients, versions, prepared, strict=True):
            if isinstance(found, Outcome):
                ended.append(found)
            else:
                task = self._task(found, clients_file, seal=client.seal)
                renewals.remember(task, found, version)
                tasks.append(task)
        for account in dict.fromkeys(task.account for task in tasks):
            passwords.of_account(account)  # asked for now, while a person is at the keyboard
        return Prepared(tasks, ended, renewals, passwords)

    def without_clients(self) -> tuple[Renewals, Passwords]:
        """What a worker needs that takes tasks from the database. Raises SettingsError or TrustError."""
        passwords = Passwords(self.settings)
        trust = Trust.load(self.settings.extra_roots, self.settings.authorities)
        return Renewals(Preflight(trust, passwords, self.terms)), passwords

    def _task(self, renewal: Renewal, clients_file: Path, *, seal: bool) -> Task:
        return Task(
            portal=urlsplit(self.settings.url).netloc,
            cnpj=renewal.cnpj.text,
            fingerprint=renewal.certificate.fingerprint,
            account=renewal.account,
            row=renewal.row,
            clients_file=str(clients_file.resolve()),
            pfx=str(renewal.pfx.resolve()),
            company=renewal.name,
            nickname=renewal.nickname,
            default=renewal.default,
            due=brasilia(renewal.certificate.not_before),
            accept_seal=self.terms.accept_seal or seal,
            exact_cnpj=self.terms.exact_cnpj,
            accept_same_day=self.accept_same_day,
        )

    def _account(self, client: Client) -> str:
        account = client.account or self.settings.email
        if account is None:
            raise SettingsError(_("INVOICY_EMAIL is missing: set it, or fill in the column conta of every client."))
        return account


def command_of(portal: str, clients_file: Path, only: Sequence[str], *options: object) -> str:
    """A digest of what a person asked for: the same file with the same content, and the same options."""
    parts = (portal, str(clients_file.resolve()), hashlib.sha256(clients_file.read_bytes()).hexdigest(), *sorted(only))
    return hashlib.sha256("\0".join((*parts, *map(str, options))).encode(errors="surrogatepass")).hexdigest()
