"""What every screen has: a landmark that no other screen shows, and things found by what a person reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from playwright.sync_api import Error, FrameLocator, Locator, Page

from pages.errors import Lost
from pages.presses import COUNT, Presses
from pages.sight import by, of_one, on_element, question, read_one
from pages.words import Words

if TYPE_CHECKING:
    from pages.window import Window

Scope = Page | FrameLocator
Tell = Callable[[str, object], Any]
"""Of one control: what a script about the `element`, and `arg`, returns."""
Test = Sequence[str]
Landmark = Sequence[Mapping[str, Sequence[Test]]]
"""Alternatives; each holds if `all` of its tests do and `none` of the others. Tests: pages/sight/screens.js."""

_WATCH = f"""
  const found = actions(element.ownerDocument, arg.names);
  const spot = found.length === 1 ? spotOf(found[0]) : null;
  if (found.length === 1) ({COUNT})(found[0], {{ ...arg.press, guarded: spot !== null }});
  return {{ matches: found.length, spot }};
"""


class Screen:
    """One screen of the portal, in the document in which it was seen (the page, or a pop-up's iframe)."""

    name: ClassVar[str]
    in_a_notice: ClassVar[bool] = False  # what it shows may stand in a notice, which is not closed then

    def __init__(self, window: Window, scope: Scope) -> None:
        self.window = window
        self.scope = scope
        self._found: dict[tuple[str, str], Locator] = {}

    @classmethod
    def landmark(cls, words: Words) -> Landmark:
        """What this screen shows and no other does."""
        raise NotImplementedError

    def field(self, key: str) -> Locator:
        """The control to which a caption leads. Raises Lost unless there is exactly one, when it is first asked for."""
        return self._only("caption", key)

    def action(self, key: str) -> Locator:
        """The thing to click that bears a name. Raises Lost unless there is exactly one, when it is first asked for."""
        return self._only("action", key)

    def sender(self, key: str) -> Locator:
        """The thing to click that sends the only password on the screen: the nearest of those that bear a name."""
        return self._only("sender", key)

    def entry(self, key: str) -> Locator:
        """The entry of a menu or of a panel, which may bear more beside its name. Raises Lost as `action` does."""
        return self._only("entry", key)

    def press(self, key: str) -> None:
        """Click the thing that bears a name, as `Window.press` does. Raises Lost as `action` does.

        It is counted, watched and looked at in one question, and clicked by the mouse where it is in sight: the first
        locator in a document is as dear as a small document.
        """
        presses = Presses(self.window.page)
        _there, spot = self.watch(key, presses)
        self.window.press(self.action(key), presses, spot)

    def watch(self, key: str, presses: Presses) -> tuple[bool, tuple[float, float] | None]:
        """Count the clicks that arrive at the thing that bears a name: whether there is just one, and where to click.

        Until it is asked whether one has arrived, a click that arrives elsewhere does nothing. There is no spot where
        something lies over the thing, or where it is out of view or in a frame.
        """
        seen = self.ask(_WATCH, {"names": self.window.words[key], "press": presses.told})
        there = seen["matches"] == 1
        if there:
            self.met("action", key)
        return there, tuple(seen["spot"]) if seen["spot"] else None

    def find(self, engine: str, key: str) -> Locator:
        """Everything that bears one of the names, none included."""
        return self.scope.locator(by(engine, self.window.words[key]))

    def met(self, engine: str, key: str) -> None:
        """Something has just been seen to be there once: it is not counted again when it is asked for."""
        self._found.setdefault((engine, key), self.find(engine, key))

    def ask(self, what: str, arg: object = None) -> Any:
        """What a script about `element`, this screen's body, and `arg` returns; the parts of `pages.sight` are there.

        In the page's own document it needs no locator: the first one in a document costs as much as loading it.
        """
        if isinstance(self.scope, Page):
            try:
                return self.window.ask(question(f"const element = document.body;\n{what}"), arg)
            except Error:  # the document was replaced meanwhile: a locator waits for the next one
                self.window.tick()
        return self.scope.locator("body").evaluate(on_element(what), arg)

    def tell(self, finder: str, key: str, what: str, arg: object = None) -> Any:
        """What a script about the one `element` that bears a name, and `arg`, returns. Raises Lost unless it is one.

        As `ask`: in the page's own document it needs no locator.
        """
        if isinstance(self.scope, Page):
            asked = {"names": self.window.words[key], "arg": arg}
            try:
                seen = self.window.document.ask_once(of_one(finder, what), asked)
            except Error:
                self.window.tick()
            else:
                if seen["matches"] == 1:
                    self.met(finder, key)
                    return seen["told"]
        return read_one(self._only(finder, key), on_element(what), arg)

    def teller(self, finder: str, key: str) -> Tell:
        """The same, of one control, for who need not know which."""
        return partial(self.tell, finder, key)

    def _only(self, engine: str, key: str) -> Locator:
        if known := self._found.get((engine, key)):
            return known  # Playwright itself refuses to act on one of several
        found = self.find(engine, key)
        matches = found.count()
        if matches != 1:
            raise Lost(
                what=f"{engine} {key}",
                screen=self.name,
                wanted=self.window.words[key],
                matches=matches,
                nearest=self.window.nearest(self.scope, engine, self.window.words[key]),
            )
        self._found[engine, key] = found
        return found
