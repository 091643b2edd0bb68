"""The list of the certificates that the selected company has."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator

from pages.certificate_form import CertificateForm
from pages.errors import Lost, NotAuthorised
from pages.screen import Landmark, Screen
from pages.sight import by
from pages.wait import Wait
from pages.words import Words, fold

_MOST_PAGES = 200
_NO_ROWS, _MOST_FOR_ROWS = 1.0, 6.0
"""Seconds for which a list must have shown no row to have none, and that it has at most while the portal is at work."""

_READ = """
  const ways = Object.keys(arg.ways).filter((where) => turner(element.ownerDocument, where, arg.ways[where]).length);
  const grid = gridWith(element.ownerDocument, arg.wanted);
  const empty = matchesStem(readable(element.ownerDocument), arg.empty);
  if (!grid) return { rows: [], odd: [], title: "", ways, all: 0, further: false, empty };
  const column = (names) => grid.columns.findIndex((c) => foldAll(names).has(fold(c)));
  const places = Object.fromEntries(Object.entries(arg.columns).map(([key, names]) => [key, column(names)]));
  const cells = grid.cells || spread;
  const cell = (row, key) => (places[key] < 0 ? null : cellText(cells(row)[places[key]]));
  const rows = grid.rows.map((row) => Object.fromEntries(Object.keys(places).map((key) => [key, cell(row, key)])));
  const told = extent(element.ownerDocument, grid.table || grid.rows[0], arg.extent);
  return { rows, odd: grid.odd, title: grid.columns[places.expiry] || "", ways, ...told, empty };
"""
_SCROLL_TO = """
  const grid = gridWith(element.ownerDocument, arg.wanted);
  grid?.rows[arg.place]?.scrollIntoView({ block: "nearest" });
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list, as it is written there; None for a column that this portal's list has not.

    `expiry` may be a date in several shapes or a number of days; `default` may be a word, or ☑ and ☐ for a mark;
    `serial` and `fingerprint` are the certificate's own, however they are written.
    """

    nickname: str
    expiry: str
    default: str | None
    kind: str | None
    status: str | None
    expiry_title: str = ""
    serial: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is on the screen of a list: its rows, and which `ways` lead on: Next, Previous, First.

    `all` is how many entries it says that there are on all its pages; 0 where it does not say. `empty` is whether it
    says that there are none.
    """

    entries: list[Entry]
    ways: Sequence[str]
    all: int = 0
    empty: bool = False


