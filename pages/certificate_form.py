"""The form of one certificate: Apelido, Senha, Certificado Padrão, Arquivo PFX, Salvar."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, FilePayload, Locator
from playwright.sync_api import TimeoutError as TookTooLongError

from pages.controls import YesNo, holds
from pages.errors import ReadOnlyError, SessionLost
from pages.presses import Presses
from pages.screen import Landmark, Screen
from pages.wait import Wait
from pages.words import Words

__all__ = ["Answer", "CertificateForm", "FilePayload"]


_COMPANY = """
  const inCorner = new Set([...corner(element.ownerDocument, arg), ...element.querySelectorAll("header *, nav *")]);
  const own = fields(element, arg).filter((c) => !inCorner.has(c) && placeVisible(c));
  return own.map((c) => (c.matches("select, input") ? boxText(c) : words(c))).filter(Boolean);
"""
_READ_BACK = """
  const all = (names) => fields(element.ownerDocument, names);
  const only = (names) => (all(names).length === 1 ? all(names)[0] : null);
  const [nickname, choice, file] = [only(arg.nickname), only(arg.default), only(arg.pfx)];
  return {
    nickname: nickname && nickname.value,
    choice: choice && describeChoice(choice),
    file: file?.files?.length === 1 ? file.files[0].name : null,
  };
