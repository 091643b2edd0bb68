"""What surrounds every screen once somebody is logged in, and the start page that has nothing but that."""

from __future__ import annotations

from pages.screen import Landmark, Screen
from pages.words import Words


class Inside(Screen):
    """Any screen of somebody who is logged in: the menu with Painel de Controle is there, shown or folded away."""

    name = "inside"

    @classmethod
    def landmark(cls, words: Words) -> Landmark:
        """The menu's entry Painel de Controle."""
        return [{"all": [["present", *words["shell.control_panel"]]]}]


class Home(Inside):
    """The start page: the menu is there, and none of the screens to which it leads."""

    name = "home"

    @classmethod
    def landmark(cls, words: Words) -> Landmark:
        """The menu, without the icons of the control panel, a list of certificates, or anything to be typed in."""
        return [
            {
                "all": [["present", *words["shell.control_panel"]]],
                "none": [
                    ["entry", *words["shell.certificates"]],
                    ["entry", *words["shell.company_data"]],
                    ["column", *words["certificates.column_expiry"]],
                    ["passwords", "1", "2", "3"],
                    ["file"],
                    ["beside", *words["company_data.cnpj"]],
                ],
            }
        ]
