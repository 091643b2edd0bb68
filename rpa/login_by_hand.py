"""`rpa login` and `rpa logout`: a person passes in a visible browser what no program may, and the session is kept.

The program fills in what it knows and then only watches, until the portal's menu is there. It presses nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, Page, Request

from pages import Inside, Portal, Words
from pages.address import authority
from pages.controls import type_unseen
from pages.errors import PageError, Unreachable
from pages.look import Sight
from pages.wait import Wait
from rpa.browser import NoBrowserError, driver, launch
from rpa.console import FILE_OR_SETTINGS, INTERRUPTED, PORTAL_UNREACHED, complain
from rpa.contexts import opened
from rpa.explain import quoted, trouble
from rpa.job import Options, renew_clients
from rpa.kept_sessions import KeptSession, KeptSessions
from rpa.messages import _
from rpa.passwords import Passwords
from rpa.portal_words import words_of
from rpa.refused_logins import RefusedLogins
from rpa.secret import Secret
from rpa.settings import Settings, SettingsError

_PATIENCE = 900
"""Seconds that a person has: to find the telephone, to wait for an e-mail, to read terms."""

_SETTLED = 1.0
_IN_THE_WAY = {"login", "captcha", "code", "new_password", "terms", "wizard"}


def log_in_by_hand(
    settings: Settings,
    account: str | None,
    *,
    hosts: Sequence[str] = (),
    then: Path | None = None,
    headed: bool = True,
    person: Callable[[Page], None] = lambda _page: None,
) -> int:
    """Open a window, wait until somebody is logged in, keep the session; `then` renew a clients file with it.

    `hosts` may be reached beside the portal's. `person` does what a person does in the window. Gives the exit code:
    that of the renewal, or 0; 3 for settings, browser, or no keyring; 4 if nobody got in.
    """
    try:
        url, account, words = settings.url, _account(settings, account), words_of(settings)
        _check(hosts)
        kept = KeptSessions(settings.home, urlsplit(url).netloc)
        if then is None and not kept.lasting:
            raise SettingsError(_no_keyring())
        password = _known_password(settings, account, urlsplit(url).netloc)
        with driver(settings.home) as playwright:
            browser, _found = launch(playwright, settings, headed=headed, host=authority(url), also=hosts)
            with closing(browser), opened(browser) as context:
                door = ByHand(context, url, words, account, password)
                door.open()
                complain(_what_to_do(account))
                person(door.page)
                kept.keep(account, door.wait())
    except PageError as error:
        complain(_("Nobody got in; nothing was kept. {why}").format(why=trouble(error)))
        return PORTAL_UNREACHED
    except (SettingsError, NoBrowserError, OSError) as error:
        complain(str(error))
        return FILE_OR_SETTINGS
    except KeyboardInterrupt:
        complain(_("Interrupted; nothing was kept."))
        return INTERRUPTED
    told = _("Logged in as {account}. The session is kept, encrypted: renew, plan and doctor go on with it.")
    print(told.format(account=account) if kept.lasting else _("Logged in as {account}.").format(account=account))
    return renew_clients(then, settings, Options())[0] if then else 0


def log_out(settings: Settings, account: str | None) -> int:
    """Forget the session that is kept of an account. Gives the exit code."""
    try:
        account = _account(settings, account)
        known = KeptSessions(settings.home, urlsplit(settings.url).netloc).forget(account)
    except (SettingsError, OSError) as error:
        complain(str(error))
        return FILE_OR_SETTINGS
    told = _("The session of {account} is forgotten.") if known else _("No session of {account} was kept.")
    print(told.format(account=account))
    return 0


@dataclass
class ByHand:
    """One window, for one account. `open` it, then `wait`: meanwhile the person acts.

    `password` is filled in, if it is known; `patience` is how many seconds the person has.
    """

    context: BrowserContext
    url: str
    words: Words
    account: str
    password: Secret | None
    patience: float = _PATIENCE
    _told: set[str] = field(default_factory=set)

    def open(self) -> None:
        """Load the login screen and fill in what is known. Raises Unreachable."""
        self.page = self.context.new_page()
        self.page.on("requestfailed", self._not_let_through)
        portal = Portal(self.page, self.url, self.words, patience=15)
        self._window = portal.window
        try:
            login = portal.open()
            login.field("login.email").fill(self.account)
            if self.password:
                type_unseen(login.teller("caption", "login.password"), self.password.reveal())
        except Unreachable:
            raise
        except (PageError, Error):  # another screen, or other fields: all the person's then
            return

    def wait(self) -> KeptSession:
        """Watch until the portal's menu is there and nothing lies before it. Raises Unreachable if it never is."""
        wait, told = Wait(self.patience), 0
        while not wait.over:
            sight = self._window.look(Inside)
            for dialog in self._window.traffic.dialogs[told:]:
                complain(_("The portal said: {words}").format(words=quoted([dialog.text])))
                told += 1
            if sight and self._is_in(sight) and wait.unchanged(sight) > _SETTLED:
                return KeptSession(Secret(json.dumps(self.context.storage_state())), self.page.url)
            self._window.tick(200)
        raise Unreachable(what=_("nobody logged in within {minutes} minutes").format(minutes=round(self.patience / 60)))

    def _is_in(self, sight: Sight) -> bool:
        names = {name for name, _path in sight.screens}
        asked = sight.overlay is not None and bool(sight.overlay.asks)
        here = self._window.host == urlsplit(self.url).netloc
        return Inside.name in names and not names & _IN_THE_WAY and not asked and not sight.busy and here

    def _not_let_through(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        if "ERR_NAME_NOT_RESOLVED" in (request.failure or "") and host not in self._told:
            self._told.add(host)
            closed = _(
                "The page asks for something of {host}, which is not let through. If the captcha needs it, close the "
                "window and begin again with: rpa login --host {host}"
            )
            complain(closed.format(host=host))


def _what_to_do(account: str) -> str:
    return _(
        "Log in as {account} in the window, and pass what the portal asks: captcha, code, terms, new password. This "
        "program only watches, and goes on by itself once you are in."
    ).format(account=account)


def _no_keyring() -> str:
    return _(
        "This machine has no keyring that can be used (Windows and macOS have one; on Linux it is GNOME Keyring, "
        "KWallet or another Secret Service), so the login would be forgotten as soon as this command ends. Go on to "
        "the renewal in one command instead: rpa login --renew CLIENTS"
    )


def _check(hosts: Sequence[str]) -> None:
    for host in hosts:
        if not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", host):
            raise SettingsError(_("--host {host} is no host; write a name such as www.google.com.").format(host=host))


def _account(settings: Settings, account: str | None) -> str:
    named = (account or "").strip().lower() or settings.email
    if not named:
        raise SettingsError(_("Say which account, or set INVOICY_EMAIL."))
    return named


def _known_password(settings: Settings, account: str, host: str) -> Secret | None:
    """The password to fill in: what is known without asking, unless the portal has refused it before."""
    password = Passwords(settings, ask=False).of_account(account)
    with suppress(OSError):
        if password and RefusedLogins(settings.home, host).when(account, password):
            return None
    return password
