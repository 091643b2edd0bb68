"""`rpa report`: the reports of a run that is kept, anew."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rpa.cnpj import Cnpj, InvalidCnpjError
from rpa.harmless import one_line
from rpa.messages import _
from rpa.past_runs import past_runs
from rpa.record import RecordError
from rpa.report.files import write_reports
from rpa.settings import Settings, SettingsError

NOT_THERE = 1
WRONG_USAGE = 2
FILE_OR_SETTINGS = 3


def report_on(settings: Settings, run: str | None, only: Sequence[str]) -> int:
    """Write the reports into the run's folder, and print where. Gives the exit code.

    With `only`, they are of these clients alone, under a name of their own: what can be given to one client shows none
    of the others.
    """
    try:
        chosen = sorted({Cnpj.parse(text) for text in only})
        with past_runs(settings) as runs:
            folder, record = runs.chosen(run)
    except InvalidCnpjError as error:
        return _complain(_("{text} is not a valid CNPJ: check its digits.").format(text=error), WRONG_USAGE)
    except (RecordError, SettingsError, OSError) as error:
        return _complain(str(error), FILE_OR_SETTINGS)
    name = "report"
    if chosen:
        record = record.of(chosen)
        missing = set(chosen) - {outcome.cnpj for outcome in record.outcomes}
        if missing:
            text = _("The run {run} has no {cnpj}.")
            return _complain(text.format(run=record.name, cnpj=", ".join(map(str, sorted(missing)))), NOT_THERE)
        name = f"report-{chosen[0].text}" + (f"-and-{len(chosen) - 1}-more" if len(chosen) > 1 else "")
    written = write_reports(record, folder.path, name)
    for path in written.paths:
        print(one_line(str(path)))
    for problem in written.problems:
        _complain(problem, FILE_OR_SETTINGS)
    return FILE_OR_SETTINGS if written.problems else 0


def _complain(text: str, code: int) -> int:
    print(text, file=sys.stderr, flush=True)
    return code
