"""A run over many clients: pre-flight for all, then account by account. One client never stops another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from pages import Words, register
from pages.errors import PageError, PersonNeeded
from rpa.browser import guard_process, launch
from rpa.certificates import Terms, Trust
from rpa.clients import Client
from rpa.explain import obstacle, trouble
from rpa.kept_sessions import KeptSessions
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.passwords import Passwords
from rpa.portal_words import words_of
from rpa.preflight import Preflight
from rpa.redaction import clean
from rpa.refused_logins import RefusedLogins
from rpa.renewal import Renewal
from rpa.secret import Secret
from rpa.session import Road, Session, host_of
from rpa.settings import Settings, SettingsError
from rpa.visit import READINGS, Visit

PORTAL_UNREACHED = 4


@dataclass
class Run:
    """What is to be done and how; iterate `outcomes()` to do it.

    `picture` tells where a client's picture goes, by row and CNPJ; `terms` are what is asked of certificates;
    `retry_login` lets a password be tried once more that the portal has refused in an earlier run.
    """

    clients: Sequence[Client]
    settings: Settings
    road: Road
    picture: Callable[[int, str], Path]
    headed: bool = False
    terms: Terms = field(default_factory=Terms)
    retry_login: bool = False
    readings: Sequence[float] = READINGS
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended: list[Outcome] = field(default_factory=list)
    accounts_tried: int = 0
    accounts_in: int = 0

    @property
    def exit_code(self) -> int:
        """0: all renewed or current; 1: some not; 4: the portal could not be reached, or no account could log in."""
        if self.accounts_tried and not self.accounts_in:
            return PORTAL_UNREACHED
        fine = (Result.RENEWED, Result.ALREADY_CURRENT, Result.RENEW)
        return 0 if all(outcome.result in fine for outcome in self.ended) else 1

    def outcomes(self) -> Iterator[Outcome]:
        """Do the work; each client's outcome comes as it ends.

        Raises SettingsError or TrustError before anything is done, NoBrowserError before anything is sent.
        """
        url = self.settings.url
        for outcome in self._all(url):
            self.ended.append(outcome)
            yield outcome

    def _all(self, url: str) -> Iterator[Outcome]:
        passwords = Passwords(self.settings)
        words = words_of(self.settings)
        trust = Trust.load(self.settings.extra_roots, self.settings.authorities)
        preflight = Preflight(trust, passwords, replace(self.terms, now=self.now))
        work: dict[str, list[Renewal]] = {}
        for prepared in preflight.prepare([(client, self._account(client)) for client in self.clients]):
            if isinstance(prepared, Outcome):
                yield prepared
            else:
                work.setdefault(prepared.account, []).append(prepared)
        if not work:
            return
        guard_process()
        with sync_playwright() as playwright:
            register(playwright)
            with _Browsers(playwright, self.settings, headed=self.headed, host=host_of(url)) as browsers:
                refused = RefusedLogins(self.settings.home, urlsplit(url).netloc)
                kept = KeptSessions(self.settings.home, urlsplit(url).netloc)
                door = _Door(url, browsers, passwords, words, refused, kept)
                for account, renewals in work.items():
                    yield from self._account_work(door, account, renewals)

    def _account_work(self, door: _Door, account: str, renewals: Sequence[Renewal]) -> Iterator[Outcome]:
        """All clients of one account, in one session. Where it cannot log in, they end without a further try."""
        password = door.passwords.of_account(account)
        if password is None and door.kept.find(account):
            password = Secret("")  # somebody logged in by hand: it may not be needed
        if password is None:
            reason = _("There is no portal password for {account}: set it in the environment, in .env or the keyring.")
            yield from (_ended(r, Result.PARKED, reason.format(account=account)) for r in renewals)
            return
        self.accounts_tried += 1
        if self.retry_login:
            door.refused.forget(account, password)
        with closing(door.session(account, password, self._picture_of)) as session:
            try:
                session.log_in()
            except (PageError, Error) as error:
                result, reason = no_login(error)
                reason = clean(reason, password)
                yield from (_ended(r, result, reason) for r in renewals)
                return
            self.accounts_in += 1
            for place, renewal in enumerate(renewals):
                visit = Visit(renewal, self.now, self.readings)
                try:
                    yield session.visit(visit, self.road)
                except (PageError, Error) as error:  # the account is at its end, not the run
                    result, reason = no_login(error)
                    reason = clean(reason, password, renewal.password)
                    yield visit.ends(Result.UNVERIFIED if visit.sent else result, reason)
                    yield from (_ended(r, result, reason) for r in renewals[place + 1 :])
                    return

    def _account(self, client: Client) -> str:
        account = client.account or self.settings.email
        if account is None:
            raise SettingsError(_("INVOICY_EMAIL is missing: set it, or fill in the column conta of every client."))
        return account

    def _picture_of(self, visit: Visit) -> Path:
        return self.picture(visit.renewal.row, visit.renewal.cnpj.text)


@dataclass(frozen=True, slots=True)
class _Door:
    """What every account needs to get into the portal."""

    url: str
    browsers: _Browsers
    passwords: Passwords
    words: Words
    refused: RefusedLogins
    kept: KeptSessions

    def session(self, account: str, password: Secret, picture: Callable[[Visit], Path]) -> Session:
        """A session of one account, not yet logged in."""
        return Session(
            self.browsers.running,
            self.url,
            account,
            password,
            picture,
            words=self.words,
            refused=self.refused,
            kept=self.kept,
        )


def no_login(error: PageError | Error) -> tuple[Result, str]:
    """How the clients of an account end that could not log in, and why."""
    if isinstance(error, PersonNeeded):
        return Result.PARKED, obstacle(error)
    if isinstance(error, PageError):
        return Result.FAILED, trouble(error)
    return Result.FAILED, _("The browser gave up on the login ({kind}).").format(kind=type(error).__name__)


def _ended(renewal: Renewal, result: Result, reason: str) -> Outcome:
    return Visit(renewal).ends(result, reason)


class _Browsers:
    """The browser of a run, started at once; another one in its place if it crashes."""

    def __init__(self, playwright: Playwright, settings: Settings, *, headed: bool, host: str) -> None:
        self._playwright = playwright
        self._settings = settings
        self._headed = headed
        self._host = host
        self._browser = self._started()

    def __enter__(self) -> _Browsers:
        return self

    def __exit__(self, *_error: object) -> None:
        self._browser.close()

    def running(self) -> Browser:
        """The browser, alive."""
        if not self._browser.is_connected():
            self._browser = self._started()
        return self._browser

    def _started(self) -> Browser:
        return launch(self._playwright, self._settings, headed=self._headed, host=self._host)[0]
