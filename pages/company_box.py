"""The company box at the top right of every screen: what it says, and how another company is chosen in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playwright.sync_api import ElementHandle, Error, Locator

from pages.company import Company, Make
from pages.errors import Lost
from pages.sight import by, on_element, question

if TYPE_CHECKING:
    from pages.window import Window

_DESCRIBE = question("""
  const seen = describeCorner(document, ...arg);
  return { ...seen, options: JSON.stringify(seen.options) };
""")
"""The options as one text: there may be 1,000, and what Playwright makes of each value takes four times as long."""
_MAKE = question("return makeOfCorner(document, ...arg)")
_CHOICES = question("""
  const others = foldAll(arg.personal);
  const found = choices(document, arg.choose).map((e) => ({ text: phrase(e), pieces: pieces(e) }));
  return found.filter(({ text }) => !others.has(fold(text)));
""")
_SELECT = question("return selectInCorner(document, ...arg)")
_REMEMBER = 'box => box.setAttribute("data-company-box", "")'  # emptied, it shows no company by which to know it
_OPENER = on_element("return opener(element)")
_IS_TICKED = "element => (element.control || element).type === 'radio'"
_AFTER_AN_ANSWER = 1.5  # seconds for which what the portal has answered may take to be shown


@dataclass(frozen=True, slots=True)
class Shown:
    """What the box says: one text, or every text in the corner where it is plain text; and the portal's mark."""

    texts: tuple[str, ...]
    key: str = ""

    def __str__(self) -> str:
        whole = self.texts[0] if self.texts else ""
        return whole if all(text in whole for text in self.texts) else " ".join(self.texts)


@dataclass(frozen=True, slots=True)
class _Corner:
    kind: str
    shown: Shown
    options: tuple[Company, ...]


