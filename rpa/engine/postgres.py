"""Connections to PostgreSQL, none of which waits without end: neither for the network nor for the server."""

from __future__ import annotations

import secrets
import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy import event

from rpa.engine.outage import Outage, outage_of

Result = TypeVar("Result")

CONNECT_SECONDS = 5
"""Within which the server must have taken a connection."""

_ANSWER_SECONDS = 30.0
"""Within which it must have answered a statement. What lies between may take all that is sent, and swallow it."""

_CLIENT_ALIVE = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives": 1, "keepalives_idle": 3, "keepalives_interval": 1, "keepalives_count": 3, "tcp_user_timeout": 6000,
}  # fmt: skip
"""Seconds, the last one milliseconds. Systems wait for two hours before they doubt a connection."""

_SERVER_ALIVE = {
    "tcp_keepalives_idle": "3", "tcp_keepalives_interval": "1", "tcp_keepalives_count": "3", "tcp_user_timeout": "6000",
    "idle_in_transaction_session_timeout": "60000", "synchronous_commit": "on",
}  # fmt: skip
"""The same for the server: the locks of a machine that lost power or network are free in some six seconds; those of a
transaction whose end was swallowed in a minute.

And a commit is on its disk, however the server is set up.
"""

_PROBE = "UPDATE rpa_workers SET seen = seen WHERE false"  # refused by a server that only reads
_END_OURS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name"


def open_engine(address: sa.URL) -> sa.Engine:
    """An engine whose connections know of an `Outage`, and by whose name the server tells them from all others."""
    known = {"outage": Outage(), "name": f"invoicy-rpa {secrets.token_hex(8)}"}
    return _engine(address, known, pool_size=10, max_overflow=20, pool_pre_ping=True)


def patient(address: sa.URL) -> sa.URL:
    """An address for those who make connections of their own: with what the client waits for, in seconds."""
    return address.update_query_dict({name: str(value) for name, value in _alive(address).items()})


def set_patience(connection: sa.Connection, seconds: float) -> None:
    """Within how many seconds each statement of a connection must have been answered."""
    driver = connection.connection.dbapi_connection
    if isinstance(driver, _Connection):
        driver.patience = seconds


def is_back(engine: sa.Engine) -> bool:
    """Whether a database that was gone may be written to again; it is asked on a connection that knows of no outage.

    What the server still holds open for those that were cut off is ended: else it would keep their locks until its own
    network tells it, which one with something in between never does.
    """
    probe = _engine(engine.url, {"name": "invoicy-rpa"}, poolclass=sa.NullPool)
    try:
        with probe.begin() as connection:
            set_patience(connection, CONNECT_SECONDS)
            connection.execute(sa.text(_PROBE))
            connection.execute(sa.text(_END_OURS), {"name": engine.get_execution_options()["name"]})
    except sa.exc.SQLAlchemyError:
        return False
    return True


class _Connection(psycopg.Connection[Any]):
    """A connection that gives a statement up when its patience ends, or when the database is known to be gone."""

    outage: Outage | None = None
    patience = _ANSWER_SECONDS

    def wait(self, gen: Generator[Any, Any, Result], *how: Any, **more: Any) -> Result:
        return super().wait(self._bounded(gen), *how, **more)

    def _bounded(self, gen: Generator[Any, Any, Result]) -> Generator[Any, Any, Result]:
        """The driver's own talk with the server, looked after whenever it has waited for a moment in vain."""
        began = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready:
                    self._give_up(time.monotonic() - began)
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]

    def _give_up(self, waited: float) -> None:
        """Raise what there is to be raised. Who waits to be told something, without a statement, may wait for ever."""
        if self.outage and self.outage.is_on:
            self.close()
            raise self.outage.error
        if waited > self.patience and self.pgconn.transaction_status == TransactionStatus.ACTIVE:
            self.close()
            raise psycopg.OperationalError(f"the server has not answered for {waited:.0f} seconds")


def _engine(address: sa.URL, known: dict[str, Any], **pool: Any) -> sa.Engine:
    engine = sa.create_engine(
        address,
        connect_args={**_alive(address), "application_name": known["name"]},
        execution_options=known,
        **pool,
    )
    event.listen(engine, "do_connect", _connect_for(engine))
    event.listen(engine, "connect", _set_up)
    return engine


def _connect_for(engine: sa.Engine) -> Any:
    def connect(_dialect: object, _record: object, arguments: Any, named: Any) -> _Connection:
        outage = outage_of(engine)
        if outage and outage.is_on:
            raise outage.error
        connection = _Connection.connect(*arguments, **named)
        connection.outage = outage
        return connection

    return connect


def _set_up(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        for name, value in _SERVER_ALIVE.items():
            cursor.execute(f"SET {name} = {value}")
    connection.commit()


def _alive(address: sa.URL) -> dict[str, int]:
    """What the address itself does not say."""
    return {name: value for name, value in _CLIENT_ALIVE.items() if name not in address.query}
