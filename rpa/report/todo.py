"""What needs a person, put together: what is the same for many clients is said once."""

from __future__ import annotations

from dataclasses import dataclass

from rpa.outcome import Outcome
from rpa.run_record import RunRecord
from rpa.wording import NextStep, next_step

_IN_THE_PORTAL_OR_FILE = (
    NextStep.LOOK_IN_PORTAL,
    NextStep.ACT_IN_PORTAL,
    NextStep.HEED_REFUSAL,
    NextStep.MEND_FILE,
    NextStep.CHECK_LOGIN,
    NextStep.RUN_AGAIN,
)
_NAMED = 40  # clients that are named under one step; the rest are found in the list of all clients


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason, and the clients that ended for it."""

    reason: str
    clients: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done, why and for whom; `count` clients in all, `more` of whom are not named here."""

    step: NextStep
    causes: tuple[Cause, ...]
    count: int
    more: int


def tasks(record: RunRecord) -> list[Task]:
    """What needs a person in the portal, or with a file; the most pressing first."""
    by_step: dict[NextStep, list[Outcome]] = {}
    for outcome in record.outcomes:
        by_step.setdefault(next_step(outcome), []).append(outcome)
    return [_task(step, by_step[step]) for step in _IN_THE_PORTAL_OR_FILE if step in by_step]


def _task(step: NextStep, clients: list[Outcome]) -> Task:
    by_reason: dict[str, list[Outcome]] = {}
    for outcome in sorted(clients, key=lambda outcome: outcome.row):
        by_reason.setdefault(outcome.reason, []).append(outcome)
    causes, room = [], _NAMED
    for reason, whose in sorted(by_reason.items(), key=lambda pair: -len(pair[1])):
        if room:
            causes.append(Cause(reason, tuple(whose[:room])))
            room -= len(causes[-1].clients)
    return Task(step, tuple(causes), len(clients), len(clients) - (_NAMED - room))
