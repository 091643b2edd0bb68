"""Reports of runs that other machines have worked on: made of the database, as far as it knows."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from rpa.engine import Engine, RunInfo
from rpa.engine.progress import this_host
from rpa.past_runs import past_runs
from rpa.record import RecordError
from rpa.settings import Settings
from tests.desk import OTHER, PADARIA, PFX_PASSWORD, Desk
from tests.engine.players import a_task
from tests.engine.postgres import Postgres
from tests.runs import BEGAN, a_client, keep


@pytest.mark.long
def test_a_run_that_was_done_elsewhere_is_reported_here(desk: Desk, postgres: Postgres) -> None:
    """Results, the portal's words, times and clicks; of pictures, where they are. There the same command shows them."""
    for cnpj, name, days in ((PADARIA, "PADARIA ESTRELA LTDA", -3), (OTHER, "AÇOUGUE PAMPA LTDA", 20)):
        desk.company(cnpj, name, expires_in=days)
        desk.pfx(cnpj, f"{cnpj}.pfx", holder=name)
    desk.open_account()
    clients = desk.clients(*({"cnpj": c, "pfx": f"{c}.pfx", "senha": PFX_PASSWORD} for c in (PADARIA, OTHER)))
    shared = {"RPA_DATABASE_URL": postgres.fresh()}
    there = {**shared, "RPA_HOME": str(desk.folder / "there")}
    queued = desk.rpa("renew", clients, "--enqueue", **shared)
    run = desk.rpa("status", "--json", **shared).json[0]["run"]

    waiting = desk.rpa("report", **shared)
    worked = desk.rpa("work", "--until-empty", **there)
    (desk.folder / "there").rename(desk.folder / "far away")
    here = desk.rpa("report", run[:-1], **shared)
    clicks = desk.rpa("follow-up", "--json", **shared)
    (desk.folder / "far away").rename(desk.folder / "there")
    elsewhere = desk.rpa("report", **there)

    assert [ran.code for ran in (queued, waiting, worked, here, clicks, elsewhere)] == [0] * 6, (waiting.err, here.err)
    folder = desk.folder / "home" / "runs" / run
    page = (folder / "report.html").read_text(encoding="utf-8")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert here.out.splitlines()[0] == str(folder / "report.html")
    assert [client["result"] for client in report["clients"]] == ["renewed", "renewed"]
    assert all(client["said"] and client["steps"] and client["fingerprint"] for client in report["clients"])
    assert report["run"]["ended"]
    assert report["run"]["figures"]["seconds"] > 0
    assert f"where the work was done ({this_host()}); there, rpa report {run} shows them" in page
    assert "data:image" not in page
    assert str(desk.folder) not in page
    assert [click["cnpj"] for click in clicks.json] == [PADARIA]
    there_page = (desk.folder / "there" / "runs" / run / "report.html").read_text(encoding="utf-8")
    assert there_page.count("data:image/jpeg") == 2
    assert "where the work was done" not in there_page


def a_book(home: Path, run: str, *ended: int) -> Settings:
    """A database in a file, in which these rows of a run have ended before the portal."""
    with closing(Engine.open(None, home)) as engine:
        info = replace(RunInfo.begin(run, "portal", r"C:\casa\clientes.xlsx"), began=BEGAN.timestamp())
        engine.submit(info, run, [a_task(7)], [a_client(row=row, evidence=Path(r"C:\casa\2.jpg")) for row in ended])
    return Settings({"RPA_HOME": str(home)})


def test_a_killed_run_is_told_of_with_what_the_database_knows_beyond_its_folder(tmp_path: Path) -> None:
    """A client may have ended in the book, and the process been killed before it wrote the line."""
    folder = keep(tmp_path, a_client(row=2, reason="kept"))
    folder.begin(replace(folder.read().about, total=3))  # goes on, and has no end
    settings = a_book(tmp_path, folder.run, 2, 3)

    with past_runs(settings) as runs:
        where, record = runs.chosen(None)

    assert (where.path, [outcome.row for outcome in record.outcomes], record.ended) == (folder.path, [2, 3], None)


def test_a_run_without_a_folder_is_found_by_how_its_name_begins(tmp_path: Path) -> None:
    """The folder is made for its reports; of other machines' paths only names are told. Two that fit are none."""
    settings = a_book(tmp_path, "2026-11-25_09h00m00", 2, 3)
    a_book(tmp_path, "2026-11-26_09h00m00")

    with past_runs(settings) as runs:
        where, record = runs.chosen("2026-11-25")
        with pytest.raises(RecordError, match="There is no run 2026"):
            runs.chosen("2026")

    assert where.path == tmp_path / "runs" / "2026-11-25_09h00m00"
    assert record.about.clients_file == "clientes.xlsx"
    assert [outcome.evidence for outcome in record.outcomes] == [Path("2.jpg")] * 2
    assert (record.about.total, record.not_reached, record.ended) == (3, 1, None)


def test_without_its_database_a_run_is_told_of_as_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The database is away: that is said, and what is here is reported."""
    folder = keep(tmp_path, a_client())
    settings = Settings({"RPA_HOME": str(tmp_path), "RPA_DATABASE_URL": "postgresql://127.0.0.1:9/none"})

    with past_runs(settings) as runs:
        assert runs.chosen(None)[1] == folder.read()
        assert list(runs.all()) == [folder.read()]

    assert "The database of runs cannot be asked" in capsys.readouterr().err


def test_a_home_without_database_gets_none_by_being_asked(tmp_path: Path) -> None:
    """Reading changes nothing."""
    folder = keep(tmp_path, a_client())
    with past_runs(Settings({"RPA_HOME": str(tmp_path)})) as runs:
        assert runs.chosen(folder.run)[1].outcomes
    assert not list(tmp_path.glob("*.sqlite"))
