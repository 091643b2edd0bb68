"""The one press of Salvar. From the moment at which it may have been made, whatever is in doubt counts as made."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pages.sight import question
from pages.wait import Wait

if TYPE_CHECKING:
    from pages.screen import Screen

_ARM = """
  const doc = element.ownerDocument;
  const found = actions(doc, arg.names), pressed = hasArrived(doc.defaultView, arg.number);
  const spot = found.length === 1 && !pressed ? spotOnPage(found[0]) : null;
  if (spot) armPress(found[0], arg.number);
  return { pressed, matches: found.length, spot };
"""
_COUNTS = question("return countsAsPressed(window, arg)")

_UNCOVERED, _CALM = 3.0, 2.5
"""Seconds for which what lies over Salvar may go away; and for which a click that did not arrive must have set off
nothing: a portal's script may have acted on the mouse's mere coming, and send a while later."""

_NUMBERS = itertools.count(1)


class SavePress:
    """Presses Salvar on one form, once.

    It is certain that it was not pressed where no click was made, for something lay over it; or where the page's first
    listener, before any of the portal's own, has seen the click arrive at something else and has stopped it there, and
    nothing was sent since. All else counts as pressed: a click that nobody has seen, a document that went away.
    """

    def __init__(self, screen: Screen, key: str) -> None:
        self._screen, self._window = screen, screen.window
        self._asked = {"names": screen.window.words[key], "number": next(_NUMBERS)}

    def make(self) -> bool:
        """Press it, unless a click has come to it since the last time; whether it counts as pressed now.

        Raises Playwright's Error where nobody can tell: then it does.
        """
        wait = Wait(_UNCOVERED)
        while True:
            seen = self._screen.ask(_ARM, self._asked)
            if seen["pressed"]:
                return True
            if seen["spot"]:
                break
            if seen["matches"] != 1 or wait.over:
                return False
            self._window.tick(wait.pause)
        sent = self._window.traffic.sent
        self._window.page.mouse.click(*seen["spot"])
        return self._counts or not self._stays_without_effect(sent)

    @property
    def _counts(self) -> bool:
        return bool(self._window.document.ask_once(_COUNTS, self._asked["number"]))

    def _stays_without_effect(self, sent: int) -> bool:
        """Whether a click that did not arrive has set off nothing, for as long as a script may take."""
        wait = Wait(_CALM)
        while not wait.over:
            self._window.tick(wait.pause)
            if self._window.traffic.sent > sent or self._counts:
                return False
        return True
