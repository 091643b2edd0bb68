"""The login password asked for once more before the list opens, as Uruguay's InvoiCy is known to do."""

from __future__ import annotations

from pages.asked import Asked
from pages.screen import Landmark, Screen
from pages.words import Words


class PasswordAgain(Screen):
    """One password and nothing else to fill in, for somebody who is logged in. Not the certificate's password."""

    name = "password_again"

    @classmethod
    def landmark(cls, words: Words) -> Landmark:
        """A single password without any field for an e-mail or a file, or one beneath the menu."""
        nothing_else = [["file"], ["column", *words["certificates.column_expiry"]]]
        return [
            {"all": [["passwords", "1"], ["present", *words["shell.control_panel"]]], "none": nothing_else},
            {"all": [["passwords", "1"]], "none": [*nothing_else, ["typed"]]},
        ]

    def confirm(self, password: str) -> Asked:
        """Give the login password, once. What comes of it is for the caller to await.

        Raises PersonNeeded where the form leads to another host.
        """
        self.window.discretion.type_secret(self.teller("caption", "again.password"), password, self.name)
        self.window.settle()
        button = self.sender("again.confirm")
        asked = Asked(self.window, PasswordAgain)
        button.click()
        return asked
