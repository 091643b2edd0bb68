"""What one command does with a clients file: read it, run it, show and keep how each client ended."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from rpa import logs
from rpa.browser import guard_process
from rpa.bulk import Crew, at_work, exit_code, follow
from rpa.certificates import Terms
from rpa.choice import chosen
from rpa.console import INTERRUPTED, complain, explained, who_works
from rpa.engine import Engine, RunInfo, importing_ahead
from rpa.follow_up import Letters
from rpa.logins import Logins
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.output import Display, display, pace, summary
from rpa.passwords import Passwords
from rpa.planning import approved, plan_text, planned_clients, read_plan, read_portal, sent_before, write_plan
from rpa.portal_words import words_of
from rpa.record import RunFolder
from rpa.refused_logins import RefusedLogins
from rpa.renew import plan, renew
from rpa.renewals import Renewals
from rpa.report.files import reported
from rpa.run import Preparation, Prepared, command_of
from rpa.run_record import About
from rpa.sealing import Seal
from rpa.search import searching
from rpa.session import Road, host_of
from rpa.settings import Settings
from rpa.visitor import House


@dataclass(frozen=True)
class Options:
    """What a person asked for, beside the clients file."""

    only: Sequence[str] = ()
    as_json: bool = False
    headed: bool = False
    terms: Terms = field(default_factory=Terms)
    accept_same_day: bool = False
    retry_login: bool = False
    trace: bool = False
    retry: frozenset[Result] = frozenset()
    enqueue: bool = False
    crew: Crew = field(default_factory=Crew)


def plan_clients(
    path: Path | None, settings: Settings, options: Options, out: Path | None = None, plan_file: Path | None = None
) -> int:
    """Say what `renew_clients` would do, and write it to `out` to be approved. Gives the exit code."""
    with searching(settings) as search, explained(path or plan_file) as ended:
        path = path or planned_clients(plan_file)
        clients = chosen(path, options.only, complain)
        Letters.load(settings)  # a template that cannot be used is refused before anything is done
        folder = RunFolder.create(settings.home, datetime.now(UTC))
        search.paths, search.ended = [folder.path, *([out] if out else [])], ended.outcomes
        guard_process()
        logs.set_up(folder.path)
        prepared = _within(plan_file, _preparation(settings, options).of(clients, path), options)
        house = house_of(settings, options, prepared.renewals, prepared.passwords, folder=folder, road=plan)
        shown = display(len(clients), as_json=options.as_json)
        tried, got_in = False, False
        began = time.monotonic()
        about = About(datetime.now(UTC), path.name, urlsplit(settings.url).netloc, len(clients), dry_run=True)
        with reported(folder, about, complain), shown.live(), sent_before(settings) as sent:
            for outcome in prepared.ended:
                _tell(outcome, ended.outcomes, folder, shown)
            for visited in read_portal(house, prepared.tasks, options.crew.workers, sent):
                tried, got_in = True, got_in or visited.logged_in
                _tell(visited.outcome, ended.outcomes, folder, shown)
        if out:
            write_plan(out, path, ended.outcomes, prepared.tasks)
        _sum_up(ended.outcomes, folder, began)
        ended.code = exit_code(ended.outcomes, nobody_got_in=tried and not got_in, complete=True)
    return search.code(ended.code)


def renew_clients(
    path: Path | None, settings: Settings, options: Options, plan_file: Path | None = None
) -> tuple[int, list[Outcome]]:
    """Renew the clients of a file, or go on with that. Gives the exit code, and how each client ended.

    With a `plan_file` only what was approved is done, and only where portal and PFX are still as they were then; the
    clients file is then the plan's, if no `path` is given.
    """
    with searching(settings) as search, explained(path or plan_file) as ended:
        path = path or planned_clients(plan_file)
        clients = chosen(path, options.only, complain)
        Letters.load(settings)  # a template that cannot be used is refused before anything is done
        guard_process()
        with importing_ahead():
            prepared = _preparation(settings, options).of(clients, path)
        with closing(Engine.open(settings.database_url, settings.home)) as engine:
            renewing = _Renewing(engine, path, settings, options)
            with nullcontext() if options.enqueue else who_works(engine):
                folder = renewing.begin(prepared, plan_file)
                search.run = folder.run
                if not (options.enqueue and folder.about.exists()):  # else somebody is, or was, at work in it
                    search.paths = [folder.path]
                    logs.set_up(folder.path)
                if options.enqueue:
                    complain(_("Queued as {run}. It is done by: rpa work").format(run=folder.run))
                    ended.code = 0
                else:
                    house = house_of(
                        settings, options, prepared.renewals, prepared.passwords, folder=folder, road=renew
                    )
                    shown = ended.outcomes
                    ended.code = work_on_run(engine, settings, options, house=house, folder=folder, ended=shown)
    return search.code(ended.code), ended.outcomes


@dataclass(frozen=True)
class _Renewing:
    """One command that renews the clients of a file."""

    engine: Engine
    path: Path
    settings: Settings
    options: Options

    def begin(self, prepared: Prepared, plan_file: Path | None) -> RunFolder:
        """The run of this very command: the unfinished one, or a new one."""
        portal = host_of(self.settings.url)
        command = self._command(portal, plan_file)
        if known := self.engine.runs.unfinished(command):
            complain(_("This goes on with the run {run}.").format(run=known))
            return RunFolder.of(self.settings.home, known)
        prepared = _within(plan_file, prepared, self.options)
        tasks = prepared.tasks
        folder = RunFolder.create(self.settings.home, datetime.now(UTC))
        if self.settings.file_key and (self.options.enqueue or self.engine.is_shared):  # others may take them
            seal = Seal(self.settings.file_key)
            self.engine.keep_files({task.identity: prepared.renewals.sealed_with(seal, task) for task in tasks})
        run = RunInfo.begin(folder.run, portal, str(self.path.resolve()))
        self.engine.submit(run, command, tasks, prepared.ended, retry=self.options.retry)
        return folder

    def _command(self, portal: str, plan_file: Path | None) -> str:
        options = self.options
        plan = plan_text(plan_file) if plan_file else ""
        return command_of(portal, self.path, options.only, _asked(options), sorted(options.retry), plan)


def _asked(options: Options) -> str:
    """What tells one command from another; as earlier versions wrote it where nothing newer is asked."""
    return f"{options.terms}{' same day' if options.accept_same_day else ''}"


def _preparation(settings: Settings, options: Options) -> Preparation:
    return Preparation(settings, options.terms, options.accept_same_day)


def _within(plan_file: Path | None, prepared: Prepared, options: Options) -> Prepared:
    """What a plan has approved of this, if there is one: the rest has ended. Raises ClientsFileError."""
    if plan_file is None:
        return prepared
    planned = read_plan(plan_file)[1]
    tasks, ended = approved(prepared.tasks, planned)
    here = {task.cnpj for task in prepared.tasks} | {outcome.cnpj.text for outcome in prepared.ended}
    wanted = [each.outcome.cnpj for each in planned if each.is_approved]
    gone = [] if options.only else [cnpj.masked for cnpj in wanted if cnpj.text not in here]
    if gone:
        told = _("Approved, but no longer in the clients file, and so not done: {clients}.")
        complain(told.format(clients=", ".join(gone)))
    return replace(prepared, tasks=tasks, ended=[*prepared.ended, *ended])


def work_on_run(
    engine: Engine,
    settings: Settings,
    options: Options,
    *,
    house: House,
    folder: RunFolder,
    ended: list[Outcome],
    since: float = 0.0,
) -> int:
    """Work on one run until nothing of it is left, here or elsewhere; what ends is added to `ended`.

    What ended before `since` (seconds since 1970) is not told again. Gives the exit code.
    """
    total = engine.progress(folder.run).total
    shown = display(total, as_json=options.as_json)
    terms = options.crew.terms(settings, folder.run)
    began = time.monotonic()
    with reported(folder, _about(engine, folder.run, total), complain):
        with at_work(engine, house, terms, complain) as hand, shown.live():
            for outcome in follow(engine, folder.run, lambda: hand.is_working, since):
                _tell(outcome, ended, folder, shown)
        progress = engine.progress(folder.run)
        engine.runs.finish_complete()
        _sum_up(ended, folder, began)
    if hand.interrupted is not None:
        complain(_("Interrupted. The same command goes on from there; {n} are left.").format(n=progress.left))
        return INTERRUPTED
    nobody = engine.nobody_got_in(folder.run)
    return exit_code(ended, nobody_got_in=nobody, complete=progress.complete)


def _sum_up(ended: Sequence[Outcome], folder: RunFolder, began: float) -> None:
    """Say how the clients ended, how fast it was since `began` (time.monotonic), and where the results are."""
    for text in (summary(ended), pace(ended, time.monotonic() - began)):
        if text:
            complain(text)
    complain(_("Results and pictures: {folder}").format(folder=folder.path))


def house_of(
    settings: Settings, options: Options, renewals: Renewals, passwords: Passwords, *, folder: RunFolder, road: Road
) -> House:
    """What the sessions of a command share."""
    return House(
        settings=settings,
        words=words_of(settings),
        passwords=passwords,
        renewals=renewals,
        road=road,
        picture=folder.picture,
        logins=Logins(RefusedLogins(settings.home, urlsplit(settings.url).netloc), retry=options.retry_login),
        headed=options.headed,
        traces=folder.traces if options.trace else None,
    )


def _tell(outcome: Outcome, ended: list[Outcome], folder: RunFolder, shown: Display) -> None:
    ended.append(outcome)
    folder.write(outcome)
    shown.show(outcome)


def _about(engine: Engine, name: str, total: int) -> About:
    run = engine.runs.find(name)
    if run is None:
        raise KeyError(name)
    began = datetime.fromtimestamp(run.began, UTC)
    return About(began, Path(run.clients_file).name, run.portal, total)
