"""The form of one certificate: Apelido, Senha, Certificado Padrão, Arquivo PFX, Salvar."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Error, FilePayload, Locator
from playwright.sync_api import TimeoutError as TookTooLongError

from pages.answer import Answer, Before, await_answer, meaning
from pages.controls import Kind, YesNo, type_unseen
from pages.errors import Lost, ReadOnlyError, SessionLost
from pages.file_field import choose_file
from pages.kept import READ_BACK, Kept, what_is_asked
from pages.save_press import SavePress
from pages.screen import Landmark, Screen, Tell
from pages.words import Words

__all__ = ["Answer", "CertificateForm", "FilePayload"]


_COMPANY = """
  const outside = besideTheForm(element.ownerDocument, { captions: arg, searches: [] });
  const own = fields(element, arg).filter((c) => !outside.has(c) && placeVisible(c));
  return own.map((c) => (c.matches("select, input") ? boxText(c) : words(c))).filter(Boolean);
"""


class CertificateForm(Screen):
    """Adding a certificate, or changing one: on a page of its own, or in a pop-up's iframe."""

    name = "certificate_form"
    _press: SavePress | None = None
    _filled = False

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
    def _password(self) -> Tell:
        return self.teller("caption", "form.password")

    @property
    def default(self) -> YesNo:
        """Certificado Padrão."""
        return YesNo(self.scope, self.field("form.default"), self.window.words)

    @property
    def kind(self) -> Kind:
        """Tipo de certificado, which not every version asks for."""
        return Kind(self.scope, self.field("form.kind"), self.window.words)

    @property
    def pfx(self) -> Locator:
        """Arquivo PFX, which may lie hidden behind a button of its own."""
        return self.field("form.pfx")

    def longest_nickname(self, kept: Kept) -> int | None:
        """How many characters Apelido takes, where it is asked for and says so. Raises Lost where it is not found."""
        limit = kept.longest
        if kept.nickname is None and "nickname" not in kept.missing:
            limit = self.nickname.get_attribute("maxlength")
        return int(limit) if limit and limit.isdigit() and int(limit) > 0 else None

    @property
    def company_texts(self) -> tuple[str, ...]:
        """What the form itself says of a company: the value beside a caption Empresa or CNPJ, if it has one."""
        captions = [*self.window.words["shell.company"], *self.window.words["company_data.cnpj"]]
        return tuple(self.ask(_COMPANY, captions))

    def fill(
        self, *, nickname: str, password: str, default: bool, pfx: Path | FilePayload, before: Kept | None = None
    ) -> None:
        """Fill in all that is asked for, the file last: an event may drop it. Salvar is not pressed.

        At first one field after the other, while the portal may still be at work on those before: most let it be, and
        `differences` tells. Where a form has to be filled in again, this portal is given time after every field.
        `before` is what the form holds, where that has just been read.
        """
        self.window.in_haste &= not self._filled
        self._filled = True
        self.window.document.complete()
        try:
            self._fill(before or self.read_back(), nickname, password, default, pfx)
        except (Error, Lost):  # the document went away in the middle, and there is a new one
            if not self.window.in_haste:
                raise
            self.window.settle()

    def _fill(self, kept: Kept, nickname: str, password: str, default: bool, pfx: Path | FilePayload) -> None:
        if kept.kind is False:
            self.kind.choose(True)
            self.window.settle()
            kept = self.read_back()
        if kept.default is not default and "default" not in kept.missing:
            self._answer_default(default)
            self._rest()
        if "nickname" not in kept.missing:
            self._name_it(nickname)
            self._rest()
        self.window.discretion.type_secret(self._password, password, self.name)
        self._rest()
        self.choose_file(pfx)

    def _name_it(self, nickname: str) -> None:
        """Apelido: in haste in one go, else as a person types it."""
        if self.window.in_haste and type_unseen(self.teller("caption", "form.nickname"), nickname):
            return
        self.nickname.fill(nickname)
        self.nickname.press("Tab")

    def _rest(self) -> None:
        if not self.window.in_haste:
            self.window.settle()

    def choose_default(self, default: bool) -> None:
        """Answer Certificado Padrão, unless it is answered so already, and let the portal come to rest."""
        if self.read_back().default is not default:
            self._answer_default(default)
            self.window.settle()

    def type_password(self, password: str) -> None:
        """Type Senha. Raises Lost if the field does not take all of it, PersonNeeded if the form leads elsewhere."""
        self.window.discretion.type_secret(self._password, password, self.name)
        self.window.settle()

    def choose_file(self, pfx: Path | FilePayload) -> None:
        """Choose Arquivo PFX, and let the portal come to rest."""
        choose_file(self, "form.pfx", "form.choose_file", pfx)
        self.window.settle()

    def read_back(self, password: str | None = None) -> Kept:
        """What stands in the form now; of Senha the page itself tells whether it is this password.

        A field that is there just once is not counted again when it is asked for.
        """
        if password is not None:
            self.window.discretion.look_away()
        kept = self.ask(READ_BACK, {**what_is_asked(self.window.words), "secret": password})
        for key in kept["once"]:
            self.met("caption", f"form.{key}")
        default = self.default.meaning_of(kept["choice"]) if "default" in kept["once"] else None
        kind = self.kind.meaning_of(kept["kind"]) if "kind" in kept["once"] else None
        missing = frozenset(kept["missing"])
        return Kept(kept.get("nickname"), default, kept["file"], kept.get("longest"), kind, kept["secret"], missing)

    def differences(
        self, *, nickname: str, password: str, default: bool, pfx: Path | FilePayload, kept: Kept | None = None
    ) -> list[str]:
        """What the form does not hold as it was filled in: the names of the fields. Read, if that was not just done."""
        kept = kept or self.read_back(password)
        agrees = {
            "kind": kept.kind is not False,
            "nickname": kept.nickname == nickname,
            "password": kept.secret,
            "default": kept.default is default,
            "pfx": kept.file == (pfx.name if isinstance(pfx, Path) else pfx["name"]),
        }
        return [name for name, so in agrees.items() if not so and name not in kept.missing]

    @property
    def save_button(self) -> Locator:
        """Salvar. Raises Lost unless there is exactly one."""
        return self.action("form.save")

    def make_ready(self) -> None:
        """See to it that Salvar can be pressed: the portal has come to rest, the session lives. Presses nothing.

        Raises SessionLost, or Lost unless there is exactly one Salvar.
        """
        self.window.settle(pause=0)  # the proof before it has taken longer
        if self.window.traffic.expired:
            raise SessionLost
        self.tell("action", "form.save", "return true")

    def save(self, *, patience: float = 90) -> Answer:
        """Press Salvar, once, and wait for the portal's answer, at most `patience` seconds.

        Only the list tells what was kept: this never raises once the button may be pressed. Where it is certain that
        it was not, for something lies over it, it is "not_pressed": then the form may be looked at again, and saved.
        """
        if self.window.read_only:
            raise ReadOnlyError
        before = Before.seen(self.window)
        traffic = self.window.traffic
        traffic.dialogs.clear()
        lost, errors = traffic.lost_answers, traffic.server_errors
        try:
            self._press = self._press or SavePress(self, "form.save")
            if not self._press.make():
                return Answer("not_pressed")
            said, question = await_answer(self.window, type(self), before, patience)
        except Error:
            return Answer("lost")
        if question:
            return Answer("question", said)
        if traffic.expired:
            return Answer("session", said)
        if traffic.lost_answers > lost or traffic.server_errors > errors:
            return Answer("lost", said)
        words = self.window.words
        return Answer(meaning(words, said), said, any(words.means(text, "messages.success") for text in said))

    def _answer_default(self, default: bool) -> None:
        """A notice that comes to lie over it meanwhile is closed first."""
        try:
            self.default.choose(default)
        except TookTooLongError:
            self.window.settle()
            self.default.choose(default)

    def cancel(self) -> None:
        """Leave the form without saving."""
        self.action("form.cancel").click()