class CompanyBox:
    """Finds itself by where it is, the top right corner, and by a mark: its caption, a CNPJ, or one of `names`.

    The names are those by which the portal's own data page knows companies.
    """

    def __init__(self, window: Window, names: Sequence[str] = ()) -> None:
        self._window = window
        self._marks = (window.words.company_box, list(names))

    @property
    def shown(self) -> Shown:
        """What the portal says now of the company on which it works."""
        return self._corner(options=False).shown

    @property
    def make(self) -> Make:
        """How the box is built, for who only looks."""
        seen = self._window.ask(_MAKE, self._marks)
        return Make(seen["kind"], tuple(seen["found"]))

    @property
    def lists_all(self) -> bool:
        """Whether `offered` gives every company of the user: a pop-up or a search shows only some of them at a time."""
        return self._corner(options=False).kind not in ("button", "input")

    def survey(self, searches: Iterable[str]) -> tuple[Shown, list[Company]]:
        """What the box says, and what it offers: `shown` and `offered`, as they are at one moment."""
        corner = self._corner()
        return corner.shown, self._offered(corner, searches)

    def offered(self, searches: Iterable[str]) -> list[Company]:
        """The companies to choose from. A box that finds them by what is typed is asked for each of the searches."""
        return self._offered(self._corner(), searches)

    def _offered(self, corner: _Corner, searches: Iterable[str]) -> list[Company]:
        match corner.kind:
            case "select" | "widget":
                return list(corner.options)
            case "button":
                return self._opened(searches)
            case "input":
                return self._search(searches)
            case _:
                return []

    def choose(self, company: Company, searches: Sequence[str] = ()) -> None:
        """Choose one of the offered companies, and let the portal take it in. What it shows then is for the caller.

        A list that is closed again is opened, and searched, as it was for `offered`.
        """
        if not self._selects(company):
            self._choose_by_hand(company, searches)
        self._window.settle()

    def _selects(self, company: Company) -> bool:
        """Choose it in a plain select, without a locator: the first in a document is dear."""
        try:
            return bool(self._window.document.ask_once(_SELECT, [*self._marks, company.text, company.key]))
        except Error:  # the portal is on its way already
            return True

    def _choose_by_hand(self, company: Company, searches: Sequence[str]) -> None:
        corner = self._corner()
        match corner.kind:
            case "select":
                self._box.select_option(index=corner.options.index(company))
            case "widget":
                opener = self._element(_OPENER)
                self._window.uncover(opener)
                opener.click()
                self._dropped()
                before = corner.options[: corner.options.index(company)]
                self._pick(company.text, sum(other.text == company.text for other in before))
            case "text" if company.text not in self._choices:
                raise Lost(what="the company cannot be changed", screen="company_box")
            case _:
                if company.text not in self._choices:
                    self.offered(searches)
                self._pick(company.text, int(company.key or 0))

    def _search(self, searches: Iterable[str]) -> list[Company]:
        """Type one search after the other until the box offers something for it."""
        self._box.evaluate(_REMEMBER)
        there = self._choices
        for text in searches:
            self._box.click()
            self._box.fill("")
            self._box.press_sequentially(text)
            found = [t for t in self._dropped(there) if any(c.isalnum() for c in t)]
            if found:
                return self._numbered(found)
        return []

    @property
    def _choices(self) -> list[str]:
        """What can be picked near the corner at this moment, be it of the list of companies or of a menu beside it."""
        return [choice["text"] for choice in self._described_choices]

    @property
    def _described_choices(self) -> list[dict[str, Any]]:
        words = self._window.words
        return list(self._window.ask(_CHOICES, {key: words[f"shell.{key}"] for key in ("personal", "choose")}))

    def _dropped(self, there: Sequence[str] = (), patience: float = 6) -> list[str]:
        """What the opened list offers, once it has come and stays the same; nothing, if no answer brings any.

        What was `there` before it was opened is none of it.
        """
        from pages.wait import Wait

        wait, answered, before, same = Wait(patience), None, [""], 0
        traffic = self._window.traffic
        asked = traffic.answers
        while not wait.over and same < 8:
            self._window.tick(30)
            now = [text for text in self._choices if text not in there]
            same = same + 1 if now == before and now and not traffic.waiting else 0
            before = now
            if answered is None and traffic.answers > asked:
                answered = Wait(_AFTER_AN_ANSWER)
            if answered and answered.over and not now and not traffic.waiting:
                break
        return before if before != [""] else []

    def _opened(self, searches: Iterable[str]) -> list[Company]:
        """What the list offers that opens on a click; a pop-up with a filter is asked for each of the searches."""
        there = self._choices
        self._window.press(self._box)
        found = self._dropped(there)
        popup = self._window.page.frame_locator("iframe").last
        button = popup.locator(by("action", self._window.words["shell.search"]))
        wanted = [*searches]
        if any(text in company for company in found for text in wanted[:2]) or button.count() != 1:
            return self._numbered(found)
        for text in [*wanted, ""]:  # where none of the searches finds anything, all that there is
            popup.locator("input[type=text]").first.fill(text)
            button.click()
            self._window.settle()
            if found := self._dropped(there, patience=1.5):
                break
        return self._numbered(found)

    def _pick(self, text: str, place: int) -> None:
        named = {"text": text, "choose": self._window.words["shell.choose"]}
        for frame in reversed(self._window.page.frames):  # a pop-up's own frame comes after what it covers
            choices = frame.locator(by("choice", named))
            if choices.count() > place:
                choice = choices.nth(place)
                is_ticked = choice.evaluate(_IS_TICKED)
                choice.click(timeout=5000)
                if is_ticked:
                    self._confirm(frame.locator(by("confirm", named)))
                return
        raise Lost(what="the company is no longer offered", screen="company_box")

    def _confirm(self, button: Locator) -> None:
        """Press what takes the company that was ticked, where there is just one; what came of it is seen afterwards."""
        with suppress(Error):  # ticking it may have been enough, and the page is on its way
            if button.count() == 1:
                button.click(timeout=5000)

    @property
    def _box(self) -> Locator:
        return self._window.page.locator(by("corner", self._marks))

    def _element(self, function: str) -> ElementHandle:
        element = self._box.evaluate_handle(function).as_element()
        if element is None:
            raise Lost(what="nothing opens the list of companies", screen="company_box")
        return element

    def _corner(self, *, options: bool = True) -> _Corner:
        seen = self._window.ask(_DESCRIBE, [*self._marks, options])
        offered = tuple(Company(o["text"], o["key"]) for o in json.loads(seen["options"]))
        return _Corner(seen["kind"], Shown(tuple(seen["texts"]), seen["key"]), offered)

    def _numbered(self, texts: Sequence[str]) -> list[Company]:
        """Companies of an opened list; those of one name are told apart by which of them it is."""
        pieces = {choice["text"]: tuple(choice["pieces"]) for choice in self._described_choices}
        return [Company(text, str(texts[:place].count(text)), pieces.get(text, ())) for place, text in enumerate(texts)]
