"""Examines files in worker processes, on all cores: each file has bounded time and memory, and crashes alone."""

from __future__ import annotations

import atexit
import base64
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self, cast

from rpa.secret import Secret

from . import wire
from .examination import Examination, Terms
from .reasons import file
from .trust import Trust

SECONDS = 10.0
MEMORY = 512 * 1024 * 1024
_SECONDS_TO_START = 120.0
_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from rpa.certificates.worker import main; main()"


@dataclass(frozen=True, slots=True)
class Request:
    """One file to look at. `row` is the caller's own mark, and comes back with the examination."""

    path: Path
    password: Secret
    terms: Terms = field(default_factory=Terms)
    row: int | None = None


class Examiner:
    """A few worker processes that open files. Use it in a `with`; it may be called from several threads.

    >>> with Examiner(trust) as examiner:
    ...     for request, examination in examiner.examine_all(requests):
    ...         print(request.path, examination.verdict)
    """

    def __init__(
        self, trust: Trust, workers: int | None = None, *, seconds: float = SECONDS, memory: int = MEMORY
    ) -> None:
        self.count = workers or os.cpu_count() or 1
        self._workers = [_Worker(trust, seconds, memory) for _ in range(self.count)]
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()  # last in, first out: one caller needs one process
        for worker in self._workers:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker processes."""
        for worker in self._workers:
            worker.close()

    def examine(self, path: Path, password: Secret, terms: Terms = Terms()) -> Examination:  # noqa: B008 - frozen
        """Examine one file, as soon as a worker is free."""
        reply = self._ask(wire.request(path, password, terms))
        return reply if isinstance(reply, Examination) else wire.answer_of(reply)

    def first_that_opens(self, path: Path, passwords: Sequence[Secret]) -> int | None:
        """The place of the first of these passwords that opens the file, or None."""
        reply = self._ask({"path": str(path), "passwords": [password.reveal() for password in passwords]})
        return None if isinstance(reply, Examination) else reply.get("opens")

    def examine_all(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Examination]]:
        """Examine files on all workers at once. Each comes when it is done; memory does not grow with their number."""
        threads = ThreadPoolExecutor(self.count)
        pending: set[Future[tuple[Request, Examination]]] = set()
        try:
            for request in requests:
                pending.add(threads.submit(self._examine, request))
                if len(pending) >= 4 * self.count:
                    done, pending = wait(pending, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            yield from (future.result() for future in as_completed(pending))
        finally:
            threads.shutdown(cancel_futures=True)

    def _examine(self, request: Request) -> tuple[Request, Examination]:
        return request, self.examine(request.path, request.password, request.terms)

    def _ask(self, message: wire.Message) -> wire.Message | Examination:
        worker = self._idle.get()
        try:
            return worker.ask(message)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process, started when it is first needed, and again when it had to be stopped."""

    def __init__(self, trust: Trust, seconds: float, memory: int) -> None:
        self._setup = _setup(trust, memory)
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, message: wire.Message) -> wire.Message | Examination:
        """The worker's answer; where it gives none, the examination that says why."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = self._start()
        reply, in_time = _exchange(self._process, message, self._seconds)
        if reply is None:
            self.close()
            reason = file.CRASH() if in_time else file.TIMEOUT(seconds=round(self._seconds))
            return Examination((reason,))
        if reply.get("last"):
            self.close()
        return reply

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process:
            self._process.kill()
            self._process.communicate()  # closes the pipes
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        paths = json.dumps([str(Path(path).absolute()) for path in sys.path])
        process = subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-I", "-c", _START, paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a panic may print the password
            start_new_session=True,  # Ctrl-C is for the program, which then ends its workers
        )
        ready, _ = _exchange(process, self._setup, _SECONDS_TO_START)
        if ready is None:
            process.kill()
            process.communicate()
            raise RuntimeError("the process that reads certificates does not start")
        return process


def _exchange(
    process: subprocess.Popen[bytes], message: wire.Message, seconds: float
) -> tuple[wire.Message | None, bool]:
    """Send and receive; the process is killed when it takes too long. Tells whether it was in time."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        wire.send(cast(BinaryIO, process.stdin), message)
        reply = wire.receive(cast(BinaryIO, process.stdout))
    except (OSError, ValueError):  # it died, or it babbles
        reply = None
    finally:
        timer.cancel()
        timer.join()
    return reply, not late.is_set()


def _setup(trust: Trust, memory: int) -> wire.Message:
    return {
        "memory": memory,
        "pinned": sorted(trust.pinned),
        "extra": [base64.b64encode(der).decode() for der in trust.extra],
        "authorities": [base64.b64encode(der).decode() for der in trust.authorities],
    }


_shared: list[tuple[Trust, Examiner]] = []
_shared_lock = threading.Lock()


def shared(trust: Trust) -> Examiner:
    """The examiner that single calls share; it ends with the program."""
    with _shared_lock:
        if not _shared or _shared[0][0] != trust:
            _close_shared()
            _shared.append((trust, Examiner(trust)))
        return _shared[0][1]


@atexit.register
def _close_shared() -> None:
    while _shared:
        _shared.pop()[1].close()
