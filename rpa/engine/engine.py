"""The face of the engine: submit, work, progress, cancel, retry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import sqlalchemy as sa

from rpa import safe_home
from rpa.cnpj import Cnpj
from rpa.engine import written
from rpa.engine.database import connect, files, has_file, is_shared, workers
from rpa.engine.forgetting import forget
from rpa.engine.ledger import Ledger
from rpa.engine.locks import AdvisoryLocks, FileLocks, Locks
from rpa.engine.outage import Say, outage_of
from rpa.engine.progress import Progress, RunInfo
from rpa.engine.runs import Runs
from rpa.engine.seat import Visitor
from rpa.engine.task import Task, in_order
from rpa.engine.terms import Terms
from rpa.outcome import Outcome, Result
from rpa.renewal import Sent

if TYPE_CHECKING:
    from rpa.engine.durable import Queue
    from rpa.engine.worker import Worker


class Working(Protocol):
    """Who works: `work` in a thread of its own, `stop` from any other."""

    def work(self) -> None:
        """Work until nothing is left, or until stopped; visits under way are finished. Raises what broke it off."""

    def stop(self) -> None:
        """Begin nothing more; `work` returns when what is under way is done."""


class Engine:
    """The runs of one database. Close it in the end. Every verb raises SQLAlchemyError where the database fails."""

    def __init__(self, database: sa.Engine, home: Path) -> None:
        self._database = database
        self._home = home
        self.runs = Runs(database)
        self._ledger = Ledger(database)
        self._held: Locks | None = None

    @classmethod
    def open(cls, url: str | None, home: Path) -> Self:
        """The database that RPA_DATABASE_URL names, else a SQLite file in `home`. Raises OSError, SQLAlchemyError."""
        return cls(connect(url, home), home)

    def close(self) -> None:
        """Let go of the database."""
        if "_queue" in vars(self):
            self._queue.close()
        self._database.dispose()

    @cached_property
    def _queue(self) -> Queue:
        """The queue; its library takes longer to import than it takes to tell how far a run is."""
        from rpa.engine.durable import Queue

        return Queue(self._database)

    @classmethod
    def open_if_any(cls, url: str | None, home: Path) -> Self | None:
        """The database, where there is one already: nothing is made by who only looks. Raises as `open`."""
        return cls.open(url, home) if url or has_file(home) else None

    def sent(self, task: Task) -> tuple[Sent, ...]:
        """All that was ever sent to a task's company, as far as this database knows."""
        return self._ledger.sent(task)

    @property
    def is_shared(self) -> bool:
        """Whether other machines may work on it too."""
        return is_shared(self._database)

    def submit(
        self,
        run: RunInfo,
        command: str,
        tasks: Sequence[Task],
        ended: Sequence[Outcome] = (),
        *,
        retry: Collection[Result] = (),
    ) -> None:
        """Begin a run: these renewals in their order, and clients that ended before the portal was touched.

        `command` is a digest of what the person asked for: the same goes on with the run, while it is unfinished.
        What the portal refused before ends as it did then, unless that result is in `retry`.
        """
        self.runs.create(run, command, in_order(list(tasks)), ended, self._queue.put, retry=retry)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Around what only one process may do on a SQLite file, its worker's work with it; see `worker`.

        Raises BusyError before anything is done where another works. On PostgreSQL many may.
        """
        if self.is_shared:
            yield
            return
        with closing(self._locks()) as locks:
            self._held = locks
            try:
                yield
            finally:
                self._held = None

    @contextmanager
    def worker(
        self,
        terms: Terms,
        open_session: Callable[[str], Visitor],
        say: Callable[[bool], None],
        say_database: Say = lambda _why: None,
    ) -> Iterator[Working]:
        """A worker, ready to `work`. On a SQLite file there is one at a time: raises BusyError where another works.

        On PostgreSQL it goes on when the database was gone and is back; `say_database` is told of that.
        """
        from rpa.engine.persistent import Persistent
        from rpa.engine.worker import Worker

        @contextmanager
        def begun() -> Iterator[Worker]:
            with nullcontext(self._held) if self._held else closing(self._locks()) as locks:
                yield Worker(self._database, self._queue, locks, open_session=open_session, say=say, terms=terms)

        outage = outage_of(self._database)
        if outage is None:
            with begun() as worker:
                yield worker
        else:
            outage.say = say_database
            yield Persistent(begun, outage, self._is_back, terms.database_patience)

    def progress(self, run: str) -> Progress:
        """How far a run is."""
        return self.runs.progress(run)

    def ended(
        self, run: str, since: float = 0.0, known: Container[tuple[int, float]] = ()
    ) -> Iterator[tuple[float, Outcome]]:
        """How clients of a run ended, with the moment, from a moment on (seconds since 1970), but what is `known`."""
        return self._ledger.ended(run, since, known)

    def hosts(self, run: str) -> tuple[str, ...]:
        """The machines that have worked on a run."""
        return self._ledger.hosts(run)

    def nobody_got_in(self, run: str) -> bool:
        """Whether not one of a run's renewals got past the portal's login."""
        return self._ledger.nobody_got_in(run)

    def cancel(self, run: str) -> int:
        """Take out of a run what has not begun; gives how many clients.

        The queue is not told: a worker that comes to such a client finds in the book that it is over. One that had it
        already would wait for ever for an attempt that the queue never hands over.
        """
        return self.runs.cancel(run)

    def retry(self, run: str, wanted: Sequence[Result]) -> int:
        """Begin a new reading for the clients of a run that ended in one of these ways; gives how many."""
        return self.runs.again(run, wanted, self._queue.put)

    def forget(self, before: float) -> int:
        """Delete what ended before a moment (seconds since 1970); gives how many renewals. Not what is still open."""
        self.runs.finish_complete()
        return forget(self._database, before, self._queue.forget)

    def written(self, run: str | None, since: float = 0.0) -> Iterator[tuple[str, bytes]]:
        """What was written into a shared database, as table and cells: see `rpa.engine.written.rows`."""
        return written.rows(self._database, run, since)

    def clients(self, run: str | None, since: float = 0.0) -> list[tuple[Cnpj, str]]:
        """Whom a run, or what was begun since a moment, is about: CNPJ and company."""
        return written.clients(self._database, run, since)

    def keep_files(self, sealed: Mapping[str, bytes]) -> None:
        """Keep sealed PFX files for other machines, by the identity of their task."""
        with self._database.begin() as connection:
            connection.execute(sa.delete(files).where(files.c.identity.in_(list(sealed))))
            if sealed:
                connection.execute(
                    sa.insert(files), [{"identity": name, "sealed": content} for name, content in sealed.items()]
                )

    def sealed_file(self, identity: str) -> bytes | None:
        """A sealed PFX file; None where there is none."""
        with self._database.connect() as connection:
            return connection.execute(sa.select(files.c.sealed).where(files.c.identity == identity)).scalar()

    def at_work(self) -> list[tuple[str, int, datetime, str | None]]:
        """Who has signed on to work: host, process, since when (UTC), for which run. A killed one may still be here."""
        with self._database.connect() as connection:
            found = connection.execute(sa.select(workers).order_by(workers.c.began)).all()
        return [(row.host, row.process, datetime.fromtimestamp(row.began).astimezone(), row.run) for row in found]

    @property
    def is_gone(self) -> bool:
        """Whether the database is known to be gone, so that every verb raises DatabaseGoneError."""
        outage = outage_of(self._database)
        return outage is not None and outage.is_on

    def _is_back(self) -> bool:
        from rpa.engine.postgres import is_back

        if not is_back(self._database):
            return False
        self._database.dispose()  # all that it holds has been ended at the server
        return True

    def _locks(self) -> Locks:
        if self.is_shared:
            return AdvisoryLocks(self._database)
        return FileLocks(self._home / safe_home.LOCK)
