"""Logging for the whole program, other libraries' too: one file a run, without any secret of the run.

Records are cleaned as they are made, so that no handler, of whichever library, ever sees a secret in a text or a
traceback; what is given as `extra` is cleaned by the filter of our own handler. What is learnt here is also what the
gate (`rpa.gate`) looks for when the run ends.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rpa import private, tokens
from rpa.harmless import harmless
from rpa.messages import _
from rpa.secret import Secret

if TYPE_CHECKING:
    from rpa.cleaner import Cleaner

_NAMES = "senha|password|passwd|pwd|passphrase|chave|secret|token|authorization|cookie"
_NAMED = re.compile(
    rf"""(?ix) (?P<name> \b \w* (?:{_NAMES}) \w* (?: \s \w+ )? ["']? \s* [:=] \s* )
    (?: "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | (?:bearer|basic) \s+ \S+ | [^\s&;,"'}}\])]+ )"""
)
"""A value with a name that says that it is secret, in a query, a header, JSON or a sentence, whosever value it is."""

_STANDARD = frozenset(vars(logging.makeLogRecord({})))
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

_lock = threading.Lock()
_learnt: set[Secret] = set()
_fresh: set[Secret] = set()
_cleaner: Cleaner | None = None


def set_up(folder: Path, level: int = logging.INFO) -> Path:
    """Log into `folder`/run.log from here on, and clean what any logger or any traceback says. Raises OSError."""
    path = folder / "run.log"
    private.touch(path)
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _RunLog)]:
        root.removeHandler(handler)
        handler.close()
    handler = _RunLog(path, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(_OneRecord(_FORMAT))
    handler.addFilter(SecretFilter())
    root.addHandler(handler)
    root.setLevel(level)
    guard()
    return path


def guard() -> None:
    """Clean what any logger says from here on, and print none of it: not where there is no log of the run's either.

    By themselves a library's warnings, what it logs without a handler, and a log that cannot be written are printed,
    with whatever is in them.
    """
    logging.setLogRecordFactory(_clean_record)
    logging.captureWarnings(True)
    logging.raiseExceptions = False
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


def path() -> Path | None:
    """The log of the run that is under way or has just ended; None in a command that keeps none."""
    return next((Path(h.baseFilename) for h in logging.getLogger().handlers if isinstance(h, _RunLog)), None)


def learn(*secrets: Secret | None) -> None:
    """Know these secrets from here on: nothing that is logged holds them, and the gate looks for them."""
    with _lock:
        new = {secret for secret in secrets if secret} - _learnt
        _learnt.update(new)
        _fresh.update(new)  # the cleaner learns them when something is next cleaned


def learnt() -> frozenset[Secret]:
    """Every secret that was learnt since the program started, cookies of sessions among them."""
    with _lock:
        return frozenset(_learnt) | tokens.secret_ones()


def without_secrets(text: str) -> str:
    """The text without the secrets that were learnt, in any form; half of one stays where it is a word of our own."""
    global _cleaner  # noqa: PLW0603 - one process has one log
    from rpa.cleaner import Cleaner, without  # half of what `rpa --help` would import

    with _lock:
        _cleaner = _cleaner or Cleaner(may_be_told=tokens.is_name)
        _cleaner.learn(_fresh)
        _fresh.clear()
        places = list(_cleaner.places(text))
    return without(text, [*places, *tokens.places(text)])


def clean(text: str) -> str:
    """The text without the secrets that were learnt, and without the value of whatever is called senha, chave, …"""
    return _NAMED.sub(r"\g<name>…", without_secrets(text))


class SecretFilter(logging.Filter):
    """Cleans a record, what was given as `extra` with it too. Lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean it in place."""
        if record.args:
            record.msg, record.args = _message(record), ()
        record.msg = clean(str(record.msg))
        if record.exc_info and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
        record.exc_info = None
        record.exc_text = clean(record.exc_text) if record.exc_text else None
        record.stack_info = clean(record.stack_info) if record.stack_info else None
        for name, value in vars(record).items():
            if name not in _STANDARD:
                vars(record)[name] = _cleaned(value)
        return True


class _OneRecord(logging.Formatter):
    """Begins a line for a record, and no other: what comes from outside forges none."""

    def format(self, record: logging.LogRecord) -> str:
        return harmless(super().format(record)).replace("\n", "\n  ")


class _RunLog(logging.FileHandler):
    """The handler of the run's own file, to be told from those of other libraries."""

    _whole = True

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say once that the log is not whole; the run goes on."""
        if self._whole:
            self._whole = False
            print(
                _("The log {file} is not whole: it could not be written.").format(file=self.baseFilename),
                file=sys.stderr,
            )


def _clean_record(*args: object, **kwargs: object) -> logging.LogRecord:
    record = logging.LogRecord(*args, **kwargs)  # type: ignore[arg-type]
    SecretFilter().filter(record)
    return record


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - a library's own mistake in a line of its log, which must not end what it does
        return f"{record.msg} {record.args}"


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): _cleaned(each) for key, each in value.items()}
    if isinstance(value, Collection) and not isinstance(value, bytes | bytearray):
        return [_cleaned(each) for each in value]
    return value if isinstance(value, int | float | None) else clean(str(value))
