"""The database of runs: a SQLite file that needs no server, or PostgreSQL; the same tables in both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from rpa import private, safe_home

metadata = sa.MetaData()

runs = sa.Table(
    "rpa_runs",
    metadata,
    sa.Column("run", sa.String, primary_key=True),
    sa.Column("command", sa.String, nullable=False, index=True),  # digest of file and options: the same resumes it
    sa.Column("portal", sa.String, nullable=False),
    sa.Column("clients_file", sa.String, nullable=False),
    sa.Column("began", sa.Float, nullable=False),  # seconds since 1970, UTC; so are all times here
    sa.Column("ended", sa.Float),
    sa.Column("host", sa.String, nullable=False),
)

members = sa.Table(  # one row of a run's clients file
    "rpa_members",
    metadata,
    sa.Column("run", sa.String, primary_key=True),
    sa.Column("row", sa.Integer, primary_key=True),
    sa.Column("cnpj", sa.String, nullable=False),
    sa.Column("company", sa.String, nullable=False),
    sa.Column("identity", sa.String),  # of its renewal; NULL where none was begun, and `outcome` says why
    sa.Column("generation", sa.Integer),
    sa.Column("outcome", sa.JSON(none_as_null=True)),
    sa.Column("ended", sa.Float),
    sa.Index("rpa_members_renewal", "identity", "generation"),
)

renewals = sa.Table(  # one reading, and perhaps one Salvar, for one company and certificate
    "rpa_renewals",
    metadata,
    sa.Column("identity", sa.String, primary_key=True),
    sa.Column("generation", sa.Integer, primary_key=True),  # a new command of a person begins a new one
    sa.Column("place", sa.Integer, nullable=False),  # in the order of its run
    sa.Column("task", sa.JSON(none_as_null=True), nullable=False),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("company", sa.String, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("due", sa.Float, nullable=False),  # not before this moment
    sa.Column("started", sa.Float),
    sa.Column("worker", sa.String),
    sa.Column(
        "intention", sa.JSON(none_as_null=True)
    ),  # what was about to be saved when Salvar was pressed, or was about to be
    sa.Column("outcome", sa.JSON(none_as_null=True)),
    sa.Column("logged_in", sa.Boolean),
    sa.Column("ended", sa.Float),  # NULL until no attempt is left
    sa.Column("cancelled", sa.Boolean, nullable=False),
    sa.Index("rpa_renewals_waiting", "ended", "account", "place"),
)

workers = sa.Table(  # who is at work; a lock, which dies with its holder, tells whether it still lives
    "rpa_workers",
    metadata,
    sa.Column("worker", sa.String, primary_key=True),
    sa.Column("host", sa.String, nullable=False),
    sa.Column("process", sa.Integer, nullable=False),
    sa.Column("began", sa.Float, nullable=False),
    sa.Column("run", sa.String),  # NULL for one that takes whatever waits
    sa.Column("seen", sa.Float, nullable=False),  # written every second: a full disk is noticed by who only waits, too
)

files = sa.Table(  # PFX files with their passwords for other machines, sealed with RPA_FILE_KEY
    "rpa_files",
    metadata,
    sa.Column("identity", sa.String, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)


def connect(url: str | None, home: Path) -> sa.Engine:
    """The database of RPA_DATABASE_URL, else a SQLite file in `home`, made if need be. Raises OSError, SQLAlchemyError.

    Every commit is on the disk when it returns: an intention must not be lost by a power cut.
    """
    if url:
        from rpa.engine.postgres import open_engine  # its driver takes longer to import than a file to open

        return _prepared(open_engine(sa.make_url(url).set(drivername="postgresql+psycopg")))
    safe_home.narrow(private.folder(home))
    path = private.touch(home / safe_home.DATABASE)
    engine = sa.create_engine(f"sqlite:///{path}", pool_size=10, max_overflow=20)
    event.listen(engine, "connect", _set_up_sqlite)
    return _prepared(engine)


def has_file(home: Path) -> bool:
    """Whether there is a SQLite file of runs."""
    return (home / safe_home.DATABASE).is_file()


def is_shared(engine: sa.Engine) -> bool:
    """Whether several machines may work on it: PostgreSQL, not a file."""
    return engine.dialect.name == "postgresql"


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """WAL is 2.5 to 4 times faster than the rollback journal; FULL puts each commit on the disk all the same."""
    connection.isolation_level = "IMMEDIATE"
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _prepared(engine: sa.Engine) -> sa.Engine:
    with engine.begin() as connection:
        if is_shared(engine):  # two machines may come first at the same moment
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7403001)"))
        metadata.create_all(connection)
    return engine
