"""The book of all runs: who is in which run, what was about to be saved, and how each renewal ended.

It is written before and after Salvar. So there is no moment at which a killed process could leave it open whether
Salvar may have been pressed: an intention without an outcome says that it may, and only the portal's list can tell.
"""

from __future__ import annotations

import time
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from rpa.engine.database import members, renewals
from rpa.engine.progress import host_of
from rpa.engine.sent import sent_to, unseen
from rpa.engine.task import Task
from rpa.outcome import Outcome
from rpa.renewal import Sent


@dataclass(frozen=True, slots=True)
class Key:
    """One attempt at one renewal. A `generation` begins with a command of a person, an `attempt` by itself."""

    identity: str
    generation: int
    attempt: int

    @property
    def workflow(self) -> str:
        """The name under which the engine knows it."""
        return f"{self.identity}.{self.generation}.{self.attempt}"

    @property
    def next(self) -> Key:
        """The next attempt."""
        return replace(self, attempt=self.attempt + 1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A renewal whose turn may come: its account and company must be free."""

    key: Key
    account: str
    company: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A renewal that was begun: what there is to do, and what an earlier process was about to save, if it was.

    `earlier` is what an earlier command had been about to save and nobody has seen in the list since, if anything;
    `sent` is all that was ever sent to this company.
    """

    key: Key
    task: Task
    intention: Mapping[str, Any] | None
    earlier: Mapping[str, Any] | None = None
    sent: tuple[Sent, ...] = ()


class Ledger:
    """The book, in one database. Every method is one transaction. Raises SQLAlchemyError."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def waiting(
        self,
        run: str | None,
        portal: str | None = None,
        *,
        most: int,
        beside: Sequence[str] = (),
        account: str | None = None,
    ) -> list[Waiting]:
        """Renewals that are due, in their order: of one run or of all, of one account or of none `beside`.

        Only of a `portal`, where one is named.
        """
        table = renewals.c
        chosen = sa.select(table.identity, table.generation, table.attempt, table.account, table.company).where(
            table.ended.is_(None), table.due <= time.time()
        )
        if account is not None:
            chosen = chosen.where(table.account == account)
        if beside:
            chosen = chosen.where(table.account.not_in(beside))
        chosen = chosen.where(*_of(run, portal))
        with self.engine.connect() as connection:
            rows = connection.execute(chosen.order_by(table.place, table.identity).limit(most)).all()
        return [Waiting(Key(*row[:3]), row.account, row.company) for row in rows]

    def begin(self, key: Key, worker: str) -> Begun | None:
        """Begin an attempt; None if there is nothing left to do of it: it was cancelled, or had ended already."""
        table = renewals.c
        with self.engine.begin() as connection:
            begun = connection.execute(
                sa.update(renewals)
                .where(*_is(key), table.attempt == key.attempt, table.ended.is_(None))
                .values(started=time.time(), worker=worker)
            )
            if not begun.rowcount:
                return None
            row = connection.execute(sa.select(table.task, table.intention).where(*_is(key))).one()
            earlier = unseen(connection, key.identity, key.generation)
            task = Task.from_json(row.task)
            return Begun(key, task, row.intention, earlier, sent_to(connection, task))

    def sent(self, task: Task) -> tuple[Sent, ...]:
        """All that was ever sent to a task's company: where Salvar was pressed, or may have been."""
        with self.engine.connect() as connection:
            return sent_to(connection, task)

    def intend(self, key: Key, worker: str, intention: Mapping[str, Any]) -> None:
        """Write down what is about to be saved. Raises TakenOverError if another worker has the renewal now."""
        with self.engine.begin() as connection:
            written = connection.execute(
                sa.update(renewals)
                .where(*_is(key), renewals.c.worker == worker, renewals.c.ended.is_(None))
                .values(intention=intention)
            )
            if not written.rowcount:
                raise TakenOverError

    def withdraw(self, key: Key) -> None:
        """Salvar was not pressed after all."""
        with self.engine.begin() as connection:
            connection.execute(sa.update(renewals).where(*_is(key)).values(intention=sa.null()))

    def close(self, key: Key, outcome: Outcome, worker: str, *, again_at: float | None, logged_in: bool) -> None:
        """Write down how an attempt ended; `again_at`, if given, when the next one is due.

        Nothing is written where another worker has the renewal now.
        """
        values = {"outcome": outcome.as_json(), "logged_in": logged_in}
        if again_at is None:
            values["ended"] = time.time()
        else:
            values |= {"attempt": key.attempt + 1, "due": again_at}
        with self.engine.begin() as connection:
            connection.execute(
                sa.update(renewals)
                .where(
                    *_is(key),
                    renewals.c.attempt == key.attempt,
                    renewals.c.worker == worker,
                    renewals.c.ended.is_(None),
                )
                .values(**values)
            )

    def attempt_of(self, key: Key) -> int | None:
        """The attempt that is due or under way now; None if the renewal has ended."""
        table = renewals.c
        with self.engine.connect() as connection:
            return connection.execute(sa.select(table.attempt).where(*_is(key), table.ended.is_(None))).scalar()

    def task_of(self, key: Key) -> Task:
        """What there is to do."""
        with self.engine.connect() as connection:
            return Task.from_json(connection.execute(sa.select(renewals.c.task).where(*_is(key))).scalar_one())

    def unfinished(self, run: str | None, portal: str | None = None) -> bool:
        """Whether anything is left to do, now or later, by this worker or another: see `waiting`."""
        query = sa.select(renewals.c.identity).where(renewals.c.ended.is_(None), *_of(run, portal)).limit(1)
        with self.engine.connect() as connection:
            return connection.execute(query).first() is not None

    def ended(
        self, run: str, since: float = 0.0, known: Container[tuple[int, float]] = ()
    ) -> Iterator[tuple[float, Outcome]]:
        """How clients of a run ended, in the order in which they did, from a moment on.

        What is `known`, by row and moment, is left out, and nothing of before the first that is not known is read.
        """
        own, shared = members.c, renewals.c
        ended = sa.func.coalesce(own.ended, shared.ended).label("at")
        outcome = sa.case((own.outcome.is_not(None), own.outcome), else_=shared.outcome)
        moments = (
            sa.select(own.row, ended)
            .select_from(joined())
            .where(own.run == run, ended >= since, outcome.is_not(None))
            .order_by(ended, own.row)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(moments)
            first = next((row.at for row in rows if (row.row, row.at) not in known), None)
            if first is None:
                return
            whole = moments.add_columns(sa.type_coerce(outcome, sa.JSON).label("outcome")).where(ended >= first)
            for row in connection.execute(whole):
                if (row.row, row.at) not in known:
                    yield row.at, replace(Outcome.from_json(row.outcome), row=row.row)

    def hosts(self, run: str) -> tuple[str, ...]:
        """The machines whose workers were the last to have a renewal of this run."""
        with self.engine.connect() as connection:
            names = connection.execute(sa.select(renewals.c.worker).where(_of_run(run)).distinct()).scalars()
            return tuple(sorted({host_of(name) for name in names if name}))

    def nobody_got_in(self, run: str) -> bool:
        """Whether there were renewals to be done in the portal, and not one of them got past the login."""
        query = (
            sa.select(sa.func.count(), sa.func.count().filter(renewals.c.logged_in.is_(True)))
            .select_from(joined())
            .where(members.c.run == run, members.c.outcome.is_(None), renewals.c.cancelled.is_(False))
        )
        with self.engine.connect() as connection:
            to_do, got_in = connection.execute(query).one()
        return bool(to_do and not got_in)


class TakenOverError(Exception):
    """The renewal is another worker's now, which took this one for dead: nothing may be saved here any more."""


def _is(key: Key) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return renewals.c.identity == key.identity, renewals.c.generation == key.generation


def joined() -> sa.FromClause:
    """Members with their renewals, where they have one."""
    own, shared = members.c, renewals.c
    return members.outerjoin(renewals, sa.and_(own.identity == shared.identity, own.generation == shared.generation))


def _of(run: str | None, portal: str | None) -> list[sa.ColumnElement[bool]]:
    """Of one run or of all, at one portal or at all: a database may have clients of a test portal and of the real."""
    of_run = [] if run is None else [_of_run(run)]
    return of_run if portal is None else [*of_run, renewals.c.account.startswith(f"{portal}/", autoescape=True)]


def _of_run(run: str) -> sa.ColumnElement[bool]:
    own, shared = members.c, renewals.c
    return sa.exists().where(own.run == run, own.identity == shared.identity, own.generation == shared.generation)
