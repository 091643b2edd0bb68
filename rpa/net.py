"""The one net around the program: however it ends, it says so in a sentence, and its exit code is true."""

from __future__ import annotations

import sys
from collections.abc import Callable

from rpa import mistake
from rpa.messages import _
from rpa.streams import Streams
from rpa.system import words_of

_FILE_OR_SETTINGS, _INTERRUPTED = 3, 130  # as in rpa.console, whose imports `rpa --help` need not wait for


def caught(program: Callable[[], object]) -> int:
    """Run the program, which ends by SystemExit; gives the exit code.

    It is 70 for a mistake that nobody foresaw, and never 0 where something that was printed was not written.
    """
    streams = Streams.stand()
    mistake.guard()
    code = _ended(program)
    if mistake.in_a_thread():
        code = code or mistake.UNFORESEEN
    if trouble := streams.trouble():
        print(_("Not all could be printed: {why}").format(why=words_of(trouble)), file=sys.stderr, flush=True)
        code = code or _FILE_OR_SETTINGS
    return code


def _ended(program: Callable[[], object]) -> int:
    try:
        program()
    except SystemExit as ended:
        if isinstance(ended.code, int | None):
            return ended.code or 0
        return mistake.tell(ended)  # a text: whose it is, and what is in it, nobody knows
    except KeyboardInterrupt:
        print(_("Interrupted."), file=sys.stderr, flush=True)
        return _INTERRUPTED
    except BaseException as error:  # noqa: BLE001 - this is the net; some libraries panic with what is no Exception
        return _explained(error)
    return 0


def _explained(error: BaseException) -> int:
    """Tell of what a command did not explain by itself, in its words if it is one of the known troubles."""
    try:
        from rpa.console import explained
    except Exception:  # noqa: BLE001 - as where no more files can be opened
        return mistake.tell(error)
    with explained() as ended:
        raise error
    return ended.code
