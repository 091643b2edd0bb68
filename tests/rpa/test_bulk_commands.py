"""Runs from the command line: queued, watched, cancelled, retried, planned and approved, stopped softly."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.portal import VARIANTS
from fixtures.portal.memory import Request
from tests.desk import OTHER, PADARIA, Desk
from tests.rpa.test_commands import three_clients


def begin(desk: Desk, *arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
    """The program in a process group of its own, as a terminal starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "rpa", *map(str, arguments)],
        cwd=desk.folder,
        env={**os.environ, **desk.environment, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def is_salvar(request: Request) -> bool:
    """Whether a request is the press of Salvar."""
    return request.event == "ENTER" and request.path.startswith("/certificado")


@pytest.mark.long
def test_what_is_queued_is_done_by_a_worker(desk: Desk) -> None:
    """`--enqueue` sends nothing; `work --until-empty` does it; `status` and `runs` tell of both.

    The same command then begins a new run, which reads the portal: what is complete is not gone on with.
    """
    clients = desk.clients(*three_clients(desk))

    queued = desk.rpa("renew", clients, "--enqueue")
    before = desk.rpa("status", "--json").json[0]
    assert (queued.code, desk.portal.memory.logins, before["waiting"]) == (0, [], 3)

    worked = desk.rpa("work", "--until-empty")

    after = desk.rpa("runs", "--json").json[0]
    assert worked.code == 0, worked.err
    assert (after["waiting"], after["results"]) == (0, {"renewed": 3})
    assert after["ended"]
    assert len(desk.portal.memory.kept) == 3

    again = desk.rpa("renew", clients, "--json")
    assert (again.code, set(again.results.values())) == (0, {"already_current"}), again.err
    assert len(desk.portal.memory.kept) == 3


@pytest.mark.long
def test_sealed_files_reach_a_machine_that_has_none(desk: Desk) -> None:
    """With RPA_FILE_KEY the PFX and its password come through the database, and not in the clear."""
    key = {"RPA_FILE_KEY": desk.rpa("work", "--new-file-key").out.strip()}
    clients = desk.clients(*three_clients(desk))
    desk.rpa("renew", clients, "--enqueue", **key)
    secret = (desk.folder / f"{PADARIA}.pfx").read_bytes()[100:140]
    for file in [clients, *desk.folder.glob("*.pfx")]:
        file.unlink()

    worked = desk.rpa("work", "--until-empty", **key)

    assert desk.rpa("status", "--json").json[0]["results"] == {"renewed": 3}, worked.err
    for kept in (desk.folder / "home").glob("runs.sqlite*"):
        assert secret not in kept.read_bytes()


def test_a_cancelled_run_sends_nothing(desk: Desk) -> None:
    """What waits is taken out, and a worker finds nothing to do."""
    desk.rpa("renew", desk.clients(*three_clients(desk)), "--enqueue")
    run = desk.rpa("status", "--json").json[0]["run"]

    cancelled = desk.rpa("cancel", run)
    desk.rpa("work", "--until-empty")

    assert (cancelled.code, desk.portal.memory.logins) == (0, [])
    assert desk.rpa("status", run, "--json").json[0]["cancelled"] == 3


@pytest.mark.long
def test_a_plan_is_approved_and_only_that_is_done(desk: Desk) -> None:
    """Who has changed since, in the portal or on the disk, ends `failed` with that reason; the rest is renewed."""
    clients, plan = desk.clients(*three_clients(desk)), desk.folder / "plano.json"
    planned = desk.rpa("plan", clients, "--out", plan, "--json")
    assert set(planned.results.values()) == {"renew"}, planned.err
    company = next(c for c in desk.portal.companies if c.cnpj == OTHER)
    company.certificates[0].nickname = "outro nome"
    desk.pfx("12ABC34501DE35", "12ABC34501DE35.pfx", holder="ALFA S.A.", days=300)

    ran = desk.rpa("renew", "--plan", plan, "--json")

    assert ran.results == {2: "renewed", 3: "failed", 4: "failed"}, ran.err
    assert [save.company for save in desk.portal.memory.saves] == [PADARIA]
    assert json.loads(plan.read_text(encoding="utf-8"))["format"] == 2


@pytest.mark.long
def test_a_plan_can_be_tried_without_changing_anything(desk: Desk) -> None:
    """`--dry-run` with a plan only reads, as it does with a clients file; and says what has changed since."""
    clients, plan = desk.clients(*three_clients(desk)), desk.folder / "plano.json"
    desk.rpa("plan", clients, "--out", plan)
    company = next(c for c in desk.portal.companies if c.cnpj == OTHER)
    company.certificates[0].nickname = "outro nome"

    tried = desk.rpa("renew", "--plan", plan, "--dry-run", "--json")

    assert tried.results == {2: "renew", 3: "failed", 4: "renew"}, tried.err
    assert desk.portal.memory.saves == []
    assert desk.rpa("runs", "--json").json == []


@pytest.mark.long
def test_only_the_very_clients_of_a_plan_are_renewed(desk: Desk) -> None:
    """A row put in above moves the others, which are known again; a new one, and a changed one, end `failed`."""
    rows = three_clients(desk)
    rows[2]["Apelido"] = rows[1]["Apelido"] = rows[0]["Apelido"] = ""
    clients, plan = desk.clients(*rows[:2]), desk.folder / "plano.json"
    desk.rpa("plan", clients, "--out", plan)
    rows[1]["Apelido"] = "Outro 2027"

    ran = desk.rpa("renew", desk.clients(rows[2], *rows[:2]), "--plan", plan, "--json")

    assert ran.results == {2: "failed", 3: "renewed", 4: "failed"}, ran.err
    assert [save.company for save in desk.portal.memory.saves] == [PADARIA]
    reasons = {line["row"]: line["reason"] for line in ran.json}
    assert "was not approved" in reasons[2]
    assert "Apelido" in reasons[4]


@pytest.mark.long
def test_who_was_approved_and_is_no_longer_in_the_file_is_named(desk: Desk) -> None:
    """A row that somebody has deleted since is not passed over in silence."""
    rows = three_clients(desk)
    plan = desk.folder / "plano.json"
    desk.rpa("plan", desk.clients(*rows), "--out", plan)

    ran = desk.rpa("renew", desk.clients(*rows[:2]), "--plan", plan, "--json")

    assert ran.results == {2: "renewed", 3: "renewed"}
    assert "12.ABC.345/01DE-35" in ran.err


@pytest.mark.long
def test_a_worker_that_cannot_work_says_so_in_its_exit_code(desk: Desk) -> None:
    """Without a browser nothing was done: that is no success, and what waits still does."""
    desk.rpa("renew", desk.clients(*three_clients(desk)), "--enqueue")

    worked = desk.rpa("work", "--until-empty", RPA_BROWSER="/nowhere/chrome")

    assert (worked.code, desk.rpa("status", "--json").json[0]["waiting"] > 0) == (3, True), worked.err
    assert desk.portal.memory.saves == []


@pytest.mark.long
def test_another_portals_clients_are_left_alone(desk: Desk) -> None:
    """A worker for one portal neither takes what was queued for another nor waits for it; `retry` refuses its runs."""
    desk.rpa("renew", desk.clients(*three_clients(desk)), "--enqueue")
    run = desk.rpa("status", "--json").json[0]["run"]
    elsewhere = {"INVOICY_URL": desk.url.replace("127.0.0.1", "localhost")}

    worked = desk.rpa("work", "--until-empty", **elsewhere)
    retried = desk.rpa("retry", run, **elsewhere)

    assert (worked.code, desk.portal.memory.requests) == (0, []), worked.err
    assert desk.rpa("status", "--json").json[0]["waiting"] == 3
    assert (retried.code, "127.0.0.1" in retried.err) == (3, True)


@pytest.mark.long
def test_retry_says_whom_it_cannot_begin_anew(desk: Desk) -> None:
    """Who ended before the portal was asked has nothing to be retried: the command that looks at the file is named."""
    rows = three_clients(desk)[:1]
    rows[0]["Senha"] = "errada"
    desk.rpa("renew", desk.clients(*rows))
    run = desk.rpa("status", "--json").json[0]["run"]

    retried = desk.rpa("retry", run, "--result", "blocked")

    assert retried.code == 1
    assert "rpa renew" in retried.err


@pytest.mark.long
def test_a_machine_without_the_file_ends_no_client_for_good(desk: Desk) -> None:
    """A worker that cannot open the PFX says `blocked`; where it is there again, the same command renews."""
    clients = desk.clients(*three_clients(desk)[:1])
    pfx = desk.folder / f"{PADARIA}.pfx"
    desk.rpa("renew", clients, "--enqueue")
    away = pfx.rename(desk.folder / "away")
    desk.rpa("work", "--until-empty")
    assert desk.rpa("status", "--json").json[0]["results"] == {"blocked": 1}
    away.rename(pfx)

    ran = desk.rpa("renew", clients, "--json")

    assert ran.results == {2: "renewed"}, ran.err


@pytest.mark.long
def test_retry_begins_anew_for_who_was_not_there(desk: Desk) -> None:
    """A company that the login had not got is there now: `rpa retry` renews it, in the same run."""
    rows = three_clients(desk)
    account = desk.portal.accounts[0]
    missing = account.companies.pop(1)
    first = desk.rpa("renew", desk.clients(*rows), "--json")
    assert first.results == {2: "renewed", 3: "no_access", 4: "renewed"}, first.err
    account.companies.append(missing)
    run = desk.rpa("status", "--json").json[0]["run"]

    nobody, again = desk.rpa("retry", run, "--json"), desk.rpa("retry", run, "--result", "no_access", "--json")

    assert nobody.results == {}
    assert (again.code, again.results) == (0, {3: "renewed"}), again.err
    assert desk.rpa("status", run, "--json").json[0]["results"] == {"renewed": 3}


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="signals of a POSIX terminal")
def test_a_second_ctrl_c_stops_at_once_and_safely(desk_at: Callable[..., Desk]) -> None:
    """While Salvar is on its way it is stopped within seconds; the same command then sends nothing twice."""
    desk = desk_at(replace(VARIANTS["new"], save_seconds=6))
    clients = desk.clients(*three_clients(desk)[:1])
    process = begin(desk, "renew", clients, "--json")
    saving = threading.Event()
    desk.portal.on_arrival = lambda request: saving.set() if is_salvar(request) else None
    assert saving.wait(60)
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    began = time.monotonic()
    _out, err = process.communicate(timeout=30)

    assert (process.returncode, time.monotonic() - began < 4) == (130, True), err
    time.sleep(6)  # the portal goes on by itself
    rest = desk.rpa("renew", clients, "--json")
    assert (rest.code, rest.results) == (0, {2: "renewed"}), rest.err
    assert len(desk.portal.memory.saves) == 1


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="signals of a POSIX terminal")
def test_a_worker_ends_softly(desk_at: Callable[..., Desk]) -> None:
    """SIGTERM to `rpa work`: what is under way is finished and recorded, the rest waits on; exit code 130."""
    desk = desk_at(replace(VARIANTS["new"], save_seconds=1.5))
    desk.rpa("renew", desk.clients(*three_clients(desk)), "--enqueue")
    process = begin(desk, "work")

    def interrupt(request: Request) -> None:
        if is_salvar(request) and not desk.portal.memory.saves:
            process.terminate()

    desk.portal.on_arrival = interrupt
    _out, err = process.communicate(timeout=120)

    status = desk.rpa("status", "--json").json[0]
    assert (process.returncode, status["results"], status["waiting"]) == (130, {"renewed": 1}, 2), err


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="signals of a POSIX terminal")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_softly_and_goes_on(desk_at: Callable[..., Desk], sign: signal.Signals) -> None:
    """Ctrl-C (which reaches the whole group) and SIGTERM: what is under way is finished, the rest is for later."""
    desk = desk_at(replace(VARIANTS["new"], save_seconds=1.5))
    clients = desk.clients(*three_clients(desk))
    process = begin(desk, "renew", clients, "--json")
    signalled: list[int] = []

    def interrupt(request: Request) -> None:
        if is_salvar(request) and not signalled:
            signalled.append(process.pid)
            (os.killpg if sign is signal.SIGINT else os.kill)(process.pid, sign)

    desk.portal.on_arrival = interrupt
    out, err = process.communicate(timeout=120)

    assert process.returncode == 130, err
    assert [json.loads(line)["result"] for line in out.splitlines()] == ["renewed"]
    assert len(desk.portal.memory.saves) == 1

    rest = desk.rpa("renew", clients, "--json")
    assert (rest.code, set(rest.results.values())) == (0, {"renewed"}), rest.err
    assert len(desk.portal.memory.saves) == 3


