"""What the engine promises of each renewal: how often it is visited, in which order, and what is final."""

from __future__ import annotations

import time
from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from rpa.engine import Engine, Pauses, Task, in_order
from rpa.outcome import Result
from tests.engine.players import Stage, a_task, play, submit


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    """An engine on an empty database."""
    engine = Engine.open(database, tmp_path)
    yield engine
    engine.close()


def results(engine: Engine, run: str = "first") -> dict[Result, int]:
    """How many ended in which way."""
    return dict(engine.progress(run).ended)


def test_each_client_is_visited_once_and_ends(engine: Engine) -> None:
    """One client, one visit, one end; the run is complete."""
    stage = Stage()
    submit(engine, [a_task(n) for n in range(5)])

    play(engine, stage)

    assert sorted(stage.visits) == sorted(a_task(n).cnpj for n in range(5))
    assert results(engine) == {Result.RENEWED: 5}
    assert engine.progress("first").complete


def test_the_same_renewal_in_two_runs_is_done_once(engine: Engine) -> None:
    """Two people who want the same certificate for the same company share one renewal, and both see its end."""
    stage = Stage()
    submit(engine, [a_task(1), a_task(2)], "mine")
    submit(engine, [a_task(2), a_task(3)], "yours")

    play(engine, stage, None)

    assert len(stage.visits) == 3
    assert results(engine, "mine") == results(engine, "yours") == {Result.RENEWED: 2}


def test_what_ended_is_told_from_a_moment_on_and_but_what_is_known(engine: Engine) -> None:
    """Who follows a run asks again and again, and is told of each end once; of an end that is another one, again."""
    submit(engine, [a_task(n, row=n) for n in range(4)])
    play(engine, Stage())
    ends = [(outcome.row, at) for at, outcome in engine.ended("first")]

    def rows(since: float = 0.0, known: Container[tuple[int, float]] = ()) -> list[int]:
        return [outcome.row for _at, outcome in engine.ended("first", since, known)]

    assert sorted(rows()) == [0, 1, 2, 3]
    assert rows(since=ends[2][1]) == [row for row, at in ends if at >= ends[2][1]]
    assert rows(known=set(ends)) == []
    assert rows(known={ends[0], ends[2]}) == [ends[1][0], ends[3][0]]
    assert rows(known={(row, at - 1) for row, at in ends}) == [row for row, _at in ends]


def test_another_certificate_is_another_renewal(engine: Engine) -> None:
    """The identity is company and certificate."""
    stage = Stage()
    submit(engine, [a_task(1), a_task(1, fingerprint="e" * 64, row=9)])

    play(engine, stage)

    assert len(stage.visits) == 2


def test_after_the_end_the_same_command_reads_again(engine: Engine) -> None:
    """A new run of what was renewed is a new visit, which finds it in the list."""
    stage = Stage(lambda _task, times: Result.RENEWED if times == 1 else Result.ALREADY_CURRENT)
    for run in ("first", "second"):
        submit(engine, [a_task(1)], run)
        play(engine, stage, run)

    assert results(engine, "second") == {Result.ALREADY_CURRENT: 1}
    assert len(stage.intentions) == 1


def test_what_failed_is_tried_three_times_more_and_then_no_more(engine: Engine) -> None:
    """`failed` is retried with pauses, at most three times a run."""
    stage = Stage(lambda _task, _times: Result.FAILED)
    submit(engine, [a_task(1)])

    play(engine, stage)

    assert len(stage.visits) == 4
    assert results(engine) == {Result.FAILED: 1}


def test_pauses_between_attempts_grow_and_are_never_the_same() -> None:
    """Each is chosen between half of its length and half more; after the last there is none."""
    pauses = Pauses(retry=(5.0, 20.0, 60.0))

    for number, length in ((2, 5.0), (3, 20.0), (4, 60.0)):
        chosen = {pauses.before_attempt(number) for _time in range(50)}
        assert all(pause and length / 2 <= pause <= length * 1.5 for pause in chosen)
        assert len(chosen) > 1
    assert pauses.before_attempt(5) is None


def test_visits_of_a_session_begin_at_a_polite_pace(engine: Engine) -> None:
    """RPA_PACE is the least that passes between the beginnings of two visits."""
    moments: list[float] = []

    def note(_task: Task, _times: int) -> Result:
        moments.append(time.monotonic())
        return Result.RENEWED

    submit(engine, [a_task(n) for n in range(4)])
    play(engine, Stage(note), pauses=Pauses(retry=(), pace=0.3))

    assert all(two - one > 0.25 for one, two in pairwise(moments))


def test_what_fails_does_not_hold_up_the_others(engine: Engine) -> None:
    """Between its attempts a client that failed occupies neither seat nor account."""
    stage = Stage(lambda task, times: Result.FAILED if task.row == 2 and times == 1 else Result.RENEWED)
    tasks = [a_task(n) for n in range(4)]
    submit(engine, tasks)

    play(engine, stage)

    assert (len(stage.visits), stage.visits[0]) == (5, tasks[0].cnpj)
    assert stage.visits[1] != tasks[0].cnpj
    assert results(engine) == {Result.RENEWED: 4}


def test_what_was_not_seen_is_only_read_again_within_a_run(engine: Engine) -> None:
    """After Salvar, further attempts of a run find the intention, and only read; a new command sends again."""
    stage = Stage(lambda _task, times: Result.UNVERIFIED if times <= 4 else Result.RENEWED)
    submit(engine, [a_task(1)])
    play(engine, stage)
    assert (len(stage.visits), len(stage.intentions)) == (4, 1)
    assert results(engine) == {Result.UNVERIFIED: 1}

    submit(engine, [a_task(1)], "second")
    play(engine, stage, "second")

    assert len(stage.intentions) == 2
    assert results(engine, "second") == {Result.RENEWED: 1}


