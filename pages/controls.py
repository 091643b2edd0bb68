"""How values get into controls and are read back: secrets without a trace, choices by their label, never by value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import ElementHandle, Locator

from pages.errors import Lost
from pages.screen import Scope, Tell
from pages.sight import by, on_element, read_one
from pages.words import Words, fold

# `fill` would put the value into traces and into the text of its errors; this is not recorded anywhere.
# The native setter is used because frameworks watch the property of the element itself.
TYPE = """
  if (element.disabled || element.readOnly || !visible(element)) return "closed";
  if (element.maxLength >= 0 && arg.length > element.maxLength) return "too long";
  element.focus();
  const kind = element.matches("textarea") ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(element, arg);
  element.dispatchEvent(new InputEvent("input", { bubbles: true }));
  element.dispatchEvent(new Event("change", { bubbles: true }));
  element.blur();
  return "typed";
"""
"""Of an element, and the text `arg`: "typed" where it has taken it whole."""


_DESCRIBE = on_element("return describeChoice(element)")
_NTH_RADIO = on_element("return radiosOf(element)[arg]")
_OPENER = on_element("return opener(element)")
_CLICK = 5000  # milliseconds: what stands on the screen can be clicked, unless something lies over it


def type_unseen(tell: Tell, text: str) -> bool:
    """Put a text into a field so that no trace, log or error can hold it; False if the field does not take it whole.

    The field is left afterwards, as with Tab, because the portal validates on leaving.
    """
    return bool(tell(TYPE, text) == "typed")


@dataclass(frozen=True, slots=True)
class _Described:
    kind: str
    options: list[str]
    chosen: int


class YesNo:
    """A question answered by Sim or Não, in whichever of its shapes: select, radios, checkbox or a widget for them."""

    def __init__(self, scope: Scope, control: Locator, words: Words) -> None:
        self._scope = scope
        self._control = control
        self._words = words

    @property
    def value(self) -> bool | None:
        """What is chosen now; None where it can be read as neither."""
        return self.meaning_of(read_one(self._control, _DESCRIBE))

    def meaning_of(self, described: Mapping[str, Any] | None) -> bool | None:
        """The same of what `describeChoice` in pages/sight/choice.js has told of it."""
        return None if described is None else self._answered(_Described(**described))

    def choose(self, answer: bool) -> None:
        """Choose Sim (True) or Não (False) as a person does, by the words shown, unless it is chosen already."""
        now = self._described()
        if self._answered(now) is answer:
            return
        place = next((i for i, option in enumerate(now.options) if self._meaning(option) is answer), None)
        match now.kind:
            case "checkbox":
                self._control.dispatch_event("click")
            case "select" if place is not None:
                self._control.select_option(index=place)
            case "radio" if place is not None:
                self._element(_NTH_RADIO, place).dispatch_event("click")
            case "radiogroup" if place is not None:
                self._control.get_by_role("radio").nth(place).click(timeout=_CLICK)
            case "widget":
                self._choose_in_widget(answer)

    def _answered(self, now: _Described) -> bool | None:
        if now.kind == "checkbox":
            return now.chosen == 1
        return self._meaning(now.options[now.chosen]) if 0 <= now.chosen < len(now.options) else None

    def _choose_in_widget(self, answer: bool) -> None:
        """Open what stands for the hidden select, and click the word in the list that drops down."""
        self._element(_OPENER).click(timeout=_CLICK)
        self._scope.locator(by("action", self._names(answer))).last.click(timeout=_CLICK)

    def _element(self, function: str, arg: int = 0) -> ElementHandle:
        element = self._control.evaluate_handle(function, arg).as_element()
        if element is None:
            raise Lost(what="nothing opens the list of choices", screen="choice")
        return element

    def _described(self) -> _Described:
        return _Described(**read_one(self._control, _DESCRIBE))

    def _meaning(self, word: str) -> bool | None:
        folded = fold(word)
        if folded in map(fold, self._names(True)):
            return True
        return False if folded in map(fold, self._names(False)) else None

    def _names(self, answer: bool) -> tuple[str, ...]:
        return self._words["words.yes" if answer else "words.no"]


class Kind(YesNo):
    """Tipo de certificado, where it is a choice: A1, which a file always is, or another."""

    def meaning_of(self, described: Mapping[str, Any] | None) -> bool | None:
        """Whether A1 is chosen; None where it is not among several things to choose from."""
        options = described["options"] if described else []
        return super().meaning_of(described) if len(options) > 1 and any(map(self._meaning, options)) else None

    def _meaning(self, word: str) -> bool | None:
        return any(fold(name) in re.findall(r"\w+", fold(word)) for name in self._names(True))

    def _names(self, answer: bool) -> tuple[str, ...]:
        return self._words["form.kind_a1"] if answer else ()
