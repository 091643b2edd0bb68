"""`rpa work` and `rpa retry`: doing what is queued already, here or from another machine."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime

from rpa import logs
from rpa.browser import guard_process
from rpa.bulk import at_work
from rpa.clients import ClientsFileError, Problem
from rpa.console import INTERRUPTED, complain, explained, who_works
from rpa.engine import Engine, RunInfo
from rpa.job import Options, house_of, work_on_run
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.record import RunFolder
from rpa.renew import renew
from rpa.run import Preparation
from rpa.runs import find_run
from rpa.sealing import Seal
from rpa.search import searching
from rpa.session import host_of
from rpa.settings import Settings


def work_on(settings: Settings, options: Options, *, until_empty: bool) -> int:
    """Do whatever is queued in the database, until stopped or until nothing waits. Gives the exit code."""
    with searching(settings) as search, explained() as ended, _engine(settings) as engine, who_works(engine):
        folder = RunFolder.create(settings.home, datetime.now(UTC))
        search.paths, search.since = [folder.path], time.time()
        guard_process()
        logs.set_up(folder.path)
        renewals, passwords = Preparation(settings).without_clients()
        renewals.seal, renewals.sealed = _seal(settings), engine.sealed_file
        house = house_of(settings, options, renewals, passwords, folder=folder, road=renew)
        complain(
            _("At work. Ctrl-C ends it when what is under way is done. Pictures: {folder}").format(folder=folder.path)
        )
        terms = options.crew.terms(settings, None, until_empty=until_empty)
        with at_work(engine, house, terms, complain) as hand:
            hand.wait()
        engine.runs.finish_complete()
        ended.code = 0 if hand.interrupted is None else INTERRUPTED
    return search.code(ended.code)


def retry_run(settings: Settings, options: Options, name: str, wanted: Sequence[str]) -> int:
    """Begin anew for the clients of a run that ended with one of these results, and do it. Gives the exit code."""
    with searching(settings) as search, explained() as ended, _engine(settings) as engine, who_works(engine):
        results = _results(wanted)
        run = _run_here(engine, settings, name)
        since = time.time()
        ended_so = sum(engine.progress(run.run).ended.get(result, 0) for result in set(results))
        count = engine.retry(run.run, results)
        complain(_("{run}: {n} clients are begun anew.").format(run=run.run, n=count))
        if count < ended_so:
            told = _(
                "{n} clients ended so without a visit in this run: by their file, or as the portal answered before. "
                "rpa renew looks at the files again; with --retry refused or --retry blocked it asks the portal again."
            )
            complain(told.format(n=ended_so - count))
        if not count:
            return 1 if ended_so else 0
        folder = RunFolder.of(settings.home, run.run)
        search.paths, search.run = [folder.path], run.run
        guard_process()
        logs.set_up(folder.path)
        renewals, passwords = Preparation(settings).without_clients()
        renewals.seal, renewals.sealed = _seal(settings), engine.sealed_file
        house = house_of(settings, options, renewals, passwords, folder=folder, road=renew)
        outcomes: list[Outcome] = []
        ended.code = work_on_run(engine, settings, options, house=house, folder=folder, ended=outcomes, since=since)
    return search.code(ended.code)


def make_file_key() -> int:
    """Print a key for RPA_FILE_KEY. Gives the exit code."""
    print(Seal.new_key())
    return 0


def _run_here(engine: Engine, settings: Settings, name: str) -> RunInfo:
    """A run of the portal that the settings name. Raises ClientsFileError, SettingsError."""
    run, here = find_run(engine, name), host_of(settings.url)
    if run.portal != here:
        told = _("The run {run} is one of {portal}, and INVOICY_URL is of {here}.")
        raise ClientsFileError([Problem(told.format(run=run.run, portal=run.portal, here=here))])
    return run


def _engine(settings: Settings) -> AbstractContextManager[Engine]:
    return closing(Engine.open(settings.database_url, settings.home))


def _seal(settings: Settings) -> Seal | None:
    return Seal(settings.file_key) if settings.file_key else None


def _results(wanted: Sequence[str]) -> list[Result]:
    try:
        return [Result(word) for word in wanted]
    except ValueError:
        known = ", ".join(result.value for result in Result if result is not Result.RENEW)
        raise ClientsFileError([Problem(_("--result is one of: {known}.").format(known=known))]) from None
