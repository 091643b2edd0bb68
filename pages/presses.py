"""Whether a click has arrived: a notice may come to lie over a thing at the very moment at which it is clicked."""

from __future__ import annotations

import itertools

from playwright.sync_api import Error, Locator, Page

from pages.controls import read_one

# The count stands at the page's own window, whichever frame the thing is in: it goes with the page, and not before. It
# bears a number, so that none is taken for that of another press.
_COUNT = """(target, number) => {
  const doc = target.ownerDocument, top = doc.defaultView.top, place = Symbol.for("pages.presses");
  if (top[place]?.number !== number) top[place] = { number, presses: 0, watched: new WeakSet() };
  const count = top[place];
  if (!count.watched.has(target))
    doc.addEventListener("click", (event) => (count.presses += target.contains(event.target)), true);
  count.watched.add(target);
  return count.presses > 0;
}"""
_COUNTED = """number => {
  const count = window[Symbol.for("pages.presses")];
  return count?.number === number ? count.presses > 0 : true;
}"""
_NUMBERS = itertools.count(1)


class Presses:
    """Counts, in the page itself, the clicks that arrive at one thing from now on. Of one thing at a time."""

    def __init__(self, page: Page) -> None:
        self._page, self._number = page, next(_NUMBERS)

    def watch(self, target: Locator) -> bool:
        """Count those that arrive at this, be it in the place of what was watched before; whether one has already."""
        return bool(read_one(target, _COUNT, self._number))

    @property
    def arrived(self) -> bool:
        """Whether one has; True too where the document has gone, which is what a click may do. Raises nothing."""
        try:
            return bool(self._page.evaluate(_COUNTED, self._number))
        except Error:
            return True