def files_of_runs(desk: Desk) -> dict[Path, int]:
    """Every file in the folders of runs, but for what only the one at work appends to, and when it was written."""
    found = (path for path in (desk.folder / "home" / "runs").rglob("*") if path.name != "results.jsonl")
    return {path: path.stat().st_mtime_ns for path in found if path.is_file()}


def first_run(desk: Desk) -> str:
    """The name of the latest run."""
    return str(desk.rpa("runs", "--json").json[0]["run"])


@pytest.mark.long
def test_a_second_one_on_the_same_file_says_who_is_at_work(desk_at: Callable[..., Desk]) -> None:
    """Two windows never work on one file: the second names the first, and how to watch it; `--follow` does.

    Nothing of the second is written into the folder of the first, no log and no report, whichever command it is.
    """
    desk = desk_at(replace(VARIANTS["new"], save_seconds=2))
    clients = desk.clients(*three_clients(desk))
    going_on = threading.Event()
    first = begin(desk, "renew", clients, "--json")
    while not desk.portal.memory.logins:
        assert first.poll() is None, first.communicate()
        time.sleep(0.1)
    kept = files_of_runs(desk)

    def hold(request: Request) -> None:
        if is_salvar(request):
            going_on.wait(60)

    desk.portal.on_arrival = hold

    second = desk.rpa("renew", clients, "--json")
    others = [desk.rpa("work", "--until-empty"), desk.rpa("retry", first_run(desk), "--json")]
    queued = desk.rpa("renew", clients, "--enqueue")
    still = files_of_runs(desk)
    going_on.set()
    watched = desk.rpa("status", "--follow", "--json")
    first.communicate(timeout=120)

    assert (second.code, second.out, queued.code) == (3, "", 0)
    assert [(other.code, other.out) for other in others] == [(3, "")] * 2
    assert {path: still[path] for path in kept} == kept
    assert not [path.name for path in still if path not in kept and path.suffix != ".jpg"]
    assert f"process {first.pid}" in second.err
    assert [line["result"] for line in watched.json[:-1]] == ["renewed"] * 3
    assert len(desk.portal.memory.saves) == 3


