"""What the portal makes of a password: the next screen; a no, in words or by staying where it is; or nothing known."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from playwright.sync_api import Error

from pages.errors import LoginRefused, Lost, PersonNeeded, Unreachable
from pages.screen import Landmark, Screen
from pages.wait import Wait
from pages.words import Words

if TYPE_CHECKING:
    from pages.look import Sight
    from pages.window import Window

_CALM_WITH_WORDS, _CALM_IN_SILENCE = 0.3, 5.0
"""Seconds for which the screen that asks must stay as it is to mean no: with words of a refusal, and without. A portal
may welcome somebody there, and lead on a few seconds later."""

_TEXT = "() => document.body ? document.body.innerText : ''"

AnyScreen = TypeVar("AnyScreen", bound=Screen)


class Refusal(Screen):
    """Words of a refusal, wherever they stand: among the messages, in a notice with an OK, on a page of their own."""

    name = "refusal"
    in_a_notice = True

    @classmethod
    def landmark(cls, words: Words) -> Landmark:
        """The words, where no new password is asked for, whose rules may sound alike."""
        return [{"all": [["stem", *words["obstacles.refused"]]], "none": [["passwords", "2", "3"]]}]


class Asked:
    """A password about to be sent from a screen that asks for it. Made just before, so that what is new can be told."""

    def __init__(self, window: Window, screen: type[Screen]) -> None:
        self.screen = screen
        self._window = window
        before = window.look(Refusal)  # a hint may stand there, such as how many wrong passwords lock a user
        self._hinted = before is not None and any(name == Refusal.name for name, _path in before.screens)
        self._hints = before.messages if before else ()
        self._traffic = window.traffic
        self._traffic.dialogs.clear()
        self._posts, self._failures = self._traffic.posts, self._failed()
        self._wait = Wait(window.patience)

    @property
    def sent(self) -> bool:
        """Whether anything was sent since."""
        return self._traffic.posts > self._posts

    def has_stayed(self, sight: Sight) -> bool:
        """Whether the screen has stayed as it is for long enough to mean no, with no answer owed."""
        dialogs = (dialog.text for dialog in self._traffic.dialogs)
        enough = _CALM_WITH_WORDS if any(map(self._refuses, dialogs)) else _CALM_IN_SILENCE
        return self._wait.unchanged((sight, self._traffic.posts)) > enough and not self._traffic.waiting

    def outcome(self, screen: type[AnyScreen]) -> AnyScreen:
        """The screen to which the password has led.

        Raises LoginRefused, or PersonNeeded where the portal's words want something else of a person; Unreachable
        where it did not answer; Lost where nothing was sent, or nothing known came; and what `Window.await_one` raises.
        """
        ends: list[type[Screen]] = [screen, self.screen] if self._hinted else [screen, Refusal, self.screen]
        try:
            found = self._window.await_one(*ends, asked=self)
        except Lost:
            if any(self._refuses(dialog.text) for dialog in self._traffic.dialogs):
                raise self._refusal() from None
            if self.sent and self._traffic.waiting:
                raise Unreachable(what="no answer in time") from None
            raise
        if isinstance(found, screen):
            return found
        if isinstance(found, self.screen):
            self._raise_if_not_answered()
        raise self._refusal()

    def _raise_if_not_answered(self) -> None:
        """The screen stays; that is no refusal where nothing was asked, or nothing answered."""
        if not self.sent and not any(self._refuses(dialog.text) for dialog in self._traffic.dialogs):
            raise Lost(what="nothing was sent", screen=self.screen.name, said=self._said())
        if self._failed() > self._failures:
            self._window.elsewhere.raise_if_stopped()
            raise Unreachable(what="an error in place of an answer", said=self._said())
        if any(self._window.words.means(message, "obstacles.maintenance") for message in self._said()):
            raise Unreachable(what="maintenance", said=self._said())

    def _refusal(self) -> PersonNeeded:
        said, words = self._said(), self._window.words
        for obstacle in ("locked", "new_password", "terms"):
            if any(words.means(message, f"obstacles.{obstacle}") for message in said):
                return LoginRefused(obstacle, said=said) if obstacle == "locked" else PersonNeeded(obstacle, said=said)
        return LoginRefused(said=said)

    def _said(self) -> tuple[str, ...]:
        """What it said: in dialogs, among the messages, else in lines of the page that refuse."""
        shown = [message for message in self._window.messages if message not in self._hints] or self._lines()
        return tuple(dict.fromkeys((*(dialog.text for dialog in self._traffic.dialogs), *shown)))

    def _lines(self) -> tuple[str, ...]:
        if self._hinted:
            return ()
        texts: list[str] = []
        for frame in self._window.page.frames:
            with suppress(Error):  # it has gone meanwhile: that it was a refusal is known anyway
                texts.append(frame.evaluate(_TEXT))
        lines = (line.strip() for text in texts for line in text.splitlines())
        return tuple(line for line in lines if self._refuses(line))

    def _refuses(self, text: str) -> bool:
        return self._window.words.means(text, "obstacles.refused")

    def _failed(self) -> int:
        return self._traffic.lost_answers + self._traffic.server_errors
