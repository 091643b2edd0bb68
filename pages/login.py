"""The login screen."""

from __future__ import annotations

from pages.errors import LoginRefused, Lost, PersonNeeded, SessionLost
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

        Raises LoginRefused with the portal's words: never try this password again. Raises PersonNeeded for whatever
        stands between a right password and the start page, and for a captcha, or a form that leads to another host,
        before the password is typed.
        """
        from pages.home import Inside

        if (sight := self.window.look()) and any(name == "captcha" for name, _ in sight.screens):
            raise PersonNeeded("captcha", said=sight.messages)
        self.field("login.email").fill(email)
        self.window.discretion.type_secret(self.field("login.password"), password, self.name)
        self.window.settle()
        button = self.action("login.sign_in")
        traffic = self.window.traffic
        traffic.dialogs.clear()
        sent = traffic.posts
        button.click()
        try:
            self.window.await_one(Inside)
        except SessionLost as lost:  # the login screen is still there
            if traffic.posts == sent and not traffic.dialogs:
                raise Lost(what="Entrar sent nothing", screen=self.name, said=lost.said) from None
            raise self._refusal(lost.said) from None

    def _refusal(self, shown: tuple[str, ...]) -> PersonNeeded:
        said = tuple(dialog.text for dialog in self.window.traffic.dialogs) + shown
        if any(self.window.words.means(message, "obstacles.locked") for message in said):
            return PersonNeeded("locked", said=said)
        if any(self.window.words.means(message, "obstacles.new_password") for message in said):
            return PersonNeeded("new_password", said=said)
        return LoginRefused(said=said)
