"""`rpa watch`: reads every company of every account, and says who needs a certificate. Nothing can be saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pages.address import authority
from rpa.choice import chosen
from rpa.clients import Client
from rpa.cnpj import Cnpj
from rpa.console import PORTAL_UNREACHED, complain, explained
from rpa.listed import brasilia
from rpa.logins import Logins
from rpa.messages import _
from rpa.passwords import Passwords
from rpa.portal_words import words_of
from rpa.private import write_private
from rpa.refused_logins import RefusedLogins
from rpa.running_browser import RunningBrowser
from rpa.search import searching
from rpa.settings import Settings, SettingsError
from rpa.watch.files import to_ics, to_xlsx
from rpa.watch.reader import Account, Reader, left_out
from rpa.watch.session import Door, ReadOnlySession
from rpa.watch.state import Standing, Supply, Watched, judge
from rpa.watch.supply import Folder, supplies
from rpa.watch.table import counting, show
from rpa.watch.wording import summary

_SOMEBODY_IS_DUE = 1


@dataclass(frozen=True)
class Wish:
    """What a person asked for. `days` before its expiry a certificate is due."""

    days: int = 30
    clients: Path | None = None
    folder: Folder | None = None
    accounts: Sequence[str] = ()
    as_json: bool = False
    xlsx: Path | None = None
    ics: Path | None = None
    headed: bool = False
    retry_login: bool = False


def watch(settings: Settings, wish: Wish) -> int:
    """Read everything, tell it, write it. Gives the exit code: 0 nobody is due, 1 somebody, 3 settings, 4 no way in.

    5 where a secret was found in what it wrote.
    """
    with searching(settings) as search, explained(wish.clients) as ended:
        search.paths = [path for path in (wish.xlsx, wish.ics) if path]
        now = datetime.now(UTC)
        clients = chosen(wish.clients, (), complain) if wish.clients else ()
        if wish.folder:
            wish.folder.files()  # a folder that is not there is told before the portal is read
        reading = _Reading(settings, wish, clients, now)
        companies = list(reading.companies())
        search.public = [
            text for each in companies if each.cnpj for text in (each.cnpj.text, each.cnpj.masked, each.name)
        ]
        found: Mapping[Cnpj, Supply] = {}
        if wish.folder:
            wanted = sorted({company.cnpj for company in companies if company.cnpj})
            found = supplies(wish.folder, wanted, clients, settings, complain)
        standings = _judged(companies, wish, clients, found, now)
        show(standings, as_json=wish.as_json)
        if wish.xlsx:
            _write(wish.xlsx, to_xlsx(standings))
        if wish.ics:
            _write(wish.ics, to_ics(standings, now))
        complain(summary(standings))
        if not reading.got_in:
            ended.code = PORTAL_UNREACHED
        else:
            ended.code = _SOMEBODY_IS_DUE if any(standing.is_due for standing in standings) else 0
    return search.code(ended.code)


def accounts_of(settings: Settings, clients: Sequence[Client], named: Sequence[str]) -> Mapping[str, list[Client]]:
    """Every account with the clients that belong to it: INVOICY_EMAIL, those of the column conta, those `named`.

    Raises SettingsError where there is none.
    """
    accounts: dict[str, list[Client]] = {settings.email: []} if settings.email else {}
    for client in clients:
        account = client.account or settings.email
        if account is None:
            raise SettingsError(_("INVOICY_EMAIL is missing: set it, or write it into .env."))
        accounts.setdefault(account, []).append(client)
    for email in named:
        accounts.setdefault(email.strip().lower(), [])
    if not accounts:
        raise SettingsError(_("INVOICY_EMAIL is missing: set it, or write it into .env."))
    return accounts


class _Reading:
    """All accounts, one after the other; a company that several of them have is read once."""

    def __init__(self, settings: Settings, wish: Wish, clients: Sequence[Client], now: datetime) -> None:
        self._settings = settings
        self._wish = wish
        self._clients = clients
        self._today = brasilia(now)
        self._seen: set[Cnpj] = set()
        self.got_in = False

    def companies(self) -> Iterator[Watched]:
        """Every company, then the clients that no account has shown. Raises SettingsError or NoBrowserError."""
        accounts = accounts_of(self._settings, self._clients, self._wish.accounts)
        passwords = Passwords(self._settings)
        secrets = {email: passwords.of_account(email) for email in accounts}  # asked for now, while a person is there
        refused = RefusedLogins(self._settings.home, urlsplit(self._settings.url).netloc)
        logins = Logins(refused, retry=self._wish.retry_login)
        running = RunningBrowser(self._settings, authority(self._settings.url), headed=self._wish.headed)
        with closing(running) as browser, counting() as one_more:
            door = Door(browser, self._settings.url, words_of(self._settings), logins)
            for email, clients in accounts.items():
                secret = secrets[email]
                if secret is None:
                    reason = _(
                        "There is no portal password for {account}: set it in the environment, in .env or the keyring."
                    )
                    yield Watched(email, "", None, trouble=reason.format(account=email))
                    continue
                yield from self._of_account(Account(email, secret, tuple(clients)), door, one_more)
        yield from left_out(self._clients, self._seen)

    def _of_account(self, account: Account, door: Door, one_more: Callable[[], None]) -> Iterator[Watched]:
        with closing(ReadOnlySession(door, account.email, account.password)) as session:
            reader = Reader(session, account, self._today, set(self._seen))
            for company in reader.companies():
                one_more()
                if company.cnpj:
                    self._seen.add(company.cnpj)
                yield company
        self.got_in = self.got_in or reader.got_in
        if not reader.lists_all:
            told = _(
                "{account}: this portal does not list all companies, it finds them by what is typed. Read were those "
                "that it shows by itself, and those of the clients file."
            )
            complain(told.format(account=account.email))


def _write(path: Path, content: bytes) -> None:
    write_private(path, content)
    complain(_("Written: {file}").format(file=path))


def _judged(
    companies: Sequence[Watched],
    wish: Wish,
    clients: Sequence[Client],
    found: Mapping[Cnpj, Supply],
    now: datetime,
) -> list[Standing]:
    """The most pressing first."""
    known, today = {client.cnpj for client in clients}, brasilia(now)
    judged = [
        judge(
            company,
            today,
            wish.days,
            listed=company.cnpj in known if wish.clients and company.cnpj else None,
            supply=found.get(company.cnpj) if company.cnpj else None,
        )
        for company in companies
    ]
    return sorted(judged, key=lambda standing: standing.order)
