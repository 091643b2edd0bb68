"""`rpa follow-up`: what is open, ticking it off, and the text for a client."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from rpa.cnpj import Cnpj, InvalidCnpjError
from rpa.follow_up.items import Item, items, newest
from rpa.follow_up.letters import Letters
from rpa.follow_up.ticks import Ticks
from rpa.harmless import json_line, one_line
from rpa.messages import _, ngettext
from rpa.past_runs import past_runs
from rpa.record import RecordError
from rpa.run_record import RunRecord
from rpa.settings import Settings, SettingsError
from rpa.siscoban import BUTTON, MENU

NOT_THERE = 1
WRONG_USAGE = 2
FILE_OR_SETTINGS = 3


def list_open(settings: Settings, run: str | None, *, as_json: bool) -> int:
    """Print the clicks that are open, of one run or of all. Gives the exit code."""
    try:
        Letters.load(settings)  # refused now rather than when the text is needed
        found = items(_records(settings, run), Ticks(settings.home).latest())
    except (SettingsError, RecordError, OSError) as error:
        return _complain(str(error), FILE_OR_SETTINGS)
    for item in found:
        print(json_line(_as_json(item)) if as_json else _as_line(item))
    if found and not as_json:
        print(_("In Siscoban, at the client's: {menu} > {button}.").format(menu=MENU, button=BUTTON), file=sys.stderr)
    count = ngettext("{n} click is open.", "{n} clicks are open.", len(found)).format(n=len(found))
    print(count if found else _("Nothing is open."), file=sys.stderr)
    return 0


def tick_off(settings: Settings, run: str | None, written: Sequence[str]) -> int:
    """Remember that these clients' clicks were made. Gives the exit code; with one wrong CNPJ, none is ticked."""
    try:
        wanted = [Cnpj.parse(text) for text in written]
        ticks = Ticks(settings.home)
        found = {item.outcome.cnpj: item for item in items(_records(settings, run), ticks.latest())}
        missing = [cnpj for cnpj in wanted if cnpj not in found]
        if missing:
            text = _("Nothing is open for {cnpj}. See what is with: rpa follow-up")
            return _complain(text.format(cnpj=", ".join(map(str, missing))), NOT_THERE)
        for cnpj in dict.fromkeys(wanted):
            ticks.add(cnpj, datetime.now(UTC))
            print(_("Done: {cnpj} {company}").format(cnpj=cnpj, company=found[cnpj].outcome.company))
    except InvalidCnpjError as error:
        return _complain(_("{text} is not a valid CNPJ: check its digits.").format(text=error), WRONG_USAGE)
    except (SettingsError, RecordError, OSError) as error:
        return _complain(str(error), FILE_OR_SETTINGS)
    return 0


def write_letter(settings: Settings, run: str | None, written: str) -> int:
    """Print the text for a client, ready to paste. Gives the exit code."""
    try:
        cnpj = Cnpj.parse(written)
        letters = Letters.load(settings)
        item = newest(_records(settings, run), cnpj)
    except InvalidCnpjError as error:
        return _complain(_("{text} is not a valid CNPJ: check its digits.").format(text=error), WRONG_USAGE)
    except (SettingsError, RecordError, OSError) as error:
        return _complain(str(error), FILE_OR_SETTINGS)
    if item is None:
        return _complain(_("No run that is kept has {cnpj}.").format(cnpj=cnpj), NOT_THERE)
    text = letters.write(item)
    if text is None:
        told = _("{company} is not renewed, so there is nothing to tell the client yet: {reason}")
        return _complain(told.format(company=item.outcome.company, reason=item.outcome.reason), NOT_THERE)
    print(text, end="" if text.endswith("\n") else "\n")
    return 0


def _records(settings: Settings, run: str | None) -> Iterator[RunRecord]:
    """The run that is asked for, or every one that is kept; runs that only planned left nothing to follow up.

    Of all, one that cannot be read is told of and passed over: the clicks of the others are open nonetheless.
    """
    with past_runs(settings) as runs:
        if run is None:
            yield from (record for record in runs.all() if not record.about.dry_run)
        else:
            yield runs.record(run)


def _as_line(item: Item) -> str:
    since = _("renewed on {date}").format(date=f"{item.run.day:%d/%m/%Y}")
    return f"{item.outcome.cnpj}  {since}  {one_line(item.outcome.company)}"


def _as_json(item: Item) -> dict[str, str | int]:
    return {
        "run": item.run.name,
        "row": item.outcome.row,
        "cnpj": item.outcome.cnpj.text,
        "company": item.outcome.company,
        "renewed_on": item.run.day.isoformat(),
        "follow_up": "validade_certificado",
    }


def _complain(text: str, code: int) -> int:
    print(text, file=sys.stderr, flush=True)
    return code
