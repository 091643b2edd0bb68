"""What is forgotten of old runs: everything but what the portal's list has not answered, or has refused, yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from rpa.engine.database import files, members, renewals, runs
from rpa.engine.ledger import Key
from rpa.outcome import Result

KEPT = (Result.UNVERIFIED, Result.REFUSED, Result.BLOCKED)
"""Ends that later commands go by, however old they are: what may have been saved, and what the portal has refused."""

_CHUNK = 500


def forget(engine: sa.Engine, before: float, delete: Callable[[Sequence[str]], None]) -> int:
    """Delete what ended before a moment (seconds since 1970), its workflows by `delete`; gives how many renewals.

    The workflows first: a renewal that the book has forgotten begins anew under the same name, and where the queue
    still knew that for one that is over, its client would wait for ever.
    """
    shared = renewals.c
    with engine.begin() as connection:
        old = sa.select(runs.c.run).where(runs.c.ended < before)
        connection.execute(sa.delete(members).where(members.c.run.in_(old)))
        connection.execute(sa.delete(runs).where(runs.c.ended < before))
    with engine.connect() as connection:
        over = connection.execute(
            sa.select(shared.identity, shared.generation, shared.attempt).where(_nobody_asks_for(before))
        ).all()
    for start in range(0, len(over), _CHUNK):
        chunk = over[start : start + _CHUNK]
        delete([Key(*row[:2], attempt).workflow for row in chunk for attempt in range(1, row.attempt + 1)])
        with engine.begin() as connection:
            for row in chunk:
                this = (shared.identity == row.identity, shared.generation == row.generation)
                connection.execute(sa.delete(renewals).where(*this))
    with engine.begin() as connection:
        connection.execute(sa.delete(files).where(files.c.identity.not_in(sa.select(shared.identity))))
    return len(over)


def _nobody_asks_for(before: float) -> sa.ColumnElement[bool]:
    shared = renewals.c
    wanted = sa.exists().where(members.c.identity == shared.identity, members.c.generation == shared.generation)
    kept = shared.outcome["result"].as_string().in_([result.value for result in KEPT])
    return sa.and_(shared.ended < before, ~wanted, sa.or_(shared.outcome.is_(None), ~kept))
