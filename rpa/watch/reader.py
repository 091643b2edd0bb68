"""Reads every company of one account, or, where the portal does not list them, those of the clients file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from playwright.sync_api import Error

from pages import Company
from pages.errors import LoginRefused, PageError, PersonNeeded, SessionLost
from rpa import mistake, tokens
from rpa.clients import Client
from rpa.cnpj import Cnpj
from rpa.company import Companies
from rpa.explain import obstacle, trouble
from rpa.listed import read
from rpa.messages import _
from rpa.offered import Offered
from rpa.proof import NotProvedError, Proof
from rpa.redaction import clean
from rpa.secret import Secret
from rpa.visitor import no_login
from rpa.watch.session import ReadOnlySession
from rpa.watch.state import Held, Watched


@dataclass(frozen=True, slots=True)
class Account:
    """A login, its password, and the clients of the clients file that are to be looked for by it."""

    email: str
    password: Secret
    clients: tuple[Client, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stop:
    """A company to be read: what is known of it beforehand, and how the portal is made to work on it."""

    name: str
    cnpj: Cnpj | None
    select: Callable[[Companies], Proof | None]


class Reader:
    """Reads one account in a session of its own. `today` is Brasília's; `elsewhere` are CNPJs that need not be read."""

    def __init__(self, session: ReadOnlySession, account: Account, today: date, elsewhere: set[Cnpj]) -> None:
        self._session = session
        self._account = account
        self._today = today
        self._elsewhere = elsewhere
        self._read: set[Cnpj] = set()
        self._troubled = False
        self.got_in = False
        self.lists_all = True

    def companies(self) -> Iterator[Watched]:
        """Each company as it is read. One company's trouble is told in its place; what ends the account, in all."""
        left: list[_Stop] = [_client(client) for client in self._account.clients]
        try:
            with self._session.watched():
                left = self._begin()
            while left:
                if left[0].cnpj is None or left[0].cnpj not in self._read | self._elsewhere:
                    yield from self._visited(left[0])
                left.pop(0)
        except (PageError, Error) as error:
            reason = no_login(error)[1]
            for stop in left:
                if stop.cnpj not in self._read | self._elsewhere:
                    yield self._unread(stop, reason)
            if not left:
                yield self._unread(_shown(), reason)

    def _begin(self) -> list[_Stop]:
        """Log in, and find out what is to be read. Raises as `ReadOnlySession.log_in`."""
        self._session.log_in()
        self.got_in = True
        try:
            return self._stops()
        except SessionLost:
            self._session.log_in()
            return self._stops()

    def _stops(self) -> list[_Stop]:
        """Where there is a whole list of companies, all of it; else those that are shown unasked, and the clients."""
        self._session.companies.which()  # a box without numbers is known by the names on the company's own page
        companies = self._session.companies
        self.lists_all = self._session.portal.company_box.lists_all
        offered = [
            _offer(c, companies.number_of(c))
            for c in companies.offered()
            if not self.lists_all or Offered.is_company(c)
        ]
        if self.lists_all:
            return offered or [_shown()]
        self._session.portal.start_over()  # what has opened to show them is closed again
        return [_shown(), *offered, *map(_client, self._account.clients)]

    def _visited(self, stop: _Stop) -> Iterator[Watched]:
        """What one company has; nothing where it turns out to be one that another account has shown already."""
        with self._session.watched() as killed:
            found = self._found(stop)
        if killed.is_set():
            found = replace(found, trouble=" ".join(filter(None, (found.trouble, killed.why))))
        self._troubled = bool(found.trouble)
        if found.cnpj in self._read and stop.name:
            again = _("The portal showed {cnpj} once more in its place.")
            found = self._unread(stop, again.format(cnpj=found.cnpj))
        if found.cnpj not in self._read | self._elsewhere:
            yield found
        if found.cnpj and not found.trouble:
            self._read.add(found.cnpj)

    def _found(self, stop: _Stop) -> Watched:
        if self._troubled:
            self._session.start_afresh()
        self._session.count()
        try:
            return self._attempted(stop)
        except SessionLost:
            self._session.log_in()
        try:
            return self._attempted(stop)
        except SessionLost as error:
            return self._unread(stop, trouble(error))

    def _attempted(self, stop: _Stop) -> Watched:
        try:
            return self._walked(stop)
        except SessionLost:
            raise
        except LoginRefused:  # it ends the account: never tried again
            self._session.refused_again()
            raise
        except PersonNeeded as error:
            return self._unread(stop, obstacle(error))
        except (PageError, NotProvedError) as error:
            return self._unread(stop, trouble(error))
        except Error as error:  # its text may hold what was typed: only its kind is told
            kind = type(error).__name__
            return self._unread(stop, _("The browser gave up on the screen ({kind}).").format(kind=kind))
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one company must not stop the others
            mistake.write_down(error)
            where = mistake.place(error)
            return self._unread(stop, _("The program made a mistake ({where}); please report it.").format(where=where))

    def _walked(self, stop: _Stop) -> Watched:
        """Select the company, prove it, read its list, and look that it was still the one."""
        proof = stop.select(self._session.companies)
        if proof is None:
            return self._unread(stop, _("The portal does not show that it works on this company, so it was not read."))
        portal = self._session.portal
        listed = read(portal.open_certificates().entries(), self._today, portal.window.words)
        proof.confirm(portal)
        held = [Held(clean(row.nickname, self._account.password), row.expiry, row.default, row.slack) for row in listed]
        public = (self._account.email, stop.name, proof.cnpj.text, proof.cnpj.masked)
        tokens.name(*public, *(row.nickname for row in held))
        for place, row in enumerate(listed):
            if row.default is None:  # the list has no such column, or says it in a way of its own: the form has it
                form = portal.open_certificates().edit(row.entry)
                proof.confirm(portal)
                held[place] = replace(held[place], default=form.default.value if form else None)
        self._session.served()
        name = stop.name or next((t for t in portal.company_box.shown.texts if Cnpj.find(t)), proof.text)
        return Watched(self._account.email, _name(name), proof.cnpj, tuple(held))

    def _unread(self, stop: _Stop, reason: str) -> Watched:
        told = clean(reason, self._account.password)
        return Watched(self._account.email, _name(stop.name), stop.cnpj, trouble=told)


def _offer(company: Company, cnpj: Cnpj | None) -> _Stop:
    return _Stop(company.text, cnpj, lambda companies: companies.choose(company))


def _client(client: Client) -> _Stop:
    return _Stop(client.company, client.cnpj, lambda companies: companies.find(client.cnpj, [client.company]))


def _shown() -> _Stop:
    return _Stop("", None, lambda companies: companies.which())


def _name(text: str) -> str:
    """What the box says, without the number that stands in a column of its own."""
    for cnpj in Cnpj.find(text):
        for written in (cnpj.masked, cnpj.text):
            text = text.replace(written, " ")
    return " ".join(text.split()).strip(" -–—|/·()")


def left_out(clients: Sequence[Client], seen: set[Cnpj]) -> Iterator[Watched]:
    """The clients of the clients file that no account has shown."""
    for client in clients:
        if client.cnpj not in seen:
            yield Watched(
                client.account or "", client.company, client.cnpj, trouble=_("No account shows this company.")
            )
