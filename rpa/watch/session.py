"""An account logged in for looking only: in every context of it, nothing can be saved."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Error, StorageState

from pages import Portal, Words
from pages.errors import PageError
from pages.read_only import forbid_saving
from rpa.company import Companies
from rpa.contexts import close_context, open_context
from rpa.logins import Logins
from rpa.running_browser import Killed, RunningBrowser
from rpa.secret import Secret

_COMPANIES_A_CONTEXT = 50
"""As in `rpa.session`: a page that is kept for hundreds of companies grows without end."""


@dataclass(frozen=True, slots=True)
class Door:
    """What all accounts share: a browser that runs, the portal, and the logins at it."""

    browser: RunningBrowser
    url: str
    words: Words
    logins: Logins


class ReadOnlySession:
    """One account. Log in; then take `companies` and `portal` from here each time, for they may be others by then."""

    def __init__(self, door: Door, account: str, password: Secret) -> None:
        self._door = door
        self._account = account
        self._password = password
        self._context: BrowserContext | None = None
        self._seen = 0
        self._unserved = False  # logged in, and no company has been read since
        self.portal: Portal
        self.companies: Companies

    def watched(self) -> AbstractContextManager[Killed]:
        """For as long as the portal is worked in: see `RunningBrowser.watched`."""
        return self._door.browser.watched(lambda: self.portal.heard if self._context else 0)

    def log_in(self) -> None:
        """Log in afresh, once. Raises PersonNeeded, also where another login is not to be tried, or a PageError."""
        door = self._door
        self.close()
        self._seen = 0
        context = self._open()
        self.portal = Portal(context.new_page(), door.url, door.words, read_only=True)
        self._context = context
        self.companies = Companies(self.portal)
        door.logins.sign_in(self.portal, self._account, self._password, in_vain=self._unserved)
        self._unserved = True

    def refused_again(self) -> None:
        """The portal has refused the password where it asked for it once more."""
        self._door.logins.remember(self._account, self._password)

    def served(self) -> None:
        """A company was read in this session."""
        self._door.logins.served(self._account)
        self._unserved = False

    def start_afresh(self) -> None:
        """After trouble: back to a clean page, or by a new login where not even that comes. Raises as `log_in`."""
        try:
            self.portal.start_over()
        except (PageError, Error):
            self.log_in()

    def count(self) -> None:
        """One more company is about to be read; now and then that begins in a fresh context. Raises as `log_in`."""
        self._seen += 1
        if self._seen <= _COMPANIES_A_CONTEXT:
            return
        old, self._seen = self._context, 1
        try:
            self._context = self._open(old.storage_state() if old else None)
            self.portal.move_to(self._context.new_page())
        except (PageError, Error):
            self.log_in()
        finally:
            close_context(old)

    def close(self) -> None:
        """Forget the login, cookies included."""
        context, self._context = self._context, None
        close_context(context)

    def _open(self, state: StorageState | None = None) -> BrowserContext:
        context = open_context(self._door.browser.get(), state)
        forbid_saving(context, self._door.words)
        return context
