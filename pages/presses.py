"""Whether a click has arrived: a notice may come to lie over a thing at the very moment at which it is clicked."""

from __future__ import annotations

import itertools

from playwright.sync_api import Error, Locator, Page

from pages.sight import read_one

# The counts stand at the page's own window, whichever frame the thing is in: they go with the page, and not before.
# Each has its number, so that none is taken for that of another press.
COUNT = """(target, { number, guarded = false }) => {
  const doc = target.ownerDocument, top = doc.defaultView.top, place = Symbol.for("pages.presses");
  const counts = (top[place] = top[place] || new Map());
  if (!counts.has(number)) counts.set(number, { presses: 0, watched: new WeakSet() });
  const count = counts.get(number);
  count.guarded = guarded;
  const arrive = (event) => {
    if (target.contains(event.target)) count.presses += event.type === "click";
    else if (count.guarded) event.preventDefault(), event.stopImmediatePropagation();
  };
  const kinds = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"];
  if (!count.watched.has(target)) for (const kind of kinds) doc.defaultView.addEventListener(kind, arrive, true);
  count.watched.add(target);
}"""
"""Of what is clicked, and of the number of the `Presses`. `guarded` has a click do nothing that arrives elsewhere,
until it is asked whether one has arrived."""

_COUNTED = """number => {
  const count = window[Symbol.for("pages.presses")]?.get(number);
  if (count) count.guarded = false;
  return count ? count.presses > 0 : true;
}"""
_NUMBERS = itertools.count(1)


class Presses:
    """Counts, in the page itself, the clicks that arrive at one thing from now on. Not for what saves."""

    def __init__(self, page: Page) -> None:
        self._page, self.told = page, {"number": next(_NUMBERS)}

    def watch(self, target: Locator) -> None:
        """Count those that arrive at this, be it in the place of what was watched before."""
        read_one(target, COUNT, self.told)

    @property
    def arrived(self) -> bool:
        """Whether one has; True too where the document has gone, which is what a click may do. Raises nothing."""
        try:
            return bool(self._page.evaluate(_COUNTED, self.told["number"]))
        except Error:
            return True
