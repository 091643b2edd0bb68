"""What is forgotten of old runs: everything but what the portal's list has not answered, or has refused, yet."""

from __future__ import annotations

import sqlalchemy as sa

from rpa.engine.database import files, members, renewals, runs
from rpa.engine.ledger import Key
from rpa.outcome import Result

KEPT = (Result.UNVERIFIED, Result.REFUSED, Result.BLOCKED)
"""Ends that later commands go by, however old they are: what may have been saved, and what the portal has refused."""


def forget(engine: sa.Engine, before: float) -> list[str]:
    """Delete what ended before a moment (seconds since 1970); gives the workflows that nobody asks for any more."""
    shared = renewals.c
    result = shared.outcome["result"].as_string()
    with engine.begin() as connection:
        old = sa.select(runs.c.run).where(runs.c.ended < before)
        connection.execute(sa.delete(members).where(members.c.run.in_(old)))
        connection.execute(sa.delete(runs).where(runs.c.ended < before))
        wanted = sa.exists().where(members.c.identity == shared.identity, members.c.generation == shared.generation)
        over = sa.and_(
            shared.ended < before, ~wanted, sa.or_(shared.outcome.is_(None), result.not_in([r.value for r in KEPT]))
        )
        rows = connection.execute(sa.select(shared.identity, shared.generation, shared.attempt).where(over)).all()
        connection.execute(sa.delete(renewals).where(over))
        connection.execute(sa.delete(files).where(files.c.identity.not_in(sa.select(shared.identity))))
    return [
        Key(row.identity, row.generation, attempt).workflow for row in rows for attempt in range(1, row.attempt + 1)
    ]
