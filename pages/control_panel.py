"""Painel de Controle: the groups of icons, of which two in the group Empresa matter here."""

from __future__ import annotations

from playwright.sync_api import Locator

from pages.errors import Lost, NotAuthorised
from pages.screen import Landmark, Screen
from pages.sight import by
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
            {"all": [["entry", *words["shell.certificates"]]], "none": elsewhere},
            {"all": [["entry", *words["shell.company_data"]]], "none": elsewhere},
        ]

    @property
    def certificates(self) -> Locator:
        """The icon Certificados. Raises NotAuthorised where it is missing: that is a permission, not a flaky page."""
        wanted = self.window.words["shell.certificates"]
        if self.find("entry", "shell.certificates").count() == 0:
            raise NotAuthorised(missing=wanted[0], nearest=self.window.nearest(self.scope, "entry", wanted))
        return self._in_company_group("shell.certificates")

    @property
    def company_data(self) -> Locator:
        """The icon Dados da Empresa. Raises Lost."""
        return self._in_company_group("shell.company_data")

    def _in_company_group(self, key: str) -> Locator:
        """The icon; of several of one name, that in the group Empresa. Raises Lost unless there is exactly one."""
        if self.find("entry", key).count() <= 1:
            return self.entry(key)
        words = self.window.words
        grouped = self.scope.locator(by("grouped", [words[key], words["shell.company_group"]]))
        if grouped.count() != 1:
            raise Lost(
                what=key,
                screen=self.name,
                wanted=words[key],
                matches=self.find("entry", key).count(),
                nearest=self.window.nearest(self.scope, "entry", words[key]),
            )
        return grouped
