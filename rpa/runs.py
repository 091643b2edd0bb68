"""`rpa status`, `rpa runs`, `rpa cancel`: what is told of runs, and taken out of them."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from rpa.certificates import BRASILIA
from rpa.clients import ClientsFileError, Problem
from rpa.console import explained
from rpa.engine import Engine, Progress, RunInfo
from rpa.harmless import json_line, one_line
from rpa.messages import _, ngettext
from rpa.output import display
from rpa.purge import purge
from rpa.settings import Settings
from rpa.wording import counted


def tell_status(settings: Settings, name: str | None, *, following: bool, as_json: bool) -> int:
    """How far a run is; when `following`, first each client that ends until all have. Gives the exit code."""
    with explained() as ended, closing(Engine.open(settings.database_url, settings.home)) as engine:
        run = find_run(engine, name)
        if following:
            _follow(engine, run, as_json=as_json)
        progress = engine.progress(run.run)
        print(json_line(_as_json(run, progress)) if as_json else _told(run, progress))
        ended.code = 0
    return ended.code


def tell_runs(settings: Settings, *, as_json: bool) -> int:
    """The runs of this database, the latest first. Gives the exit code."""
    with explained() as ended, closing(Engine.open(settings.database_url, settings.home)) as engine:
        for run in engine.runs.all():
            progress = engine.progress(run.run)
            print(json_line(_as_json(run, progress)) if as_json else _told(run, progress))
        ended.code = 0
    return ended.code


def cancel_run(settings: Settings, name: str) -> int:
    """Take out what has not begun. Gives the exit code."""
    with explained() as ended, closing(Engine.open(settings.database_url, settings.home)) as engine:
        run = find_run(engine, name)
        before = engine.progress(run.run).cancelled
        engine.cancel(run.run)
        after = engine.progress(run.run)
        engine.runs.finish_complete()
        told = _("{run}: {n} clients were taken out, {left} are under way.")
        print(told.format(run=run.run, n=after.cancelled - before, left=after.left))
        ended.code = 0
    return ended.code


def purge_old(settings: Settings, days: int) -> int:
    """Delete what runs left that is older than so many days, and print which files. Gives the exit code."""
    with explained() as ended, closing(Engine.open(settings.database_url, settings.home)) as engine:
        for path in purge(settings.home, timedelta(days=days)):
            print(one_line(str(path)))
        engine.forget(time.time() - timedelta(days=days).total_seconds())
        ended.code = 0
    return ended.code


def find_run(engine: Engine, name: str | None) -> RunInfo:
    """The run of a name, or of its beginning; the latest without one. Raises ClientsFileError if there is none."""
    run = engine.runs.find(name)
    if run is None:
        raise ClientsFileError([Problem(_("There is no such run, or more than one. See them with:  rpa runs"))])
    return run


def _follow(engine: Engine, run: RunInfo, *, as_json: bool) -> None:
    from rpa.bulk import follow

    shown = display(engine.progress(run.run).total, as_json=as_json)
    with shown.live():
        for outcome in follow(engine, run.run, lambda: not engine.progress(run.run).complete):
            shown.show(outcome)


def _as_json(run: RunInfo, progress: Progress) -> dict[str, Any]:
    return {
        "run": run.run,
        "portal": run.portal,
        "clients_file": run.clients_file,
        "began": _moment(run.began).isoformat(timespec="seconds"),
        "ended": _moment(run.ended).isoformat(timespec="seconds") if run.ended else None,
        "host": run.host,
        "total": progress.total,
        "waiting": progress.waiting,
        "under_way": progress.under_way,
        "cancelled": progress.cancelled,
        "results": {result.value: count for result, count in progress.ended.items()},
    }


def _told(run: RunInfo, progress: Progress) -> str:
    counts = [(count, counted(result, count)) for result, count in progress.ended.items()]
    counts += [
        (progress.waiting, ngettext("{n} waiting", "{n} waiting", progress.waiting)),
        (progress.under_way, ngettext("{n} under way", "{n} under way", progress.under_way)),
        (progress.cancelled, ngettext("{n} cancelled", "{n} cancelled", progress.cancelled)),
    ]
    told = ", ".join(words.format(n=count) for count, words in counts if count)
    when = f"{_moment(run.began):%d/%m/%Y %H:%M}"
    return f"{run.run}  {when}  {one_line(run.clients_file)}  {progress.total}: {told}"


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, BRASILIA)
