"""The runs in the book: a new one or one to go on with, who is in it, how far it is, and what is taken out of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from rpa.engine.database import is_shared, members, renewals, runs
from rpa.engine.ledger import Key, joined
from rpa.engine.progress import Progress, RunInfo
from rpa.engine.task import Task
from rpa.outcome import Outcome, Result

_CHUNK = 500  # identities asked for at once: SQLite takes 32,766 values in a statement, PostgreSQL 65,535
FINAL = (Result.REFUSED, Result.BLOCKED)
"""Answers of the portal: asked again with the same certificate, it would say the same."""

Enqueue = Callable[[sa.Connection, Key, Task, int], None]
"""Gives one attempt to the queue, within a transaction; the last is its place in the order."""


class Runs:
    """The runs of one database. Every method is one transaction. Raises SQLAlchemyError."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def unfinished(self, command: str) -> str | None:
        """The run that this very command had begun, and of which something is left to do."""
        self.finish_complete()
        query = (
            sa.select(runs.c.run).where(runs.c.command == command, runs.c.ended.is_(None)).order_by(runs.c.began.desc())
        )
        with self._engine.connect() as connection:
            return connection.execute(query).scalars().first()

    def create(
        self,
        info: RunInfo,
        command: str,
        tasks: Sequence[Task],
        ended: Sequence[Outcome],
        enqueue: Enqueue,
        *,
        retry: Collection[Result],
    ) -> None:
        """Begin a run: its tasks in the order given, and the clients that ended before the portal was touched.

        A renewal that waits or is under way in another run is shared with it. One that the portal has refused ends as
        it did then, unless its result is one to `retry`.
        """
        with self._engine.begin() as connection:
            _one_after_the_other(connection)
            connection.execute(
                sa.insert(runs).values(
                    run=info.run, command=command, portal=info.portal, clients_file=info.clients_file,
                    began=info.began, ended=info.ended, host=info.host,
                )
            )  # fmt: skip
            rows = [_ended_row(info.run, outcome, info.began) for outcome in ended]
            rows += self._join(connection, info.run, tasks, enqueue, retry=retry)
            if rows:
                connection.execute(sa.insert(members), rows)

    def again(self, run: str, wanted: Sequence[Result], enqueue: Enqueue) -> int:
        """Begin a new reading for the clients of a run that ended with one of these results; gives how many."""
        with self._engine.begin() as connection:
            rows = connection.execute(
                sa.select(members.c.row, renewals.c.task, renewals.c.outcome)
                .select_from(joined())
                .where(members.c.run == run, members.c.outcome.is_(None), renewals.c.ended.is_not(None))
                .order_by(renewals.c.place)
            ).all()
            chosen = {
                row.row: Task.from_json(row.task) for row in rows if row.outcome and row.outcome["result"] in wanted
            }
            moved = self._join(connection, run, list(chosen.values()), enqueue, retry=FINAL)
            for row, new in zip(chosen, moved, strict=True):
                connection.execute(
                    sa.update(members)
                    .where(members.c.run == run, members.c.row == row)
                    .values(generation=new["generation"])
                )
            if moved:
                connection.execute(sa.update(runs).where(runs.c.run == run).values(ended=None))
        return len(moved)

    def cancel(self, run: str) -> int:
        """Take out of a run what has not begun; gives how many clients. One that other runs want too is left to them.

        First the renewals, then the members of those that nobody has begun in between: who is told to be out is out.
        """
        own, shared, now = members.c, renewals.c, time.time()
        renewal = (own.identity == shared.identity, own.generation == shared.generation)
        wanted = sa.exists().where(*renewal, own.ended.is_(None))
        not_begun = sa.exists().where(*renewal, shared.started.is_(None))
        with self._engine.begin() as connection:
            _one_after_the_other(connection)
            connection.execute(
                sa.update(renewals)
                .where(shared.ended.is_(None), shared.started.is_(None))
                .where(wanted.where(own.run == run), ~wanted.where(own.run != run))
                .values(ended=now, cancelled=True)
            )
            taken = connection.execute(
                sa.update(members).where(own.run == run, own.ended.is_(None), not_begun).values(ended=now)
            )
        return taken.rowcount

    def progress(self, run: str) -> Progress:
        """How far a run is, in one query."""
        own, shared = members.c, renewals.c
        result = sa.case(
            (own.outcome.is_not(None), own.outcome["result"].as_string()), else_=shared.outcome["result"].as_string()
        )
        state = sa.case(
            (own.outcome.is_not(None), result),
            (sa.or_(own.ended.is_not(None), shared.cancelled.is_(True)), "cancelled"),
            (shared.ended.is_not(None), result),
            (shared.started.is_not(None), "under_way"),
            else_="waiting",
        )
        query = sa.select(state, sa.func.count()).select_from(joined()).where(own.run == run).group_by(state)
        with self._engine.connect() as connection:
            counts = Counter({str(row[0]): int(row[1]) for row in connection.execute(query)})
        ended = {Result(name): count for name, count in counts.items() if name in set(Result)}
        return Progress(counts.total(), counts["waiting"], counts["under_way"], counts["cancelled"], ended)

    def finish_complete(self) -> None:
        """Mark runs as ended of which nothing is left, whoever did it: at the moment at which the last client ended."""
        own, shared = members.c, renewals.c
        clients = sa.select(own.row).select_from(joined()).where(own.run == runs.c.run)
        left = clients.where(own.ended.is_(None), shared.ended.is_(None)).exists()
        last = clients.with_only_columns(sa.func.max(sa.func.coalesce(own.ended, shared.ended))).scalar_subquery()
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(runs).where(runs.c.ended.is_(None), ~left).values(ended=sa.func.coalesce(last, runs.c.began))
            )

    def all(self, most: int = 50) -> list[RunInfo]:
        """The runs, the latest first."""
        chosen = [runs.c.run, runs.c.portal, runs.c.clients_file, runs.c.began, runs.c.ended, runs.c.host]
        with self._engine.connect() as connection:
            return [
                RunInfo(*row)
                for row in connection.execute(sa.select(*chosen).order_by(runs.c.began.desc()).limit(most))
            ]

    def find(self, name: str | None) -> RunInfo | None:
        """The run of a name, or of its beginning if that is enough; the latest without a name."""
        found = [run for run in self.all(10_000) if name is None or run.run.startswith(name)]
        exact = [run for run in found if run.run == name]
        return exact[0] if exact else found[0] if found and (name is None or len(found) == 1) else None

    def _join(
        self, connection: sa.Connection, run: str, tasks: Sequence[Task], enqueue: Enqueue, *, retry: Collection[Result]
    ) -> list[dict[str, Any]]:
        latest = _latest(connection, [task.identity for task in tasks])
        rows, new = [], []
        for place, task in enumerate(tasks, 1):
            before = latest.get(task.identity)
            row = {**_row(run, task), "identity": task.identity, "generation": 1, "outcome": None, "ended": None}
            if before and before.ended is None:
                row["generation"] = before.generation
            elif before and before.outcome and _is_final(before.outcome, retry):
                row |= {"identity": None, "generation": None, "outcome": before.outcome, "ended": time.time()}
            else:
                key = Key(task.identity, before.generation + 1 if before else 1, 1)
                row["generation"] = key.generation
                new.append(_new_row(key, task, place))
                enqueue(connection, key, task, place)
                latest[task.identity] = _Latest(key.identity, key.generation, None, None)
            rows.append(row)
        if new:
            connection.execute(sa.insert(renewals), new)
        return rows