"""
_CALM_AFTER_NEWS, _CALM_AFTER_WORDS, _CALM_IN_SILENCE = 0.05, 0.4, 4.0
"""Seconds for which the screen must not change until the portal's answer to Salvar is over: after it has loaded another
document, which says all when it is there; after words or a form that closed, for more may come; and without a word."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How the portal answered Salvar: in its own words, and what they mean. No answer is proof of anything.

    `kind` is a group of `words.toml [messages]`, "unknown" for other words, "silence" for none, "lost" where the
    connection or the server broke, "question" where it asked something that was declined, "not_pressed" where
    something lay over Salvar to the end. `led_on` tells that the portal has answered what was sent, and only then
    loaded another document by itself.
    """

    kind: str
    said: tuple[str, ...] = ()
    led_on: bool = False


class CertificateForm(Screen):
    """Adding a certificate, or changing one: on a page of its own, or in a pop-up's iframe."""

    name = "certificate_form"

    @classmethod
    def landmark(cls, words: Words) -> Landmark:
        """A field for a file beside one for a password; to change an entry, name and default may be all there is."""
        names = [["field", *words["form.nickname"]], ["field", *words["form.default"]], ["action", *words["form.save"]]]
        return [
            {"all": [["file"], ["passwords", "1"]]},
            {"all": names, "none": [["column", *words["certificates.column_expiry"]]]},
        ]

    @property
    def nickname(self) -> Locator:
        """Apelido."""
        return self.field("form.nickname")

    @property
    def password(self) -> Locator:
        """Senha: the password of the PFX file."""
        return self.field("form.password")

    @property
    def default(self) -> YesNo:
        """Certificado Padrão."""
        return YesNo(self.scope, self.field("form.default"), self.window.words)

    @property
    def pfx(self) -> Locator:
        """Arquivo PFX, which may lie hidden behind a button of its own."""
        return self.field("form.pfx")

    @property
    def longest_nickname(self) -> int | None:
        """How many characters Apelido takes, where the field says so."""
        limit = self.nickname.get_attribute("maxlength")
        return int(limit) if limit and limit.isdigit() and int(limit) > 0 else None

    @property
    def company_texts(self) -> tuple[str, ...]:
        """What the form itself says of a company: the value beside a caption Empresa or CNPJ, if it has one."""
        captions = [*self.window.words["shell.company"], *self.window.words["company_data.cnpj"]]
        return tuple(self.ask(_COMPANY, captions))

    def fill(self, *, nickname: str, password: str, default: bool, pfx: Path | FilePayload) -> None:
        """Fill in everything, the file last: an event of any other field may drop it. Salvar is not pressed."""
        self.choose_default(default)
        self.nickname.fill(nickname)
        self.nickname.press("Tab")
        self.window.settle()
        self.type_password(password)
        self.choose_file(pfx)

    def choose_default(self, default: bool) -> None:
        """Answer Certificado Padrão; a notice that comes to lie over it meanwhile is closed first."""
        try:
            chosen = self.default.choose(default)
        except TookTooLongError:
            self.window.settle()
            chosen = self.default.choose(default)
        if chosen:
            self.window.settle()

    def type_password(self, password: str) -> None:
        """Type Senha. Raises Lost if the field does not take all of it, PersonNeeded if the form leads elsewhere."""
        self.window.discretion.type_secret(self.password, password, self.name)
        self.window.settle()

    def choose_file(self, pfx: Path | FilePayload) -> None:
        """Choose Arquivo PFX: by path, so that the browser reads it when it sends it, or by name and bytes."""
        self.pfx.set_input_files(pfx)
        self.window.settle()

    def differences(self, *, nickname: str, password: str, default: bool, pfx: Path | FilePayload) -> list[str]:
        """What the form does not hold as it was filled in: the names of the fields. All are read back."""
        keys = ("nickname", "default", "pfx")
        kept = self.ask(_READ_BACK, {key: self.window.words[f"form.{key}"] for key in keys})
        agrees = {
            "nickname": kept["nickname"] == nickname,
            "password": holds(self.password, password),
            "default": self.default.meaning_of(kept["choice"]) is default,
            "pfx": kept["file"] == (pfx.name if isinstance(pfx, Path) else pfx["name"]),
        }
        return [name for name, so in agrees.items() if not so]

    @property
    def save_button(self) -> Locator:
        """Salvar. Raises Lost unless there is exactly one."""
        return self.action("form.save")

    def make_ready(self) -> None:
        """See to it that Salvar can be pressed: the portal has come to rest, the session lives. Presses nothing.

        Raises SessionLost, or Lost unless there is exactly one Salvar.
        """
        self.window.settle()
        if self.window.traffic.expired:
            raise SessionLost
        self.action("form.save")

    def save(self, *, patience: float = 90) -> Answer:
        """Press Salvar, once, and wait for the portal's answer, at most `patience` seconds.

        Whatever comes of it, only the list tells what was kept: this never raises once the button may be pressed.
        """
        if self.window.read_only:
            raise ReadOnlyError
        button = self.save_button
        before = self.window.messages
        traffic = self.window.traffic
        traffic.dialogs.clear()
        lost, errors = traffic.lost_answers, traffic.server_errors
        posts, loads = traffic.posts, traffic.loads
        try:
            if not self._press_once(button):
                return Answer("not_pressed")
            said, question = self._await_answer(before, posts, loads, patience)
        except Error:
            return Answer("lost")
        if question:
            return Answer("question", said)
        if traffic.expired:
            return Answer("session", said)
        if traffic.lost_answers > lost or traffic.server_errors > errors:
            return Answer("lost", said)
        return Answer(self._meaning(said), said, led_on=traffic.led_on_since(posts))

    def _press_once(self, button: Locator) -> bool:
        """Press a button, and know whether it was pressed: a notice may lie over it, and is closed then.

        The page itself counts the clicks that arrive, so that none is ever repeated.
        """
        presses = Presses(button)
        for _attempt in range(3):
            try:
                button.click(timeout=3000)
            except TookTooLongError:
                if presses.arrived:
                    return True
                self.window.settle()
                continue
            return True
        return False

    def _meaning(self, said: tuple[str, ...]) -> str:
        kinds = [kind for message in said if (kind := self.window.words.kind_of(message))]
        refusals = [kind for kind in kinds if kind != "success"]
        return refusals[0] if refusals else kinds[0] if kinds else "unknown" if said else "silence"

    def _await_answer(
        self, before: tuple[str, ...], posts: int, loads: int, patience: float
    ) -> tuple[tuple[str, ...], bool]:
        """The new words, and whether one of them was a question; returns when the portal has come to rest."""
        wait, traffic = Wait(patience), self.window.traffic
        said: dict[str, None] = {}
        while not wait.over:
            sight = self.window.look(CertificateForm, after=wait.pause)
            for dialog in traffic.dialogs:
                said[dialog.text] = None
            if sight is None:
                continue
            for message in sight.messages:
                if message not in before or traffic.posts > posts:
                    said[message] = None
            gone = not any(name == self.name for name, _ in sight.screens)
            calm = not sight.busy and not traffic.waiting
            enough = _CALM_AFTER_WORDS if gone or said else _CALM_IN_SILENCE
            if gone and traffic.loads > loads:
                enough = _CALM_AFTER_NEWS
            if calm and wait.unchanged(sight) > enough:
                break
        return tuple(said), any(d.kind in ("confirm", "prompt") and not traffic.expired for d in traffic.dialogs)

    def cancel(self) -> None:
        """Leave the form without saving."""
        self.action("form.cancel").click()
