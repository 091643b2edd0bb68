"""`rpa doctor`: says what works and what does not, from the settings to the form, without changing anything."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from urllib.parse import urlsplit

from playwright.sync_api import Error

from pages import Inside, Portal, Words
from pages.address import authority
from pages.errors import LoginRefused, PageError, PersonNeeded
from pages.read_only import forbid_saving
from rpa.browser import NoBrowserError
from rpa.console import FILE_OR_SETTINGS, PORTAL_UNREACHED, complain
from rpa.contexts import opened
from rpa.explain import more_boxes, obstacle, outside, quoted, stopped, trouble
from rpa.kept_sessions import KeptSession, KeptSessions
from rpa.messages import _
from rpa.outlines import Outlines
from rpa.passwords import Passwords
from rpa.portal_words import words_of
from rpa.refused_logins import RefusedLogins
from rpa.running_browser import RunningBrowser
from rpa.screens import screen_named
from rpa.search import searching
from rpa.secret import Secret
from rpa.settings import Settings, SettingsError
from rpa.walk import Arrival, CompanyLook, Look, Step, Walk

_PATIENCE = 15
_SOMETHING_AMISS = 1


def examine(
    settings: Settings, *, headed: bool = False, retry_login: bool = False, outlines: Outlines | None = None
) -> int:
    """Walk the road read-only, as INVOICY_EMAIL, on the company that is shown; print what was found.

    Gives the exit code: 0 all is there; 1 something is missing, or has changed; 3 settings or browser; 4 no way in;
    5 a secret was found in what was kept to be sent away.
    """
    outlines = outlines or Outlines()
    with searching(settings) as search:
        search.paths = outlines.written
        code = _examined(settings, outlines, headed=headed, retry_login=retry_login)
    return search.code(code)


def _examined(settings: Settings, outlines: Outlines, *, headed: bool, retry_login: bool) -> int:
    try:
        url, account, words = settings.url, settings.email, words_of(settings)
        if account is None:
            raise SettingsError(_("INVOICY_EMAIL is missing: set it, or write it into .env."))
        password = Passwords(settings).of_account(account)
        print(_("Settings: complete; the portal is {url}.").format(url=url))
        print(_keyring())
        print(_tls(url))
        session = KeptSessions(settings.home, urlsplit(url).netloc).find(account)
        if session:
            print(_("Login: goes on with the one that was made by hand."))
        elif password is None:
            missing = _("There is no portal password for {account}: set it in the environment, in .env or the keyring.")
            raise SettingsError(missing.format(account=account))
        with closing(RunningBrowser(settings, authority(url), headed=headed)) as browser:
            version = browser.get().version
            print(_("Browser: {origin} {version}.").format(origin=browser.origin, version=version))
            refused = RefusedLogins(settings.home, urlsplit(url).netloc)
            if retry_login and password:
                refused.forget(account, password)
            return _walk(browser, url, words, account, password or Secret(""), refused, session, outlines)
    except (SettingsError, NoBrowserError, OSError) as error:
        complain(str(error))
        return FILE_OR_SETTINGS


def _walk(  # noqa: PLR0917 - what a walk needs
    browser: RunningBrowser,
    url: str,
    words: Words,
    account: str,
    password: Secret,
    refused: RefusedLogins,
    session: KeptSession | None,
    outlines: Outlines,
) -> int:
    if session is None and refused.when(account, password):
        print(obstacle(PersonNeeded("refused_before")))
        return PORTAL_UNREACHED
    with opened(browser.get(), session.storage if session else None) as context:
        forbid_saving(context, words)
        portal = Portal(context.new_page(), url, words, patience=_PATIENCE, read_only=True)
        amiss, got_in, proved, ended = [], False, True, ""
        try:
            with browser.watched(lambda: portal.heard) as killed:
                for step in Walk(portal, account, password, session.start if session else None).steps():
                    print(_told(step), flush=True)
                    for text in portal.take_dialogs():
                        print(_("  The portal opened a box of the browser's own: {words}").format(words=quoted([text])))
                    for address in portal.window.elsewhere.take():
                        print(f"  {stopped(address)}")
                    for line in more_boxes(portal.more_dialogs):
                        print(line)
                    if isinstance(step, Arrival):
                        got_in = got_in or step.screen == Inside.name
                        outlines.take(step.screen, portal.window.page, words)
                    elif isinstance(step, CompanyLook):
                        proved = step.proved
                    elif step.missing or step.ambiguous:
                        amiss.append(step)
        except (PageError, Error) as error:
            if isinstance(error, LoginRefused):
                refused.remember(account, password)
            ended = killed.why or _why(error)
            print(_("The road ends here. {why}").format(why=ended))
    for line in [*_to_mend(amiss), *outlines.differences()]:
        print(line)
    if not got_in:
        return PORTAL_UNREACHED
    return _SOMETHING_AMISS if amiss or ended or outlines.changed or not proved else 0


def _told(step: Step) -> str:
    if isinstance(step, Arrival):
        return _("{screen}: reached in {seconds:.1f} s").format(screen=screen_named(step.screen), seconds=step.seconds)
    if isinstance(step, CompanyLook):
        return "\n".join(_company(step))
    how = ", ".join(step.found) or (_("missing") if step.thing.needed else _("not there (not every portal has it)"))
    told = _("  {key}: {how}; {count} found in {milliseconds:.0f} ms").format(
        key=step.thing.key, how=how, count=len(step.found), milliseconds=step.seconds * 1000
    )
    if step.missing:
        near = outside(", ".join(c.name for c in step.candidates), 400) or "–"
        told += "\n" + _("    looked for: {known}; the nearest there: {near}").format(
            known=", ".join(step.known), near=near
        )
    return told


def _company(look: CompanyLook) -> Iterator[str]:
    kinds = {
        "select": _("a list"),
        "widget": _("a list drawn by the page"),
        "button": _("something that opens a list when it is clicked"),
        "input": _("a field that offers companies for what is typed"),
        "text": _("plain text, nothing to choose from"),
    }
    marks = {"caption": _("its caption"), "name": _("the company's name"), "CNPJ": _("a CNPJ")}
    found = ", ".join(marks[mark] for mark in look.found if mark in marks) or _("its place in the corner")
    yield _("  company box: {kind}; found by {found}; in {milliseconds:.0f} ms").format(
        kind=kinds[look.kind], found=found, milliseconds=look.seconds * 1000
    )
    if look.offered is not None:
        yield _("  company box: companies offered: {count}").format(count=look.offered)
    yield (
        _("  company: the one that is shown is proved, by its CNPJ")
        if look.proved
        else _(
            "  company: it cannot be proved which one is worked on, so nothing would be saved: neither the corner nor "
            "Dados da Empresa shows its CNPJ and its name (shell.company, shell.company_data and company_data.cnpj in "
            "RPA_PORTAL_WORDS)"
        )
    )


def _to_mend(amiss: list[Look]) -> Iterator[str]:
    missing = [look for look in amiss if look.missing]
    if missing:
        yield _(
            "Missing: {count}. If the first name there is the right one, these lines in RPA_PORTAL_WORDS mend it:"
        ).format(count=len(missing))
        yield from (f"{look.line}" for look in missing)
    for look in amiss:
        if look.ambiguous:
            yield _("{key} is there {count} times on {screen}; the road needs it once.").format(
                key=look.thing.key, count=len(look.found), screen=screen_named(look.screen)
            )


def _why(error: PageError | Error) -> str:
    if isinstance(error, PersonNeeded):
        return obstacle(error)
    if isinstance(error, PageError):
        return trouble(error)
    return _("The browser gave up on the screen ({kind}).").format(kind=type(error).__name__)


def _keyring() -> str:
    import keyring

    backend = keyring.get_keyring()
    if backend.priority <= 0:
        return _("Keyring: none on this machine; passwords come from the environment, .env or a prompt.")
    return _("Keyring: {name}.").format(name=backend.name)


def _tls(url: str) -> str:
    """What the portal's server shows of itself; a trouble is told, the browser will stop at it anyway."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        return _("TLS: none, the portal is on this machine.")
    host = parts.hostname or ""
    try:
        with (
            socket.create_connection((host, parts.port or 443), timeout=10) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure,
        ):
            shown = secure.getpeercert() or {}
            until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
            return _("TLS: {version}, the server's certificate is good until {date}.").format(
                version=secure.version(), date=f"{until:%d/%m/%Y}"
            )
    except OSError as error:
        return _("TLS: could not be tried ({why}).").format(why=error)
