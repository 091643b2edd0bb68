"""The way through the portal: each verb leaves one screen and returns the next."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.sync_api import Error, Locator, Page

from pages.certificates import CertificatesPage
from pages.company import Company
from pages.company_box import CompanyBox, Shown
from pages.company_data import CompanyDataPage
from pages.control_panel import ControlPanel
from pages.errors import Lost, NotAuthorised, PersonNeeded, SessionLost, Unreachable
from pages.home import Inside
from pages.login import LoginPage
from pages.password_again import PasswordAgain
from pages.screen import Screen
from pages.window import Window
from pages.witness import Witness
from pages.words import Words


class Portal:
    """InvoiCy at one address, in one page of a browser. `patience` is the longest wait for a screen, in seconds."""

    def __init__(
        self, page: Page, url: str, words: Words | None = None, *, patience: float = 30, read_only: bool = False
    ) -> None:
        self.window = Window(page, words, patience=patience, read_only=read_only)
        self.window.discretion.home = url
        self._url = url
        self._password = ""
        self._start_address = url
        self._list_address: str | None = None
        self._data_address: str | None = None
        self._no_data_page: Lost | None = None
        self._names: set[str] = set()
        self._witness = Witness()
        self._waited_before = 0.0
        self.more_dialogs = 0

    @property
    def waited(self) -> float:
        """Seconds for which the portal has owed an answer so far, to the page that is worked in or to its witness."""
        return self._waited_before + sum(window.traffic.waited for window in self._windows)

    @property
    def heard(self) -> int:
        """Grows as long as the portal's pages answer what they are asked."""
        return sum(window.document.heard for window in self._windows)

    @property
    def company_box(self) -> CompanyBox:
        """The company box at the top right of every screen."""
        return CompanyBox(self.window, sorted(self._names))

    def open(self) -> LoginPage:
        """Load the login screen. Raises Unreachable, or what an obstacle raises."""
        self.window.go_to(self._url)
        return self.window.await_one(LoginPage)

    def sign_in(self, email: str, password: str) -> None:
        """Open the portal and log in, once. Raises what LoginPage.sign_in raises; PersonNeeded on a foreign host."""
        login = self.open()
        if self.window.host != urlsplit(self._url).netloc:
            raise PersonNeeded("foreign_host", said=(self.window.host,))
        self._password = password
        login.sign_in(email, password)
        self._start_address = self.window.page.url

    def move_to(self, page: Page) -> None:
        """Go on in another page that has the same session; what was learnt of the portal is kept."""
        old, self._waited_before = self.window, self.waited
        self.window = Window(page, old.words, patience=old.patience, read_only=old.read_only)
        self.window.discretion.home, self.window.in_haste = self._url, old.in_haste
        self.window.discretion.recorder = old.discretion.recorder
        self._witness.tab = None
        self.start_over()

    def resume(self, address: str, password: str) -> bool:
        """Go on with a login that the browser has brought with it, at the address to which it had led.

        False where it is over: then log in as usual. Raises what an obstacle raises; PersonNeeded on a foreign host.
        """
        self._password = password
        self.window.go_to(address)
        try:
            screen = self.window.await_one(Inside, LoginPage)
        except (Lost, SessionLost):
            return False
        if self.window.host != urlsplit(self._url).netloc:
            raise PersonNeeded("foreign_host", said=(self.window.host,))
        self._start_address = self.window.page.url
        return isinstance(screen, Inside)

    def take_dialogs(self) -> tuple[str, ...]:
        """What the browser's own boxes said since this was asked last, each text once, in this page or in its witness.

        Not that the session is over, which is found out anyway, nor that a page is being left. Of many boxes the first
        few are told; `more_dialogs` is how many there were beside them.
        """
        taken = [window.traffic.take_untold() for window in self._windows]
        self.more_dialogs = sum(more for _told, more in taken)
        texts = dict.fromkeys(dialog.text for told, _more in taken for dialog in told)
        return tuple(text for text in texts if not self.window.words.means(text, "messages.session"))

    def tidy_up(self) -> None:
        """Have the browser let go of the documents that were left. Takes about a tenth of a second."""
        for window in self._windows:
            with suppress(Error):  # it is in no state to do so: what comes next will say why
                window.page.request_gc()

    def start_over(self) -> None:
        """Back to where the login had led, in another page where this one is closed. Raises what an obstacle raises."""
        if self.window.page.is_closed():
            self.move_to(self.window.page.context.new_page())
            return
        self.window.traffic.expired = False
        self.window.go_to(self._start_address)
        self.window.await_one(Inside)

    def open_control_panel(self) -> ControlPanel:
        """Painel de Controle, from the menu at the left, which is unfolded first where it is folded away."""
        inside = self._inside()
        icon = inside.find("entry", "shell.certificates")
        if icon.count() and not self.window.shows(ControlPanel):
            return ControlPanel(self.window, self.window.page)  # the menu is unfolded already
        entry = inside.find("entry", "shell.control_panel")
        if entry.count() == 0 and self._unfold(inside, entry, icon) and icon.count():
            return ControlPanel(self.window, self.window.page)
        address = self.window.page.url
        self.window.press(inside.entry("shell.control_panel"))
        self.window.settle()
        if icon.count() and self.window.page.url == address:
            return ControlPanel(self.window, self.window.page)  # no screen of its own: the menu has unfolded
        return self.window.await_one(ControlPanel)

    def open_company_data(self) -> CompanyDataPage:
        """Painel de Controle > Dados da Empresa, freshly loaded; the names on it mark the company box from then on.

        Raises Lost where this portal has no such page for this user, or shows an error in its place each time.
        """
        if self._no_data_page:
            raise self._no_data_page
        if self._data_address:
            screen = self._straight_to(self._data_address, CompanyDataPage)
        else:
            screen = self._first_company_data()
        if not isinstance(screen, CompanyDataPage):
            self._data_address = None
            return self.open_company_data()
        if screen.scope is self.window.page and not urlsplit(self.window.page.url).query:
            self._data_address = self.window.page.url
        self._names |= set(screen.names)
        return screen

    def _first_company_data(self, *, again: bool = True) -> CompanyDataPage:
        """By its icon. An error of the server's may pass, and is tried `again`."""
        try:
            self.window.press(self.open_control_panel().company_data)
            return self.window.await_one(CompanyDataPage)
        except (Lost, NotAuthorised, Unreachable) as error:
            self.start_over()
            if again and isinstance(error, Unreachable):
                return self._first_company_data(again=False)
            none = error if isinstance(error, Lost) else Lost(what="shell.company_data", said=error.said)
            self._no_data_page = none
            raise none from None

    def ask_server(self) -> str:
        """The CNPJ that the server sends at this moment as Dados da Empresa; nothing where it cannot be told so.

        Raises SessionLost. See `pages.witness`, as for the next one.
        """
        return self._witness.number_sent(self.window, self._data_address) if self._data_address else ""

    def ask_witness(self) -> CompanyDataPage | Shown | None:
        """What a second tab of the same session shows of the company at this moment; None where neither page opens."""
        return self._witness.look(self.window, self._data_address, self._start_address, sorted(self._names))

    def open_certificates(self) -> CertificatesPage:
        """Painel de Controle > Certificados, always from a freshly loaded document: old rows may linger on a screen.

        Goes straight to the list's address where that is known; otherwise by the menu.
        """
        if self._list_address:
            screen = self._pass_password(self._straight_to(self._list_address, CertificatesPage, PasswordAgain))
            if isinstance(screen, CertificatesPage):
                return screen
        self.window.press(self.open_control_panel().certificates)
        screen = self._pass_password(self.window.await_one(CertificatesPage, PasswordAgain))
        if not isinstance(screen, CertificatesPage):
            raise Lost(what="the list did not open", screen=CertificatesPage.name)
        self._list_address = self.window.page.url
        return screen

    def choose_company(self, company: Company, searches: Sequence[str] = ()) -> None:
        """Choose a company in the box, and wait until the portal is itself again. What it shows is for the caller."""
        self.company_box.choose(company, searches)
        self.window.await_one(Inside)
        if self._list_address and urlsplit(self._list_address).query:
            self._list_address = None  # the address may name the company that was left
            self.window.go_to(self._start_address)
            self.window.await_one(Inside)

    def _straight_to(self, address: str, *screens: type[Screen]) -> Screen:
        """One of these screens, at its address; Inside where the portal does not show it there, even after a while."""
        self.window.go_to(address)
        screen = self.window.await_one(*screens, Inside)
        if isinstance(screen, Inside):  # the menu may be drawn before what it stands beside
            self.window.settle()
            screen = self.window.await_one(*screens, Inside)
        return screen

    @property
    def _windows(self) -> tuple[Window, ...]:
        return tuple(filter(None, (self.window, self._witness.tab)))

    def _unfold(self, inside: Inside, entry: Locator, icon: Locator) -> bool:
        """Unfold a menu until its `entry` or the `icon` to which it leads can be seen: by a click, else by pointing.

        A section may be folded within a menu that is folded itself. Gives whether either is there.
        """
        section, menu = inside.find("unfold", "shell.control_panel"), inside.find("menu", "shell.menu")
        for ways in ((section, menu), (section,), (section,)):
            unfolder = next((way for way in ways if way.count() == 1), None)
            if entry.count() == 0 and unfolder:
                self.window.press(unfolder)
                self.window.settle()
        for key in ("control_panel", "certificates") * 2:
            around = inside.find("around", f"shell.{key}")
            if entry.count() == icon.count() == 0 and around.count() == 1:
                around.hover()
                self.window.settle()
        return bool(entry.count() or icon.count())

    def _pass_password(self, screen: Screen) -> Screen:
        """Retype the login password where the portal asks for it before the list. Raises LoginRefused: never again."""
        if not isinstance(screen, PasswordAgain):
            return screen
        if not self._password:  # somebody logged in by hand, and nothing is known here
            raise PersonNeeded("no_password")
        asked = screen.confirm(self._password)
        return asked.outcome(CertificatesPage)

    def _inside(self) -> Inside:
        return self.window.await_one(Inside)
