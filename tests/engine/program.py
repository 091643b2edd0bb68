"""A worker as a process of its own, to be killed: the real engine, with HTTP in place of browsers.

`kill_at` names a point of the road; the first time that it is reached, a note is left and the process kills itself.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rpa.engine import Engine, Pauses, Terms
from rpa.engine.durable import Queue
from rpa.engine.ledger import Ledger
from tests.engine.http_visitor import HttpVisitor
from tests.engine.killing import kill_tree

POINTS = {
    "not begun": (Ledger, "begin", "before"),
    "begun": (Ledger, "begin", "after"),
    "about to write the intention": (Ledger, "intend", "before"),
    "intention written": (Ledger, "intend", "after"),
    "verified, not recorded": (Ledger, "close", "before"),
    "recorded in the book, not in the queue": (Ledger, "close", "after"),
    "about to be moved": (Queue, "move", "before"),
    "moved": (Queue, "move", "after"),
}
"""Points between requests: before or after a method of the engine. Those at a request are the portal's to know."""


def main() -> None:
    """Work, as the settings in argv say."""
    settings: dict[str, Any] = json.loads(sys.argv[1])
    Path(settings["home"]).mkdir(parents=True, exist_ok=True)
    if point := settings.get("kill_at"):
        arm(point, Path(settings["home"]) / "killed")
    engine = Engine.open(settings["database"], Path(settings["home"]))
    if limit := settings.get("file_limit"):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))  # a file that grows beyond it is a disk that is full
    pauses = Pauses(retry=settings.get("retry", [0.05, 0.05, 0.05]), pace=settings.get("pace", 0.0))
    terms = Terms(
        seats=settings.get("seats", 2),
        sessions_per_account=settings.get("sessions_per_account", 1),
        run=settings["run"],
        until_empty=settings.get("until_empty", True),
        pauses=pauses,
        portal_pauses=(0.2, 0.4, 0.8),
    )
    with engine.worker(terms, lambda account: HttpVisitor(settings["url"], account), _say) as worker:
        signal.signal(signal.SIGTERM, lambda *_: worker.stop())
        worker.work()
    engine.close()


def _say(answers: bool) -> None:
    print("back" if answers else "out", file=sys.stderr, flush=True)


def arm(point: str, note: Path) -> None:
    """Have this process and all that it started killed when a point is reached for the first time."""
    owner, name, when = POINTS[point]
    method: Callable[..., Any] = getattr(owner, name)

    def killing(*args: Any, **more: Any) -> Any:
        if when == "before":
            _die_once(note)
        answer = method(*args, **more)
        _die_once(note)
        return answer

    setattr(owner, name, killing)


def _die_once(note: Path) -> None:
    try:
        note.touch(exist_ok=False)
    except FileExistsError:
        return
    kill_tree(os.getpid())


if __name__ == "__main__":
    main()