@pytest.mark.long
def test_several_accounts_are_worked_beside_each_other(desk: Desk) -> None:
    """With two workers, two browsers are logged in at once, each in an account of its own."""
    rows = three_clients(desk)
    for number, row in enumerate(rows):
        row["Conta"] = f"c{number}@example.com.br"
        desk.open_account(row["Conta"], "porta-7c2e", [row["CNPJ"]])
    passwords = {f"INVOICY_PASSWORD_C{number}_EXAMPLE_COM_BR": "porta-7c2e" for number in range(3)}

    ran = desk.rpa("renew", desk.clients(*rows), "--json", "--workers", "2", **passwords)

    assert (ran.code, set(ran.results.values())) == (0, {"renewed"}), ran.err
    assert sorted(login.email for login in desk.portal.memory.logins) == [row["Conta"] for row in rows]


def test_a_plan_that_is_not_there_is_told_as_such(desk: Desk) -> None:
    """In the words for any file that is missing, with exit code 3."""
    ran = desk.rpa("renew", "--plan", "plano.json")

    assert (ran.code, ran.out) == (3, "")
    assert "There is no file plano.json" in ran.err


def test_a_plan_of_another_version_is_told_as_such(desk: Desk) -> None:
    """Not as a file that is no plan: that has words of its own."""
    (desk.folder / "old.json").write_text('{"format": 1, "clients_file": "clientes.csv", "clients": []}')
    (desk.folder / "list.json").write_text("[1, 2]")

    ran, other = (desk.rpa("renew", "--plan", name) for name in ("old.json", "list.json"))

    assert (ran.code, other.code) == (3, 3)
    assert "old.json: This plan is of another version: plan anew" in ran.err
    assert "list.json: This is not a plan" in other.err
