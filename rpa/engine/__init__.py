"""The engine of runs: thousands of renewals, none lost, none sent twice. Start at `Engine`.

    submit      who is to be renewed, and in which order: on the disk before it returns
    work        do it, on this machine, with sessions of the portal that the caller opens
    progress    how far a run is, and how clients ended
    cancel      take out what has not begun
    retry       begin anew what ended in some way

DBOS keeps the queue (`durable`), the ledger what was about to be saved and what came of it, locks who is at work.
"""

from rpa.engine.ahead import importing_ahead
from rpa.engine.engine import Engine, Working
from rpa.engine.ledger import Begun, TakenOverError
from rpa.engine.locks import BusyError, LocksLostError
from rpa.engine.outage import DatabaseGoneError, passes
from rpa.engine.progress import Progress, RunInfo
from rpa.engine.seat import Journal, Visited, Visitor
from rpa.engine.task import Task, in_order
from rpa.engine.terms import Pauses, Terms

__all__ = [
    "Begun", "BusyError", "DatabaseGoneError", "Engine", "Journal", "LocksLostError", "Pauses", "Progress", "RunInfo",
    "TakenOverError", "Task", "Terms", "Visited", "Visitor", "Working", "importing_ahead", "in_order", "passes",
]  # fmt: skip
