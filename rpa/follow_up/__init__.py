"""What is left after InvoiCy: which clicks in Siscoban are open, across all runs, and the text for each client."""

from rpa.follow_up.items import Item, items, newest
from rpa.follow_up.letters import Letter, Letters
from rpa.follow_up.ticks import Ticks

__all__ = ["Item", "Letter", "Letters", "Ticks", "items", "newest"]