@pytest.mark.parametrize("answer", [Result.REFUSED, Result.BLOCKED])
def test_an_answer_of_the_portal_is_final_until_a_person_says_otherwise(engine: Engine, answer: Result) -> None:
    """What was refused is not visited by the next command; it is, where that is asked for, or with another file."""
    stage = Stage(lambda _task, _times: answer)
    submit(engine, [a_task(1)])
    play(engine, stage)

    submit(engine, [a_task(1)], "second")
    play(engine, stage, "second")
    assert (len(stage.visits), results(engine, "second")) == (1, {answer: 1})

    submit(engine, [a_task(1)], "third", retry=[answer])
    play(engine, stage, "third")
    submit(engine, [a_task(1, fingerprint="0" * 64)], "fourth")
    play(engine, stage, "fourth")
    assert len(stage.visits) == 3


def test_retry_begins_anew_what_ended_in_some_way(engine: Engine) -> None:
    """`rpa retry RUN` visits those that failed, in the same run, and nobody else."""
    stage = Stage(lambda task, times: Result.FAILED if task.row == 3 and times <= 4 else Result.RENEWED)
    submit(engine, [a_task(n) for n in range(3)])
    play(engine, stage)
    assert results(engine) == {Result.RENEWED: 2, Result.FAILED: 1}

    assert engine.retry("first", [Result.FAILED]) == 1
    play(engine, stage)

    assert results(engine) == {Result.RENEWED: 3}
    assert len(stage.visits) == 2 + 4 + 1


def test_cancel_takes_out_what_has_not_begun(engine: Engine) -> None:
    """What is under way is finished and recorded; what waits is not done, also if it was handed out already."""
    stage = Stage()

    def cancel(_task: Task, _times: int) -> Result:
        engine.cancel("first")
        return Result.RENEWED

    stage.script = cancel
    submit(engine, [a_task(n) for n in range(8)])

    play(engine, stage)

    progress = engine.progress("first")
    assert (len(stage.visits), dict(progress.ended), progress.cancelled) == (1, {Result.RENEWED: 1}, 7)
    assert progress.complete


def test_what_another_run_wants_is_not_taken_from_it(engine: Engine) -> None:
    """Cancelling a run leaves the renewals that it shares to the other one."""
    stage = Stage()
    submit(engine, [a_task(1)], "mine")
    submit(engine, [a_task(1)], "yours")

    engine.cancel("mine")
    play(engine, stage, None)

    assert engine.progress("mine").cancelled == 1
    assert results(engine, "yours") == {Result.RENEWED: 1}


def test_those_who_expire_first_come_first_account_by_account_and_company_by_company() -> None:
    """The sooner due the earlier; but an account is worked through, and in it matriz and filiais stand together."""
    late, soon = date(2026, 12, 1), date(2026, 1, 5)
    tasks = [
        a_task(1, account="b@x.br", due=late),
        a_task(2, account="a@x.br", due=late),
        a_task(3, account="b@x.br", due=soon),
        replace(a_task(2, account="a@x.br", due=date(2026, 12, 9)), cnpj=a_task(2).cnpj[:8] + "000299", row=20),
        a_task(4, account="a@x.br", due=date(2026, 12, 5)),
    ]

    rows = [task.row for task in in_order(tasks)]

    assert rows == [5, 3, 4, 20, 6]


def test_they_are_visited_in_that_order(engine: Engine) -> None:
    """With one seat, the order of a run is the order of its visits."""
    stage = Stage()
    tasks = [a_task(n, due=date(2026, 12, 20 - n)) for n in range(10)]
    submit(engine, tasks)

    play(engine, stage)

    assert stage.visits == [task.cnpj for task in reversed(tasks)]


@pytest.mark.parametrize(("seats", "sessions"), [(1, 1), (4, 1), (4, 2)])
def test_the_limits_are_exact(engine: Engine, seats: int, sessions: int) -> None:
    """Never more sessions than seats, nor more of an account than allowed, nor two visits to one company at once."""
    stage = Stage(seconds=0.05)
    tasks = [a_task(n % 20, account=f"{n % 3}@x.br", row=n + 2, fingerprint=f"{n:064}") for n in range(60)]
    submit(engine, tasks)

    play(engine, stage, seats=seats, sessions_per_account=sessions)

    assert len(stage.visits) == 60
    assert stage.most_at_once == min(seats, 3 * sessions)  # and what is allowed is made use of
    assert stage.most_an_account == sessions
    assert stage.most_a_company == 1


def test_an_account_is_left_only_when_it_is_done(engine: Engine) -> None:
    """Sessions are kept open over the clients of an account: with one seat, accounts come one after the other."""
    stage = Stage()
    tasks = [a_task(n, account=f"{n % 3}@x.br") for n in range(12)]
    submit(engine, tasks)

    play(engine, stage)

    accounts = [next(task.account for task in tasks if task.cnpj == cnpj) for cnpj in stage.visits]
    assert len([1 for one, two in pairwise(accounts) if one != two]) == 2


def test_ten_thousand_are_told_of_quickly(engine: Engine) -> None:
    """`status` of a large run is one question to the database."""
    submit(engine, [a_task(n) for n in range(2000)])

    began = time.monotonic()
    progress = engine.progress("first")

    assert (progress.total, progress.waiting) == (2000, 2000)
    assert time.monotonic() - began < 1
