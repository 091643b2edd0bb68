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
from pages.sight import by, on_element
from pages.wait import Wait
from pages.words import Words, fold

_MOST_PAGES = 200
_READ = on_element("""
  const grid = gridWith(element.ownerDocument, arg.wanted);
  if (!grid) return null;
  const column = (names) => grid.columns.findIndex((c) => foldAll(names).has(fold(c)));
  const places = Object.fromEntries(Object.entries(arg.columns).map(([key, names]) => [key, column(names)]));
  const cells = grid.cells || spread;
  const cell = (row, key) => (places[key] < 0 ? null : cellText(cells(row)[places[key]]));
  const rows = grid.rows.map((row) => Object.fromEntries(Object.keys(places).map((key) => [key, cell(row, key)])));
  return { rows, odd: grid.odd };
""")
_TITLE = on_element("""
  return gridWith(element.ownerDocument.body, arg)?.columns.find((c) => foldAll(arg[1]).has(fold(c)));
""")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list, as it is written there; None for a column that this portal's list has not.

    `expiry` may be a date in several shapes or a number of days; `default` may be a word, or ☑ and ☐ for a mark.
    """

    nickname: str
    expiry: str
    default: str | None
    kind: str | None
    status: str | None
    expiry_title: str = ""


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
        """Every certificate in the list, on all its pages: a portal may open it where it was left the last time."""
        self._go_to_first_page()
        found: list[Entry] = []
        for _ in range(_MOST_PAGES):
            found += self._rows()
            if not self._turn_page("next"):
                return found
        raise Lost(what="the list has no end", screen=self.name)

    def mentions(self, texts: Sequence[str]) -> bool:
        """Whether one of these texts stands anywhere on the screen, in a row that was read or not."""
        written = fold(self.scope.locator("body").inner_text())
        return any(fold(text) in written for text in texts)

    def add(self) -> CertificateForm:
        """Adicionar: the empty form. Raises NotAuthorised where the button is missing."""
        wanted = self.window.words["certificates.add"]
        if self.find("action", "certificates.add").count() == 0:
            raise NotAuthorised(missing=wanted[0], nearest=self.window.nearest(self.scope, "action", wanted))
        self.window.press(self.action("certificates.add"))
        return self.window.await_one(CertificateForm)

    def edit(self, entry: Entry) -> CertificateForm | None:
        """The form of one entry; None where the portal offers no editing."""
        row = self.row_of(entry)
        if row is None:
            raise Lost(what="the entry is no longer in the list", screen=self.name)
        opener = row.locator(by("action", self.window.words["certificates.edit"])).or_(
            row.locator(by("action", [entry.nickname]))
        )
        if opener.count() == 0:
            return None
        self.window.press(opener.first)
        return self.window.await_one(CertificateForm)

    def row_of(self, entry: Entry) -> Locator | None:
        """The row of one entry, on whichever page of the list it is, which is turned to; None if it is on none."""
        if entry not in self._rows():
            self._go_to_first_page()
        for _ in range(_MOST_PAGES):
            rows = self._rows()
            if entry in rows:
                return self.scope.locator(by("row", self._wanted)).nth(rows.index(entry))
            if not self._turn_page("next"):
                break
        return None

    def _go_to_first_page(self) -> None:
        for _ in range(_MOST_PAGES):
            if not self._turn_page("first") and not self._turn_page("previous"):
                return

    def _rows(self) -> list[Entry]:
        words = self.window.words
        keys = ("nickname", "expiry", "default", "kind", "status")
        columns = {key: words[f"certificates.column_{key}"] for key in keys}
        arg = {"wanted": self._wanted, "columns": columns}
        read = self.scope.locator("body").evaluate(_READ, arg) or {"rows": [], "odd": []}
        rows = read["rows"]
        if read["odd"]:  # a list that cannot be read whole is not an empty one
            raise Lost(
                what="a row of the list is not like its titles", screen=self.name, nearest=tuple(read["odd"][:3])
            )
        title = self._expiry_title if rows else ""
        return [Entry(**row, expiry_title=title) for row in rows if row["nickname"] or row["expiry"]]

    @property
    def _expiry_title(self) -> str:
        """The title over the column of dates: some lists count days there instead."""
        return str(self.scope.locator("body").evaluate(_TITLE, self._wanted) or "")

    def _turn_page(self, where: str) -> bool:
        """Go to the next page of the list, the previous or the first one; False if there is none."""
        button = self.scope.locator(by(where, self.window.words[f"certificates.{where}_page"]))
        if button.count() == 0:
            return False
        before = self._rows()
        self.window.press(button)
        wait = Wait(self.window.patience)
        while not wait.over:
            self.window.settle()
            if self._rows() != before:
                return True
        return False

    @property
    def _wanted(self) -> list[tuple[str, ...]]:
        words = self.window.words
        return [words["certificates.column_nickname"], words["certificates.column_expiry"]]
