"""Painel de Controle: the groups of icons, of which two in the group Empresa matter here."""

from __future__ import annotations

from playwright.sync_api import Locator

from pages.errors import Lost, NotAuthorised
from pages.screen import Landmark, Screen
from pages.words import Words


class ControlPanel(Screen):
    """The icons Certificados and Dados da Empresa; in some portals no screen of its own but an unfolded menu."""

    name = "control_panel"

    @classmethod
    def landmark(cls, words: Words) -> Landmark:
        """One of the two icons is there to be clicked, and not yet the screen to which it leads."""
        elsewhere = [
            ["column", *words["certificates.column_expiry"]],
            ["file"],
            ["beside", *words["company_data.cnpj"]],
            ["passwords", "1", "2", "3"],
        ]
        return [
            {"all": [["action", *words["shell.certificates"]]], "none": elsewhere},
            {"all": [["action", *words["shell.company_data"]]], "none": elsewhere},
        ]

    @property
    def certificates(self) -> Locator:
        """The icon Certificados. Raises NotAuthorised where it is missing: that is a permission, not a flaky page."""
        found = self.find("action", "shell.certificates")
        if found.count() == 0:
            names = self.window.nearest(self.scope, "action", self.window.words["shell.certificates"])
            raise NotAuthorised(said=(", ".join(names),))
        return self._one_of("shell.certificates")

    @property
    def company_data(self) -> Locator:
        """The icon Dados da Empresa. Raises Lost."""
        return self._one_of("shell.company_data")

    def _one_of(self, key: str) -> Locator:
        """The icon itself where the menu has a link of the same name that leads to the same place."""
        found = self.find("action", key)
        targets = {link.get_attribute("href") for link in found.all()}
        if found.count() > 1 and (len(targets) > 1 or None in targets):
            raise Lost(what=key, screen=self.name, wanted=self.window.words[key], matches=found.count())
        return found.first if found.count() else self.action(key)
