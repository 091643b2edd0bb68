"""`rpa status`, `rpa runs`, `rpa cancel`: what is told of runs, and taken out of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from rpa.bulk import follow
from rpa.certificates import BRASILIA
from rpa.console import FILE_OR_SETTINGS, complain, explained
from rpa.engine import Engine, Progress, RunInfo
from rpa.messages import _
from rpa.output import display, label
from rpa.settings import Settings

NO_SUCH_RUN = 2


def tell_status(settings: Settings, name: str | None, *, follow: bool, as_json: bool) -> int:
    """How far a run is; with `follow`, each client that ends until all have. Gives the exit code."""
    with _found(settings, name) as (engine, run, ended):
        if follow:
            _follow(engine, run, as_json=as_json)
        progress = engine.progress(run.run)
        if as_json:
            print(json.dumps(_as_json(run, progress), ensure_ascii=False))
        else:
            print(_told(run, progress))
        ended.code = 0
    return ended.code


def tell_runs(settings: Settings, *, as_json: bool) -> int:
    """The runs of this database, the latest first. Gives the exit code."""
    with explained() as ended, closing(Engine.open(settings.database_url, settings.home)) as engine:
        for run in engine.runs.all():
            progress = engine.progress(run.run)
            print(json.dumps(_as_json(run, progress), ensure_ascii=False) if as_json else _told(run, progress))
        ended.code = 0
    return ended.code


def cancel_run(settings: Settings, name: str) -> int:
    """Take out what has not begun. Gives the exit code."""
    with _found(settings, name) as (engine, run, ended):
        before = engine.progress(run.run)
        engine.cancel(run.run)
        after = engine.progress(run.run)
        taken = after.cancelled - before.cancelled
        print(_("{run}: {n} clients were taken out; {left} are under way.").format(run=run.run, n=taken, left=after.left))
        ended.code = 0
    return ended.code


@contextmanager
def _found(settings: Settings, name: str | None) -> Iterator[Any]:
    """The database and the run of a name; where there is none, that is told."""
    with explained() as ended, closing(Engine.open(settings.database_url, settings.home)) as engine:
        run = engine.runs.find(name)
        if run is None:
            ended.code = NO_SUCH_RUN
            complain(_("There is no such run, or more than one. See them with:  rpa runs"))
            return
        ended.code = FILE_OR_SETTINGS
        yield engine, run, ended
