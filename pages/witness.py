"""What the server says of the company, asked beside the page that is worked in, which may be older."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Error

from pages.company_box import CompanyBox, Shown
from pages.company_data import SENT, CompanyDataPage
from pages.errors import PageError, SessionLost
from pages.home import Inside
from pages.window import Window


class Witness:
    """Asks for what the server sends, or looks at it in a second `tab`, which is opened when it is first needed."""

    def __init__(self) -> None:
        self.tab: Window | None = None
        self._tells_undrawn = True

    def number_sent(self, window: Window, data_address: str) -> str:
        """The CNPJ that the server sends at this moment as Dados da Empresa: requested, and read without drawing it.

        It costs a tenth of what a second tab does. Nothing where the page does not tell it so plainly that no browser
        is needed to read it; it is not asked again then. Raises SessionLost.
        """
        if not self._tells_undrawn:
            return ""
        try:
            asked = [data_address, window.words["company_data.cnpj"], window.patience * 1000]
            number = window.ask(SENT, asked)
        except Error:
            return ""
        if window.traffic.expired:
            raise SessionLost
        self._tells_undrawn = number != ""
        return number or ""

    def look(
        self, window: Window, data_address: str | None, start_address: str, names: Sequence[str]
    ) -> CompanyDataPage | Shown | None:
        """What a second tab shows: Dados da Empresa, or the company box of the start page where that has no address.

        None where neither opens there: then there is no witness. `names` mark the company box.
        """
        if self.tab is None or self.tab.page.is_closed():
            self.tab = Window(window.page.context.new_page(), window.words, patience=10)
        try:
            self.tab.go_to(data_address or start_address)
            if data_address:
                return self.tab.await_one(CompanyDataPage)
            self.tab.await_one(Inside)
            return CompanyBox(self.tab, names).shown
        except PageError:
            return None
