"""The login screen."""

from __future__ import annotations

from pages.asked import Asked
from pages.errors import LoginUnclear, Lost, PersonNeeded, SessionLost
from pages.screen import Landmark, Screen
from pages.words import Words


class LoginPage(Screen):
    """E-mail and password. Other ways in, such as "Entrar com Google", are left alone."""

    name = "login"

    @classmethod
    def landmark(cls, words: Words) -> Landmark:
        """One password beside a field for the e-mail, with no menu."""
        outside = ["present", *words["shell.control_panel"]]
        return [{"all": [["passwords", "1"], ["typed"]], "none": [outside, ["file"]]}]

    def sign_in(self, email: str, password: str) -> None:
        """Log in, once. The portal's start page is there afterwards.

        Raises LoginRefused with the portal's words: never try this password again; LoginUnclear where it was sent, and
        nobody can tell what became of it. Raises PersonNeeded for whatever stands between a right password and the
        start page, and for a captcha, or a form that leads to another host, before the password is typed.
        """
        if (sight := self.window.look()) and any(name == "captcha" for name, _ in sight.screens):
            raise PersonNeeded("captcha", said=sight.messages)
        self._only(self._finder("login.email", "typed"), "login.email").fill(email)
        finder = self._finder("login.password", "password")
        self.window.discretion.type_secret(self.teller(finder, "login.password"), password, self.name)
        self.window.settle()
        button = self.sender("login.sign_in")
        asked = Asked(self.window, LoginPage)
        button.click()
        try:
            self._await_inside(asked)
        except (Lost, SessionLost) as error:
            if not asked.sent:
                raise
            raise LoginUnclear(**vars(error)) from None

    def _finder(self, key: str, place: str) -> str:
        """By its caption; where nothing bears that, by its place: on this screen it is the only one of its kind."""
        try:
            self.field(key)
        except Lost as lost:
            if lost.matches or self.find(place, key).count() != 1:
                raise
            return place
        return "caption"

    def _await_inside(self, asked: Asked) -> None:
        from pages.home import Inside

        try:
            asked.outcome(Inside)
        except SessionLost:
            if not self.window.traffic.dialogs:
                raise
            self.window.traffic.expired = False  # that was said of an earlier session: this one is just beginning
            asked.outcome(Inside)
