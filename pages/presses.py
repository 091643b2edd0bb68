"""Whether a click has arrived: a notice may come to lie over a thing at the very moment at which it is clicked."""

from __future__ import annotations

import itertools

from playwright.sync_api import Error, Locator

# The count stands at the page's own window, whichever frame the thing is in: it goes with the page, and not before. It
# bears a number, so that none is taken for that of another press.
_COUNT = """(targets, number) => {
  if (targets.length !== 1) return false;
  const [target] = targets, count = { number, presses: 0 };
  target.ownerDocument.addEventListener("click", (event) => (count.presses += target.contains(event.target)), true);
  target.ownerDocument.defaultView.top[Symbol.for("pages.presses")] = count;
  return true;
}"""
_COUNTED = """number => {
  const count = window[Symbol.for("pages.presses")];
  return count?.number === number ? count.presses > 0 : true;
}"""
_NUMBERS = itertools.count(1)


class Presses:
    """Counts, in the page itself, the clicks that arrive at one thing from now on. Of one thing at a time."""

    def __init__(self, target: Locator) -> None:
        self._page, self._number = target.page, next(_NUMBERS)
        if not target.evaluate_all(_COUNT, self._number):  # not there yet, or not alone: Playwright waits, or says so
            target.evaluate(f"(target, number) => ({_COUNT})([target], number)", self._number)

    @property
    def arrived(self) -> bool:
        """Whether one has; True too where the document has gone, which is what a click may do. Raises nothing."""
        try:
            return bool(self._page.evaluate(_COUNTED, self._number))
        except Error:
            return True