class CertificatesPage(Screen):
    """The grid with the columns Apelido and Vencimento (or Validade), and Adicionar."""

    name = "certificates"

    @classmethod
    def landmark(cls, words: Words) -> Landmark:
        """Both columns in one document, or cards with both captions, and no form."""
        columns = [["column", *words["certificates.column_nickname"]], ["column", *words["certificates.column_expiry"]]]
        empty = [
            ["action", *words["certificates.add"]],
            ["stem", *(re.escape(fold(w)) for w in words["certificates.empty"])],
        ]
        cards = ["cards", json.dumps([words["certificates.column_nickname"], words["certificates.column_expiry"]])]
        return [{"all": tests, "none": [["file"]]} for tests in (columns, empty, [cards])]

    def entries(self) -> list[Entry]:
        """Every certificate in the list, on all its pages: a portal may open it where it was left the last time.

        Raises Lost where a row cannot be read, or where the list says that it has more than can be reached: what is not
        seen there would be sent once more.
        """
        shown = self._go_to_first_page(self._shown_whole())
        found: list[Entry] = []
        for _ in range(_MOST_PAGES):
            has_grown = shown.entries[: len(found)] == found  # more was loaded below what was there
            found = shown.entries if has_grown else found + shown.entries
            next_page = self._turn_page(shown, "Next")
            if next_page is None:
                if len(found) < shown.all:
                    raise self._no_way_on
                return found
            shown = next_page
        raise Lost(what="the list has no end", screen=self.name)

    def mentions(self, texts: Sequence[str]) -> bool:
        """Whether one of these texts stands anywhere on the screen, in a row that was read or not."""
        written = fold(self.ask("return element.innerText"))
        return any(fold(text) in written for text in texts)

    def add(self) -> CertificateForm:
        """Adicionar: the empty form. Raises NotAuthorised where the button is missing."""
        wanted = self.window.words["certificates.add"]
        self.window.document.complete()
        try:
            self.press("certificates.add")
        except Lost as error:
            if error.matches:
                raise
            raise NotAuthorised(missing=wanted[0], nearest=error.nearest) from None
        return self.window.await_one(CertificateForm)

    def edit(self, entry: Entry) -> CertificateForm | None:
        """The form of one entry, by its icon Alterar, else by its name; None where the portal offers no editing.

        Raises Lost where the entry is gone, or where several things that differ bear the name.
        """
        row = self.row_of(entry)
        if row is None:
            raise Lost(what="the entry is no longer in the list", screen=self.name)
        for names in (self.window.words["certificates.edit"], (entry.nickname,)):
            opener = row.locator(by("action", names))
            if (matches := opener.count()) == 1:
                break
            if matches > 1:
                raise Lost(what="the way into an entry", screen=self.name, wanted=names, matches=matches)
        else:
            return None
        self.window.press(opener)
        return self.window.await_one(CertificateForm)

    def row_of(self, entry: Entry) -> Locator | None:
        """The row of one entry, on whichever page of the list it is, in view then; None if it is on none."""
        place = self._turn_to(entry)
        if place is None:
            return None
        self.ask(_SCROLL_TO, {"wanted": self._wanted, "place": place})
        return self.scope.locator(by("row", self._wanted)).nth(place)

    def _shown_whole(self) -> _Shown:
        """The page of the list that is shown, once its rows are there, which may come after its titles.

        One without a row is believed at once where it says so; otherwise once it has stayed like that.
        """
        shown, wait = self._shown(), Wait(_MOST_FOR_ROWS)
        while not wait.over and (
            self.window.traffic.waiting or not (shown.entries or shown.empty or wait.unchanged(shown) > _NO_ROWS)
        ):
            self.window.settle(_MOST_FOR_ROWS)
            shown = self._shown()
        return shown

    def _turn_to(self, entry: Entry) -> int | None:
        """Which row of the page that is shown then an entry has."""
        shown = self._shown()
        if entry not in shown.entries:
            shown = self._go_to_first_page(shown)
        for _ in range(_MOST_PAGES):
            if entry in shown.entries:
                return shown.entries.index(entry)
            next_page = self._turn_page(shown, "Next")
            if next_page is None:
                break
            shown = next_page
        return None

    def _go_to_first_page(self, shown: _Shown) -> _Shown:
        for _ in range(_MOST_PAGES):
            earlier = self._turn_page(shown, "First") or self._turn_page(shown, "Previous")
            if earlier is None:
                break
            shown = earlier
        return shown

    def _shown(self) -> _Shown:
        """Read the page of the list that is shown. Raises Lost where a row of it cannot be read."""
        words = self.window.words
        keys = ("nickname", "expiry", "default", "kind", "status", "serial", "fingerprint")
        columns = {key: words[f"certificates.column_{key}"] for key in keys}
        ways = {where: words[f"certificates.{where.lower()}_page"] for where in ("Next", "Previous", "First")}
        said = {"counts": "counts_entries", "places": "counts_pages", "next": "next_page"}
        extent = {key: words[f"certificates.{name}"] for key, name in said.items()}
        empty = [re.escape(fold(text)) for text in words["certificates.empty"]]
        asked = {"wanted": self._wanted, "columns": columns, "ways": ways, "extent": extent, "empty": empty}
        read = self.ask(_READ, asked)
        if read["odd"]:  # a list that cannot be read whole is not an empty one
            raise Lost(
                what="a row of the list is not like its titles", screen=self.name, nearest=tuple(read["odd"][:3])
            )
        if read["further"] and "Next" not in read["ways"]:
            raise self._no_way_on
        entries = [Entry(**row, expiry_title=read["title"]) for row in read["rows"] if row["nickname"] or row["expiry"]]
        return _Shown(entries, read["ways"], read["all"], read["empty"])

    @property
    def _no_way_on(self) -> Lost:
        """The list says that it has more, and nothing is seen that leads there."""
        wanted = self.window.words["certificates.next_page"]
        return Lost(what="the next page of the list", screen=self.name, wanted=wanted)

    def _turn_page(self, shown: _Shown, where: str) -> _Shown | None:
        """Turn from the page that is `shown` to the next one, the previous or the first; None if there is none."""
        if where not in shown.ways:
            return None
        self.window.press(
            self.scope.locator(by(where.lower(), self.window.words[f"certificates.{where.lower()}_page"]))
        )
        wait = Wait(self.window.patience)
        while not wait.over:
            self.window.settle()
            turned = self._shown()
            if turned.entries != shown.entries:
                return turned
        return None

    @property
    def _wanted(self) -> list[tuple[str, ...]]:
        words = self.window.words
        return [words["certificates.column_nickname"], words["certificates.column_expiry"]]
