"""What nobody foresaw, told in one sentence: of what kind it is, the place, and where to report it.

What the error itself says may hold a value, a password even: it is never printed. It goes into the run's log, cleaned,
with all places on the way, where the command has a log.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path

from rpa import logs
from rpa.messages import _

UNFORESEEN = 70
"""The exit code: an internal error of the program, as sysexits.h has it. No other ending of ours has it."""

_ROOT = Path(__file__).parents[1]
_OURS = ("rpa", "pages", "fixtures")
_NO_MISTAKE = (KeyboardInterrupt, SystemExit, GeneratorExit)

_told: set[str] = set()
_lost_threads: list[str] = []


def tell(error: BaseException) -> int:
    """Say it, once for each place, and write down what is known of it. Gives the exit code."""
    where = place(error)
    write_down(error)
    if where not in _told:
        _told.add(where)
        _say(where)
    return UNFORESEEN


def place(error: BaseException) -> str:
    """The kind of the error, and the line of ours in which it happened, or that called what it happened in."""
    frames, first = _frames(error), error
    while isinstance(first, BaseExceptionGroup):  # of several the first: it is as good as any
        first = first.exceptions[0]
        frames += _frames(first)
    ours = [(file.relative_to(_ROOT).as_posix(), line) for file, line in frames if _is_ours(file)]
    others = [(file.name, line) for file, line in frames]
    file, line = (ours or others or [("?", 0)])[-1]
    return f"{type(first).__name__}, {file}:{line}"


def write_down(error: BaseException) -> None:
    """Put all that is known of an error into the run's log, if there is one, without the secrets that are known."""
    with suppress(Exception):  # whatever goes wrong here must not hide what went wrong before
        logging.getLogger("rpa").error("unforeseen: %s", place(error), exc_info=error)


def guard() -> None:
    """From here on nothing ends in a traceback: in no thread, at no exit, and through no library's own log."""
    logs.guard()
    sys.excepthook = lambda _kind, error, _place: _caught(error)
    threading.excepthook = _of_thread
    sys.unraisablehook = lambda args: _caught(args.exc_value)


def in_a_thread() -> bool:
    """Whether any was told of that ended a thread: what it had to do was not done."""
    return bool(_lost_threads)


def _of_thread(args: threading.ExceptHookArgs) -> None:
    if _caught(args.exc_value):
        _lost_threads.append(args.thread.name if args.thread else "")


def _caught(error: BaseException | None) -> bool:
    """Tell of what nobody catches, unless it is no mistake; whether it was one."""
    if error is None or isinstance(error, _NO_MISTAKE) or sys.is_finalizing():
        return False
    tell(error)
    return True


def _say(where: str) -> None:
    log = logs.path()
    if log:
        told = _(
            "The program made a mistake that nobody foresaw ({where}). Please report it to whoever looks after it, "
            "with this sentence and {file}."
        )
    else:
        told = _(
            "The program made a mistake that nobody foresaw ({where}). Please report it to whoever looks after it, "
            "with this sentence."
        )
    print(told.format(where=where, file=log), file=sys.stderr, flush=True)


def _frames(error: BaseException) -> list[tuple[Path, int]]:
    return [(Path(frame.f_code.co_filename), line) for frame, line in traceback.walk_tb(error.__traceback__)]


def _is_ours(file: Path) -> bool:
    return file.is_relative_to(_ROOT) and file.relative_to(_ROOT).parts[0] in _OURS
