"""The road walked for looking only: login, company, Certificados, Adicionar, Cancelar. Nothing is changed.

What is missing is told with what it may be called here. Where `[guesses]` of the words declares that name, the walk
goes on by it, so that one walk tells everything that is missing; otherwise it ends there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pages import (
    CertificateForm,
    CertificatesPage,
    CompanyDataPage,
    ControlPanel,
    Home,
    Inside,
    LoginPage,
    PasswordAgain,
    Portal,
)
from pages.errors import Lost, PersonNeeded
from pages.outline import CHART, Candidate, Thing, candidates, found_by, front
from pages.screen import Scope, Screen
from rpa.company import Companies
from rpa.secret import Secret

_SHORT = 6
"""Seconds to look for a screen whose landmark may be what is missing."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one thing on the map was looked for: by what each match is found, how long it took in seconds.

    `candidates` are what may be meant where there is not exactly one; `known` are the words it was looked for by.
    """

    screen: str
    thing: Thing
    found: tuple[str, ...]
    seconds: float
    candidates: tuple[Candidate, ...] = ()
    known: tuple[str, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether it ought to be there, and is not."""
        return self.thing.needed and not self.found

    @property
    def ambiguous(self) -> bool:
        """Whether several things bear its name, where the road needs one."""
        return self.thing.needed and len(self.found) > 1 and self.thing.engine != "column"

    @property
    def line(self) -> str:
        """The line for the words file that mends it: the likeliest name, before those that are known."""
        names = [*(c.name for c in self.candidates[:1]), *self.known]
        return f"{self.thing.key} = [{', '.join(_quoted(name) for name in names)}]"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A screen that was reached, and how long that took in seconds."""

    screen: str
    seconds: float


@dataclass(frozen=True, slots=True)
class CompanyLook:
    """The company box: of what kind it is, by which marks it was found, how long that took in seconds.

    `offered` is how many companies it offers, None where it offers them for what is typed only; `proved` whether the
    company that is shown can be proved to be the one that is worked on: without that nothing is ever saved.
    """

    kind: str
    found: tuple[str, ...]
    offered: int | None
    proved: bool
    seconds: float


Step = Arrival | Look | CompanyLook


@dataclass
class Walk:
    """One walk; iterate `steps()` to take it, in a portal that is read-only.

    `start` is the address to which a login led that was made by hand, and that the portal's browser has brought along.
    """

    portal: Portal
    account: str
    password: Secret
    start: str | None = None
    _inside: str = field(default="", init=False)

    def steps(self) -> Iterator[Step]:
        """Each screen as it is reached, each thing on it as it is looked for, and the company box.

        Raises a PageError where the road ends.
        """
        if self.start is None or not self.portal.resume(self.start, self.password.reveal()):
            yield from self._screen(LoginPage, self.portal.open)
        yield from self._screen(Inside, self._sign_in)
        self._inside = self.portal.window.page.url
        yield from self._screen(ControlPanel, self.portal.open_control_panel)
        if self._has_data_page():
            yield from self._screen(CompanyDataPage, self.portal.open_company_data)
        yield self._company()
        yield from self._password_again()
        yield from self._screen(CertificatesPage, self.portal.open_certificates)
        yield from self._screen(CertificateForm, lambda: self.portal.open_certificates().add())
        started = time.monotonic()
        self.portal.window.await_one(CertificateForm).cancel()
        self.portal.window.await_one(CertificatesPage, ControlPanel, Home)
        yield Arrival("cancelled", time.monotonic() - started)

    def _company(self) -> CompanyLook:
        started, box = time.monotonic(), self.portal.company_box
        make = box.make
        offered = None if make.kind == "input" else len(box.offered([]))
        seconds = time.monotonic() - started
        if make.kind == "button":
            self._go_back()  # the list that it has opened lies over the page
        proved = Companies(self.portal).which() is not None
        return CompanyLook(make.kind, make.found, offered, proved, seconds)

    def _password_again(self) -> Iterator[Arrival | Look]:
        """The login password asked for again, which not every portal does, as it is before it is given."""
        started, window = time.monotonic(), self.portal.window
        window.press(self.portal.open_control_panel().certificates)
        try:
            screen = window.await_one(CertificatesPage, PasswordAgain)
        except Lost:  # told where the list is looked for
            return
        if isinstance(screen, PasswordAgain):
            yield Arrival(PasswordAgain.name, time.monotonic() - started)
            yield from self._look_round(PasswordAgain, screen.scope)
        self._go_back()  # the list may lie over the page, in a pop-up

    def _go_back(self) -> None:
        """To where the login had led, which the portal itself need not have seen to be the start page."""
        self.portal.window.go_to(self._inside)
        self.portal.window.await_one(Inside)

    def _sign_in(self) -> Screen:
        if not self.portal.window.shows(Inside):
            if not self.password:
                raise PersonNeeded("no_password")
            self.portal.sign_in(self.account, self.password.reveal())
        return self.portal.window.await_one(Inside)

    def _has_data_page(self) -> bool:
        return self.portal.open_control_panel().find("entry", "shell.company_data").count() > 0

    def _screen(self, screen: type[Screen], go: Callable[[], Screen]) -> Iterator[Arrival | Look]:
        """Go to a screen and look for all that is on it, and note the guesses by which the walk goes on."""
        started = time.monotonic()
        try:
            scope = go().scope
        except Lost as lost:  # what is missing may be just that by which the screen is recognised
            if lost.screen == PasswordAgain.name:
                raise
            yield from self._unrecognised(screen, lost)
            return
        yield Arrival(screen.name, time.monotonic() - started)
        yield from self._look_round(screen, scope)

    def _unrecognised(self, screen: type[Screen], lost: Lost) -> Iterator[Look | Arrival]:
        started, window = time.monotonic(), self.portal.window
        looks = self._look_round(screen, front(window))
        yield from (look for look in looks if not look.found)
        try:
            scope = window.await_one(screen, patience=_SHORT).scope
        except Lost:
            raise lost from None
        yield Arrival(screen.name, time.monotonic() - started)
        yield from (look for look in self._look_round(screen, scope) if look.thing.key not in _keys(looks))

    def _look_round(self, screen: type[Screen], scope: Scope) -> list[Look]:
        looks = [self._look(screen, thing, scope) for thing in CHART[screen]]
        window = self.portal.window
        for look in looks:
            if look.missing and look.candidates and look.candidates[0].guessed:
                window.words = window.words.calling(look.thing.key, look.candidates[0].name)
        return looks

    def _look(self, screen: type[Screen], thing: Thing, scope: Scope) -> Look:
        words, started = self.portal.window.words, time.monotonic()
        found = found_by(scope, thing, words)
        seconds = time.monotonic() - started
        proposed = () if found else candidates(scope, thing, screen, words)
        return Look(screen.name, thing, found, seconds, proposed, words[thing.key])


def _keys(looks: list[Look]) -> set[str]:
    return {look.thing.key for look in looks if not look.found}


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
