"""Writes the reports of a run into its folder, each readable by its owner only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rpa import mistake
from rpa.messages import _
from rpa.private import write_private
from rpa.record import RecordError, RunFolder
from rpa.run_record import About, RunRecord


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, the page first, and what is to be told of those that could not be."""

    paths: tuple[Path, ...]
    problems: tuple[str, ...]


def write_reports(record: RunRecord, folder: Path, name: str = "report") -> Written:
    """Write all five. One that cannot be made or replaced, as when Excel has it open, keeps no other from it."""
    # half of all that a run imports: it must not keep the portal's first request waiting
    from rpa.report.calendar import to_ics
    from rpa.report.html import to_html
    from rpa.report.junit import to_junit
    from rpa.report.machine import to_json
    from rpa.report.pictures import load_pictures, refused
    from rpa.report.sheet import to_xlsx

    told = [refused(outcome, folder) for outcome in record.outcomes]
    paths, problems = [], [text for text in told if text]
    shown = (replace(each, evidence=None) if text else each for each, text in zip(record.outcomes, told, strict=True))
    record = replace(record, outcomes=tuple(shown))
    makers: dict[str, Callable[[], bytes]] = {
        f"{name}.html": lambda: to_html(record, load_pictures(record.outcomes, folder)).encode(),
        f"{name}.xlsx": lambda: to_xlsx(record),
        f"{name}.json": lambda: to_json(record).encode(),
        f"{name}.junit.xml": lambda: to_junit(record),
        f"{name}.ics": lambda: to_ics(record),
    }
    for file, make in makers.items():
        try:
            write_private(folder / file, make())
            paths.append(folder / file)
        except OSError as error:
            text = _("{path} cannot be written ({why}). Close it where it is open, then run: rpa report")
            problems.append(text.format(path=folder / file, why=error.strerror or type(error).__name__))
        except Exception as error:  # noqa: BLE001 - as where the clock is before 1980, of which a zip knows nothing
            mistake.write_down(error)
            where = mistake.place(error)
            text = _("{path} could not be made ({where}); please report it.")
            problems.append(text.format(path=folder / file, where=where))
    return Written(tuple(paths), tuple(problems))


@contextmanager
def reported(folder: RunFolder, about: About, say: Callable[[str], None]) -> Iterator[None]:
    """Around a run: write down what it is about, and at its end, however it ends, the reports of what was done."""
    folder.begin(about)
    try:
        yield
    finally:
        if folder.results.exists():
            _report(folder, say)


def _report(folder: RunFolder, say: Callable[[str], None]) -> None:
    """The run itself has ended by now: what goes wrong here is told, and changes nothing of how it ended."""
    try:
        folder.end(datetime.now(UTC))
        written = write_reports(folder.read(), folder.path)
    except (OSError, RecordError) as error:
        say(str(error))
        return
    for problem in written.problems:
        say(problem)
    if written.paths:
        say(_("Report: {path}").format(path=written.paths[0]))
