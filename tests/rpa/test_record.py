"""What a run leaves behind can be read again, whatever became of the run."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from rpa.outcome import Result
from rpa.output import pace
from rpa.past_runs import all_runs, chosen_run
from rpa.private import write_private
from rpa.record import RecordError, RunFolder
from rpa.report.files import reported
from rpa.run_record import About
from tests.runs import BEGAN, HOSTILE, a_click, a_client, keep


def a_start(total: int = 1) -> About:
    """What is known of a run from its start."""
    return About(BEGAN, "clientes.csv", "localhost", total)


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    """What it was about, when it ended, and its clients by row."""
    record = keep(tmp_path, a_click(), a_client()).read()

    assert record.outcomes == (a_client(), a_click())
    assert (record.about.clients_file, record.about.total, record.not_reached) == ("clientes.xlsx", 2, 0)
    assert (record.about.began, record.ended) == (BEGAN, BEGAN + timedelta(minutes=1))
    assert record.figures
    assert (record.figures.clients_per_minute, record.figures.steps) == (2.0, {"save": 3.0, "company": 1.0})


def test_a_run_ends_with_how_fast_it_was_and_whose_the_time_was() -> None:
    """In one line, of those who were visited; by the clock, however many sessions there were."""
    visited = replace(a_client(), seconds=4.0, spent={"portal": 1.0, "browser": 2.0, "ours": 1.0})
    unvisited = replace(a_client(), seconds=0.0, spent={})

    assert pace([visited, unvisited, visited], 6.0) == (
        "20.0 clients per minute. Time: portal 25 %, browser 50 %, this program 25 %."
    )
    assert pace([unvisited], 6.0) == ""


def test_of_several_ends_of_one_row_the_last_holds(tmp_path: Path) -> None:
    """A client that was tried again in the same run ended as it did at last."""
    record = keep(tmp_path, a_client(Result.FAILED), a_client()).read()

    assert [outcome.result for outcome in record.outcomes] == [Result.RENEWED]


def test_no_text_of_the_portal_stops_a_run(tmp_path: Path) -> None:
    """Not even one that was cut in the middle of a character."""
    folder = keep(tmp_path, a_client(company=HOSTILE, said=(HOSTILE,)))

    assert folder.read().outcomes[0].company == HOSTILE.replace("\ud83d", "?")


def test_a_killed_run_tells_what_it_had_done(tmp_path: Path) -> None:
    """It has no end; a torn last line counts for nothing, and its client as not reached."""
    folder = RunFolder.create(tmp_path, BEGAN)
    folder.begin(a_start(total=3))
    folder.write(a_client())
    with folder.results.open("ab") as stream:
        stream.write(b'{"row": 3, "cn')

    record = folder.read()

    assert (record.ended, len(record.outcomes), record.not_reached) == (None, 1, 2)


def test_a_spoilt_line_is_named(tmp_path: Path) -> None:
    """Nothing is passed over in silence: file and line are told."""
    folder = keep(tmp_path, a_client())
    folder.results.write_bytes(folder.results.read_bytes() + b'{"row": 3}\n')

    with pytest.raises(RecordError, match=r"results\.jsonl:2 cannot be read"):
        folder.read()


def test_pictures_are_found_where_the_folder_was_moved_to(tmp_path: Path) -> None:
    """A run's folder may be carried to another machine, its pictures with it."""
    folder = keep(tmp_path, a_client(evidence=Path("/elsewhere/00002-x.jpg")))
    (folder.path / "00002-x.jpg").write_bytes(b"jpg")

    assert folder.read().outcomes[0].evidence == folder.path / "00002-x.jpg"


def test_the_latest_run_is_the_one_that_is_meant(tmp_path: Path) -> None:
    """Without a name the latest; the tenth of one second comes after the ninth; a name or a path are taken too."""
    runs = [keep(tmp_path, a_client(), began=BEGAN) for _ in range(11)]
    older = keep(tmp_path, a_client(), began=BEGAN - timedelta(days=1))

    assert [folder.path for folder in all_runs(tmp_path)] == [*(run.path for run in reversed(runs)), older.path]
    assert chosen_run(tmp_path, None) == runs[-1]
    assert chosen_run(tmp_path, older.path.name) == chosen_run(tmp_path, str(older.path)) == older


@pytest.mark.parametrize("run", [None, "gone"])
def test_a_run_that_is_not_there_is_said_so(tmp_path: Path, run: str | None) -> None:
    """With the folder in which it was looked for."""
    with pytest.raises(RecordError, match="runs"):
        chosen_run(tmp_path, run)


def test_reports_are_written_however_the_run_ends(tmp_path: Path) -> None:
    """Also where Ctrl-C ends it; what was done is in them, and the run has an end."""
    folder = RunFolder.create(tmp_path, BEGAN)
    said: list[str] = []

    with suppress(KeyboardInterrupt), reported(folder, a_start(total=2), said.append):
        folder.write(a_client())
        raise KeyboardInterrupt

    assert said == [f"Report: {folder.path / 'report.html'}"]
    assert (folder.read().ended is not None, folder.read().not_reached) == (True, 1)


def test_a_report_that_cannot_be_replaced_keeps_no_other_from_being_written(tmp_path: Path) -> None:
    """As when Excel has the old one open on Windows: it is told which, and the rest is there."""
    folder = RunFolder.create(tmp_path, BEGAN)
    (folder.path / "report.xlsx").mkdir()
    said: list[str] = []

    with reported(folder, a_start(), said.append):
        folder.write(a_client())

    assert len(said) == 2
    assert "report.xlsx cannot be written" in said[0]
    assert (folder.path / "report.ics").is_file()
    assert not list(folder.path.glob(".report*"))


@pytest.mark.skipif(os.name == "nt", reason="on Windows the user's own folders are private by inheritance")
def test_all_files_are_their_owners_only(tmp_path: Path) -> None:
    """Whatever the umask is, and also where a file was there before with wider rights."""
    before = os.umask(0)
    try:
        folder = RunFolder.create(tmp_path, BEGAN)
        with reported(folder, a_start(), print):
            folder.write(a_client())
        (tmp_path / "wide").touch(0o666)
        write_private(tmp_path / "wide", b"")
    finally:
        os.umask(before)

    files = [path for path in folder.path.iterdir() if path.is_file()]
    assert len(files) == 7
    assert {path.stat().st_mode & 0o777 for path in [*files, tmp_path / "wide"]} == {0o600}
