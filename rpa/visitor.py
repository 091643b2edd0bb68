"""An account at work in the real portal: a browser, a session in it, and its clients one after the other.

Made, used and closed in one thread, as Playwright's synchronous objects want it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error

from pages import Portal, Words
from pages.address import authority
from pages.errors import LoginUnclear, PageError, PersonNeeded, Unreachable
from rpa.contexts import close_context, open_context
from rpa.engine import Begun, Journal, Task, Visited
from rpa.explain import obstacle, trouble, unclear
from rpa.intention import NotRecordedError
from rpa.kept_sessions import KeptSessions
from rpa.logins import Logins
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.passwords import Passwords
from rpa.redaction import clean
from rpa.renewal import Renewal, Sent
from rpa.renewals import Renewals
from rpa.running_browser import RunningBrowser
from rpa.secret import Secret
from rpa.session import Road, Session
from rpa.settings import Settings
from rpa.visit import READINGS, Visit

_LOOK_SECONDS = 10.0


@dataclass(frozen=True)
class House:
    """What all accounts of a run share. `picture` tells where a client's picture goes, by row and CNPJ."""

    settings: Settings
    words: Words
    passwords: Passwords
    renewals: Renewals
    road: Road
    picture: Callable[[int, str], Path]
    logins: Logins
    headed: bool = False
    traces: Path | None = None
    readings: tuple[float, ...] = READINGS
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def url(self) -> str:
        """The portal's login."""
        return self.settings.url

    @property
    def kept(self) -> KeptSessions:
        """Logins that a person has made by hand."""
        return KeptSessions(self.settings.home, urlsplit(self.url).netloc)


class PortalVisitor:
    """One account's session. It logs in with its first client; what ends the account, ends its further clients too."""

    def __init__(self, house: House, account: str) -> None:
        self._house = house
        self._account = account
        self._over: tuple[str, Result] | None = None
        self._browser = RunningBrowser(house.settings, authority(house.url), headed=house.headed)
        self._session: Session | None = None

    def visit(self, begun: Begun, journal: Journal) -> Visited:
        """Do one renewal, as the house's road says. Raises NoBrowserError, SettingsError, what the journal raises."""
        return self.take(begun.task, begun.intention, journal, begun.earlier, begun.sent)

    def take(
        self,
        task: Task,
        intention: Mapping[str, Any] | None = None,
        journal: Journal | None = None,
        earlier: Mapping[str, Any] | None = None,
        sent: Sequence[Sent] = (),
    ) -> Visited:
        """The same without a book, for a road that changes nothing."""
        found = self._house.renewals.of(task, intention or earlier)
        if isinstance(found, Outcome):
            return Visited(found, logged_in=self._is_in, own=True)
        visit = Visit(found, self._house.now(), self._house.readings, journal, task.approved, sent_before=sent)
        if intention:
            visit.resume(intention)
        elif earlier:
            visit.resume_unseen(earlier)
        if self._over:
            return Visited(visit.breaks_off(*self._over), logged_in=False)
        password = self._house.passwords.of_account(self._account)
        if password is None and self._house.kept.find(self._account):
            password = Secret("")  # somebody logged in by hand: it may not be needed
        if password is None:
            reason = _("There is no portal password for {account}: set it in the environment, in .env or the keyring.")
            self._over = reason.format(account=self._account), Result.PARKED
            return Visited(visit.breaks_off(*self._over), logged_in=False)
        return self._go(visit, password)

    def not_reached(self, begun: Begun) -> Visited:
        """How a renewal ends that is not tried, because the portal was never reached."""
        found = self._house.renewals.of(begun.task, begun.intention or begun.earlier)
        if isinstance(found, Renewal):
            visit = Visit(found, self._house.now())
            if begun.intention:
                visit.resume(begun.intention)
            elif begun.earlier:
                visit.resume_unseen(begun.earlier)
            found = visit.breaks_off(_("The portal did not answer, and was not tried again."))
        return Visited(found, logged_in=False, unreachable=True)

    def portal_answers(self) -> bool:
        """Whether the login page is there, in a context of its own: nothing is typed."""
        try:
            context = open_context(self._browser.get())
        except Error:
            return False
        try:
            portal = Portal(context.new_page(), self._house.url, self._house.words, patience=_LOOK_SECONDS)
            with self._browser.watched(lambda: portal.heard):
                portal.open()
        except PersonNeeded:
            return True
        except (PageError, Error):
            return False
        finally:
            close_context(context)
        return True

    def close(self) -> None:
        """Log out, and end the browser."""
        if self._session:
            self._session.close()
        self._browser.close()

    @property
    def _is_in(self) -> bool:
        return self._session is not None and self._session.is_in

    def _go(self, visit: Visit, password: Secret) -> Visited:
        with self._browser.watched(lambda: self._session.heard if self._session else 0) as killed:
            visited = self._visited(visit, password)
        if not killed.is_set():
            return visited
        outcome = visited.outcome
        return replace(visited, outcome=replace(outcome, warnings=(*outcome.warnings, killed.why)))

    def _visited(self, visit: Visit, password: Secret) -> Visited:
        try:
            session = self._logged_in(password)
            outcome = session.visit(visit, self._house.road)
        except NotRecordedError as error:
            raise error.__cause__ or error from None
        except (PageError, Error) as error:
            result, reason = no_login(error)
            reason = clean(reason, password, visit.renewal.password)
            if result is Result.PARKED:
                self._over = reason, result
            ended = visit.breaks_off(reason, result)
            return Visited(ended, logged_in=self._is_in, unreachable=isinstance(error, Unreachable))
        return Visited(outcome, logged_in=True, unreachable=session.unreachable, own=session.client_failed)

    def _logged_in(self, password: Secret) -> Session:
        """The session, logged in, in a browser that has not grown too large."""
        house = self._house
        if self._session is None:
            self._session = Session(
                self._browser.get,
                house.url,
                self._account,
                password,
                self._picture,
                words=house.words,
                logins=house.logins,
                traces=house.traces,
                kept=house.kept,
            )
        if self._browser.is_too_large():
            self._session.close()
            self._browser.end()
        if not self._session.is_in:
            self._session.log_in()
        return self._session

    def _picture(self, visit: Visit) -> Path:
        return self._house.picture(visit.renewal.row, visit.renewal.cnpj.text)


def no_login(error: PageError | Error) -> tuple[Result, str]:
    """How the clients of an account end that could not log in, and why."""
    if isinstance(error, PersonNeeded):
        return Result.PARKED, obstacle(error)
    if isinstance(error, LoginUnclear):
        return Result.PARKED, unclear(error)
    if isinstance(error, PageError):
        return Result.FAILED, trouble(error)
    return Result.FAILED, _("The browser gave up on the login ({kind}).").format(kind=type(error).__name__)
