"""What a run has written into a shared database, row by row, so that the gate can search it. Nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from rpa.cnpj import Cnpj
from rpa.engine.database import is_shared, members, metadata, renewals

_QUEUES = "dbos"  # the schema in which the queue's library keeps its tables
_NAMES = ("identity", "workflow_uuid")  # by these a row belongs to a renewal; the second goes on behind a dot


def rows(engine: sa.Engine, run: str | None, since: float) -> Iterator[tuple[str, bytes]]:
    """Each row of a run, as table and cells; without a `run`, of what was begun since a moment (seconds since 1970).

    Rows that belong to no renewal, such as those of machines and queues, are few: all of them are given. Of a database
    that is not shared nothing is: it is a file. Raises SQLAlchemyError.
    """
    if not is_shared(engine):
        return
    with engine.connect() as connection:
        for table in _tables(connection):
            chosen = sa.select(*table.c)
            if table.c.get("run") is not None:
                chosen = chosen.where(sa.or_(table.c.run == run, table.c.run.is_(None))) if run else chosen
            elif (name := next((table.c[name] for name in _NAMES if name in table.c), None)) is not None:
                chosen = chosen.where(sa.func.split_part(name, ".", 1).in_(_identities(run, since)))
            for row in connection.execution_options(yield_per=500).execute(chosen):
                yield table.fullname, b"\n".join(map(_as_bytes, row))


def clients(engine: sa.Engine, run: str | None, since: float) -> list[tuple[Cnpj, str]]:
    """Whom the rows of a run, or of what was begun since a moment, are about: CNPJ and company."""
    mine = members.c.run == run if run is not None else members.c.identity.in_(_identities(None, since))
    with engine.connect() as connection:
        found = connection.execute(sa.select(members.c.cnpj, members.c.company).where(mine).distinct())
        return [(Cnpj(row.cnpj), row.company) for row in found]


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """Our tables, and those of the queue's library as they are in this version of it."""
    found = sa.MetaData()
    inspector = sa.inspect(connection)
    if _QUEUES in inspector.get_schema_names():
        for name in inspector.get_table_names(schema=_QUEUES):
            columns = [sa.Column(column["name"], column["type"]) for column in inspector.get_columns(name, _QUEUES)]
            sa.Table(name, found, *columns, schema=_QUEUES)
    return [*metadata.sorted_tables, *found.tables.values()]


def _identities(run: str | None, since: float) -> sa.Select[tuple[str]]:
    if run is not None:
        return sa.select(members.c.identity).where(members.c.run == run, members.c.identity.is_not(None))
    return sa.select(renewals.c.identity).where(renewals.c.started >= since)


def _as_bytes(cell: Any) -> bytes:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell)
    return (cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False, default=str)).encode(
        errors="replace"
    )