def _one_after_the_other(connection: sa.Connection) -> None:
    """Two people who begin or cancel runs at once wait for each other; a SQLite file has one writer anyway."""
    if is_shared(connection.engine):
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(7403002)"))


def _is_final(outcome: Mapping[str, Any], retry: Collection[Result]) -> bool:
    """Whether a renewal ends as it did before. Where no certificate is named, a machine could not open the file."""
    return outcome["fingerprint"] is not None and outcome["result"] in set(FINAL) - set(retry)


@dataclass(frozen=True, slots=True)
class _Latest:
    identity: str
    generation: int
    ended: float | None
    outcome: Mapping[str, Any] | None


def _latest(connection: sa.Connection, identities: Sequence[str]) -> dict[str, _Latest]:
    """The latest generation of each renewal that there ever was."""
    found: dict[str, _Latest] = {}
    table = renewals.c
    for start in range(0, len(identities), _CHUNK):
        query = (
            sa.select(table.identity, table.generation, table.ended, table.outcome)
            .where(table.identity.in_(identities[start : start + _CHUNK]))
            .order_by(table.generation)
        )
        found |= {row.identity: _Latest(*row) for row in connection.execute(query)}
    return found


def _new_row(key: Key, task: Task, place: int) -> dict[str, Any]:
    return {
        "identity": key.identity, "generation": key.generation, "attempt": key.attempt, "place": place,
        "task": task.as_json(), "account": task.account_key, "company": task.company_key,
        "due": time.time(), "cancelled": False,
    }  # fmt: skip


def _row(run: str, task: Task) -> dict[str, Any]:
    return {"run": run, "row": task.row, "cnpj": task.cnpj, "company": task.company}


def _ended_row(run: str, outcome: Outcome, at: float) -> dict[str, Any]:
    who = {"run": run, "row": outcome.row, "cnpj": outcome.cnpj.text, "company": outcome.company}
    return {**who, "identity": None, "generation": None, "outcome": outcome.as_json(), "ended": at}
