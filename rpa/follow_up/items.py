"""Which clients have a click in Siscoban open, and which renewal a client is to be told of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from rpa.cnpj import Cnpj
from rpa.outcome import FollowUp, Outcome, Result
from rpa.run_record import RunRecord


@dataclass(frozen=True, slots=True)
class Item:
    """One client's end in one run."""

    run: RunRecord
    outcome: Outcome


def items(runs: Iterable[RunRecord], ticks: Mapping[Cnpj, datetime]) -> list[Item]:
    """The clicks that are open, the oldest first, one a client. `runs` come the latest first.

    A click stays open whatever later runs say of the client, until it is ticked off: that the portal has the
    certificate says nothing of Siscoban. A tick closes what was open when it was made, not what a later run opens.
    """
    found: dict[Cnpj, Item] = {}
    for run in runs:
        for outcome in run.outcomes:
            wanted = outcome.follow_up is FollowUp.VALIDADE_CERTIFICADO and outcome.cnpj not in found
            if wanted and not _ticked(outcome.cnpj, run, ticks):
                found[outcome.cnpj] = Item(run, outcome)
    return sorted(found.values(), key=lambda item: (item.run.about.began, item.outcome.row))


def newest(runs: Iterable[RunRecord], cnpj: Cnpj) -> Item | None:
    """What a client is to be told of: the run that renewed the certificate which the client has now.

    Where no run that is kept did, the latest end of any kind. `runs` come the latest first.
    """
    ends = [Item(run, outcome) for run in runs for outcome in run.outcomes if outcome.cnpj == cnpj]
    current = next((item.outcome.fingerprint for item in ends if item.outcome.result.good), None)
    for item in ends:
        if item.outcome.result is Result.RENEWED and item.outcome.fingerprint == current:
            return item
    good = (item for item in ends if item.outcome.result.good)
    return next(good, ends[0] if ends else None)


def _ticked(cnpj: Cnpj, run: RunRecord, ticks: Mapping[Cnpj, datetime]) -> bool:
    return cnpj in ticks and ticks[cnpj] >= run.about.began
