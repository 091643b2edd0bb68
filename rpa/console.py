"""What a person reads beside the results: every trouble as a sentence, with the exit code that goes with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from rpa import logs, mistake
from rpa.browser import NoBrowserError
from rpa.certificates import TrustError
from rpa.clients import ClientsFileError
from rpa.engine import BusyError, Engine, LocksLostError, TakenOverError
from rpa.harmless import harmless, one_line
from rpa.messages import _
from rpa.outcome import Outcome
from rpa.settings import SettingsError
from rpa.system import words_of

FILE_OR_SETTINGS = 3
PORTAL_UNREACHED = 4
INTERRUPTED = 130  # as shells say it of Ctrl-C


@dataclass
class Ended:
    """How a command ends: its exit code, and its clients."""

    outcomes: list[Outcome] = field(default_factory=list)
    code: int = FILE_OR_SETTINGS


@contextmanager
def explained(path: Path | None = None) -> Iterator[Ended]:
    """Around what a command does: every trouble that is no client's is told in a sentence, and ends with its code."""
    ended = Ended()
    try:
        yield ended
    except KeyboardInterrupt:
        complain(_("Interrupted. The same command reads the portal afresh and goes on from there."))
        ended.code = INTERRUPTED
    except ClientsFileError as error:
        for problem in error.problems:
            complain(f"{one_line(path.name)}: {problem}" if path else str(problem))
    except SQLAlchemyError as error:
        why = getattr(error, "orig", None) or type(error).__name__
        told = _("The database of runs failed, and nothing more is begun: {why}").format(why=why)
        complain(logs.clean(told))  # the driver may repeat the address, with its password
        complain(_("Nothing is lost: what was under way is looked for in the portal's list by the same command."))
    except BusyError:
        complain(_("Watch it with:  rpa status --follow"))
    except (LocksLostError, TakenOverError):
        complain(_("The connection to the database of runs was lost; other machines have taken over."))
    except (SettingsError, TrustError, NoBrowserError) as error:
        complain(str(error))
    except OSError as error:
        complain(words_of(error))
    except MemoryError:
        complain(_("There was not enough memory. Close other programs, or take fewer --workers."))
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - some libraries panic with what is no Exception
        ended.code = mistake.tell(error)


def complain(text: str) -> None:
    """Say something beside the results."""
    print(harmless(text), file=sys.stderr, flush=True)  # also where a live table has put itself before the stream


@contextmanager
def who_works(engine: Engine) -> Iterator[None]:
    """Around work on a database: says who else works on it, and on a file, where one can at a time, does nothing then.

    Raises BusyError.
    """
    if engine.is_shared:
        _name_others(engine)
    try:
        with engine.alone():
            yield
    except BusyError:
        _name_others(engine)
        raise


def _name_others(engine: Engine) -> None:
    for host, process, since, run in engine.at_work():
        complain(
            _("Another rpa is at work here: process {process} on {host}, since {since}, run {run}.").format(
                process=process, host=host, since=f"{since:%d/%m %H:%M}", run=run or "–"
            )
        )
