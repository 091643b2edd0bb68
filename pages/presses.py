"""Whether a click has arrived: a notice may come to lie over a thing at the very moment at which it is clicked."""

from __future__ import annotations

from playwright.sync_api import Error, Locator

_COUNT = """target => {
  const count = { presses: 0 };
  target.ownerDocument.addEventListener("click", (event) => (count.presses += target.contains(event.target)), true);
  return count;
}"""


class Presses:
    """Counts, in the page itself, the clicks that arrive at one thing from now on."""

    def __init__(self, target: Locator) -> None:
        self._count = target.evaluate_handle(_COUNT)

    @property
    def arrived(self) -> bool:
        """Whether one has; True too where the document has gone, which is what a click may do. Raises nothing."""
        try:
            return bool(self._count.evaluate("count => count.presses"))
        except Error:
            return True
