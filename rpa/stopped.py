"""What the portal's pages would have sent elsewhere, told of each client on whose behalf it was, in each attempt."""

from __future__ import annotations

from pages import Portal
from rpa.explain import stopped


class Stopped:
    """The addresses, by row, of one session: an attempt that only reads tells what an earlier one has met."""

    def __init__(self) -> None:
        self._addresses: dict[int, dict[str, None]] = {}

    def notes(self, row: int, portal: Portal) -> list[str]:
        """A sentence for each address to which something was to go since a client was last asked about, or before."""
        known = self._addresses.setdefault(row, {})
        known |= dict.fromkeys(portal.window.elsewhere.take())
        return [stopped(address) for address in known]
