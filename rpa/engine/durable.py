"""The one module that knows DBOS: a durable queue, in which a renewal is a workflow of one durable step.

All that waits lies in one queue to which no process listens. A worker moves what it is about to do, an attempt at a
time, into a queue of its own: so the clients of an account stay with the session that is logged in, in their order
(DBOS itself takes partitions at random when a worker is bounded). What a dead worker held is moved back.

Only JSON goes into its tables: references, and the word with which a step ended. Errors never do, for a step raises
none but `LetGo`, which DBOS does not record: the workflow stays as it was, as if the process had been killed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, Serializer, WorkflowStatus

from rpa.engine.ledger import Key
from rpa.engine.task import Task

Step = Callable[[Key], str]
"""Does one attempt; gives the word that is kept of it."""

_APPLICATION = "invoicy-rpa"
_VERSION = "1"  # pinned: by itself it is a digest of the source, and an old item would wait for ever after an update
_WAITING_ROOM = "clients"
_WORKFLOW = "renew_client"
_POLL_SECONDS, _WAKE_SECONDS = 0.25, 0.1
"""Between looks into a worker's queue, each of which takes 9 ms of a processor; and until a thread of DBOS's hears that
it is to end."""

_SECONDS_TO_RECORD = 10
_step: Step | None = None


class LetGo(BaseException):
    """The step is left as if the process had ended: DBOS records errors, but not what is no Exception."""


class Queue:
    """The queue as anybody sees it: to fill, to look at, to move. Recovers nothing, so several may exist."""

    def __init__(self, engine: sa.Engine) -> None:
        _quiet()
        DBOS.migrate(_address(engine))
        self._client = DBOSClient(
            system_database_engine=engine,
            serializer=_Json(),
            application_name=_APPLICATION,
            lazy=True,
            retry_connection_errors=False,  # it would try again for ever: whoever asks knows for how long to wait
        )
        self._client.register_queue(_WAITING_ROOM)

    def open_for(self, worker: str) -> None:
        """Make a worker's own queue. Before its `start`: one made later is noticed a second later."""
        self._client.register_queue(worker, polling_interval_sec=_POLL_SECONDS)

    def put(self, connection: sa.Connection, key: Key, task: Task, place: int) -> None:
        """Queue an attempt, within the caller's transaction. One that is there already is left as it is."""
        self._client.enqueue_in_transaction(connection, _options(key, task, place), *_arguments(key))

    def put_now(self, key: Key, task: Task) -> None:
        """Queue an attempt by itself."""
        self._client.enqueue(_options(key, task, 1), *_arguments(key))

    def is_waiting(self, key: Key) -> bool:
        """Whether an attempt lies in the waiting room: nobody has taken it."""
        found = self._find(key)
        return bool(found) and (found[0].status, found[0].queue_name) == ("ENQUEUED", _WAITING_ROOM)

    def is_known(self, key: Key) -> bool:
        """Whether an attempt was ever queued."""
        return bool(self._find(key))

    def move(self, key: Key, worker: str) -> None:
        """Move an attempt into a worker's own queue. Only for who holds the lock of its company."""
        self._client.resume_workflows([key.workflow], queue_name=worker)

    def give_back(self, worker: str) -> int:
        """Move what a worker held, which works no more, back into the waiting room; gives how many."""
        held = self._client.list_workflows(
            executor_id=worker, status="PENDING", load_input=False, load_output=False
        ) + self._client.list_workflows(queue_name=worker, status="ENQUEUED", load_input=False, load_output=False)
        names = sorted({workflow.workflow_id for workflow in held})
        if names:
            self._client.resume_workflows(names, queue_name=_WAITING_ROOM)
        self._client.delete_queue(worker)
        return len(names)

    def put_back(self, key: Key) -> None:
        """Move an attempt that was not made back into the waiting room. Only for who holds the lock of its company."""
        self._client.resume_workflows([key.workflow], queue_name=_WAITING_ROOM)

    def forget(self, workflows: Sequence[str]) -> None:
        """Delete what is over, for ever."""
        self._client.delete_workflows(list(workflows))

    def close(self) -> None:
        """Let go of the database."""
        self._client.destroy()

    def _find(self, key: Key) -> list[WorkflowStatus]:
        return self._client.list_workflows(workflow_ids=[key.workflow], load_input=False, load_output=False)


def start(engine: sa.Engine, worker: str, step: Step) -> None:
    """Work on what is moved into the queue of this worker, which is open, until `stop`. One worker a process."""
    global _step  # noqa: PLW0603 - DBOS itself is one per process
    _step = step
    DBOS(
        config=DBOSConfig(
            name=_APPLICATION,
            system_database_engine=engine,
            application_version=_VERSION,
            executor_id=worker,  # never used twice: DBOS takes what it finds under its own for abandoned
            serializer=_Json(),
            enable_otlp=False,
            log_level="WARNING",
            notification_listener_polling_interval_sec=_WAKE_SECONDS,  # its thread ends when it wakes up next
        )
    )
    _quiet()
    DBOS.listen_queues([worker])
    DBOS.launch()


def stop() -> None:
    """Work no more, once what has ended is recorded. What was moved and not done stays for `give_back`."""
    DBOS.destroy(workflow_completion_timeout_sec=_SECONDS_TO_RECORD)


@DBOS.step(name="visit")
def _visit(identity: str, generation: int, attempt: int) -> str:
    if _step is None:
        raise LetGo
    return _step(Key(identity, generation, attempt))


@DBOS.workflow(name=_WORKFLOW)
def _renew_client(identity: str, generation: int, attempt: int) -> str:
    return _visit(identity, generation, attempt)


class _Json(Serializer):
    """JSON in place of DBOS's pickle: nothing can be in it that was not meant to be."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data if not isinstance(data, Exception) else type(data).__name__)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "json"


def _address(engine: sa.Engine) -> str:
    """For connections that the library makes by itself."""
    if engine.dialect.name != "postgresql":
        return engine.url.render_as_string(hide_password=False)
    from rpa.engine.postgres import patient

    return patient(engine.url).render_as_string(hide_password=False)


def _options(key: Key, task: Task, place: int) -> EnqueueOptions:
    return {
        "workflow_name": _WORKFLOW,
        "queue_name": _WAITING_ROOM,
        "workflow_id": key.workflow,
        "queue_partition_key": task.account_key,
        "priority": place,
        "app_version": _VERSION,
    }


def _arguments(key: Key) -> tuple[str, int, int]:
    return key.identity, key.generation, key.attempt


def _quiet() -> None:
    """DBOS's log goes where ours goes, not to the terminal by a handler of its own."""
    logger = logging.getLogger("dbos")
    logger.handlers[:] = [logging.NullHandler()]
    logger.propagate = True
