"""What the ledger knows to have been sent to a company: by that an entry of the portal's list is known again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from rpa.engine.database import is_shared, renewals
from rpa.engine.task import Task
from rpa.outcome import Result
from rpa.renewal import Sent


def sent_to(connection: sa.Connection, task: Task) -> tuple[Sent, ...]:
    """All that was ever sent to a task's company: where Salvar was pressed, or may have been.

    What was sent under which Apelido: the one that was filled in, and the one that the list has shown of it.
    """
    table = renewals.c
    rows = connection.execute(
        sa.select(table.task, table.intention, table.outcome).where(
            _of_company(connection, task), table.company == task.company_key, table.intention.is_not(None)
        )
    )
    found: dict[Sent, None] = {}
    for row in rows:
        fingerprint, outcome = row.task["fingerprint"], row.outcome or {}
        until = outcome.get("valid_until")
        expiry = date.fromisoformat(until) if until else None
        shown = outcome["nickname"] if outcome.get("result") == Result.RENEWED else None
        for nickname in filter(None, (row.intention["nickname"], shown)):
            found[Sent(nickname, fingerprint, expiry)] = None
    return tuple(found)


def unseen(connection: sa.Connection, identity: str, generation: int) -> Mapping[str, Any] | None:
    """The last intention of an earlier generation, unless the list has shown the certificate since."""
    table = renewals.c
    rows = connection.execute(
        sa.select(table.intention, table.outcome)
        .where(table.identity == identity, table.generation < generation)
        .order_by(table.generation.desc())
    )
    for row in rows:
        if row.outcome and Result(row.outcome["result"]).good:
            return None
        if row.intention:
            return dict(row.intention)
    return None


def _of_company(connection: sa.Connection, task: Task) -> sa.ColumnElement[bool]:
    """An identity begins with its company's CNPJ: by that SQLite finds the few rows without reading them all."""
    identity = renewals.c.identity
    if is_shared(connection.engine):  # whose order of signs may be a language's
        return identity.startswith(f"{task.cnpj}-", autoescape=True)
    return sa.and_(identity > f"{task.cnpj}-", identity < f"{task.cnpj}-~")
