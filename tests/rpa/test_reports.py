"""The reports for programs and spreadsheets: documented, harmless, and made of the record alone."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import jsonschema
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rpa.outcome import Outcome, Result
from rpa.report.calendar import to_ics
from rpa.report.junit import to_junit
from rpa.report.machine import SCHEMA, to_json
from rpa.report.pictures import load_pictures
from rpa.report.sheet import to_xlsx
from rpa.run_record import RunRecord
from rpa.wording import NextStep, heading, instruction, next_step
from tests.desk import OTHER, PADARIA, run_rpa
from tests.runs import BEGAN, HOSTILE, a_click, a_client, a_run, keep

EVERY_RESULT = [a_client(result, row=row) for row, result in enumerate(Result, start=2)]


def sheet(record: RunRecord) -> list[dict[str, Any]]:
    """The rows of the spreadsheet by their titles."""
    titles, *rows = openpyxl.load_workbook(BytesIO(to_xlsx(record))).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


def hostile(text: str = HOSTILE) -> Outcome:
    """A client of whom every text is such a one."""
    return a_client(
        Result.REFUSED, company=text, reason=text, nickname=text, warnings=(text,), said=(text,), steps={text: 1.0}
    )


@pytest.mark.parametrize(
    "record",
    [
        a_run(),
        a_run(*EVERY_RESULT, a_click(row=20)),
        a_run(hostile()),
        a_run(a_client(Result.RENEW), dry_run=True, total=3),
        a_run(a_client(), a_click()).of({a_click().cnpj}),
    ],
    ids=["nobody", "every result", "hostile", "plan", "one of two"],
)
def test_the_json_keeps_to_its_schema(record: RunRecord) -> None:
    """The schema that ships is a schema, allows no other field, and every kind of run is as it says."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate(json.loads(to_json(record)), schema, format_checker=jsonschema.FormatChecker())


def test_the_schema_names_every_result_and_every_step() -> None:
    """A new one cannot be forgotten there."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]

    assert schema["result"]["enum"] == [result.value for result in Result]
    assert schema["client"]["properties"]["next"]["properties"]["step"]["enum"] == [step.value for step in NextStep]


def test_the_json_tells_nothing_of_the_machine(tmp_path: Path) -> None:
    """Of a picture its name alone: the path would tell who ran it, and where."""
    text = to_json(a_run(a_client(evidence=tmp_path / "00002-x.jpg")))

    assert '"evidence": "00002-x.jpg"' in text
    assert str(tmp_path) not in text


def test_every_result_has_a_next_step_in_whole_sentences() -> None:
    """Nobody is left with a state and no idea what to do about it."""
    for outcome in [*EVERY_RESULT, a_click()]:
        step = next_step(outcome)
        assert heading(step)
        assert instruction(step).endswith(".")
        assert (step is NextStep.NOTHING) == outcome.result.good or outcome == a_click()


def test_the_spreadsheet_has_a_row_a_client_with_what_to_do_next() -> None:
    """Dates are dates, so that they sort; what is left in Siscoban has a column of its own."""
    renewed, click, blocked = sheet(a_run(a_client(), a_click(), a_client(Result.BLOCKED, row=4)))

    assert (renewed["CNPJ"], renewed["What to do next"]) == ("11.222.333/0001-81", "Nothing")
    assert renewed["Valid until"].date() == date(2027, 11, 24)
    assert renewed["Siscoban"] == "Nothing: Siscoban fetches it by itself, on 26/11/2026 at the latest."
    assert click["What to do next"].startswith("Click in Siscoban: At the client's")
    assert blocked["What to do next"].startswith("Put the file right: The certificate cannot go")


@settings(deadline=None)  # what is measured elsewhere is no rule of this test
@given(st.sampled_from("=+-@\t\r") | st.text(max_size=1), st.text(max_size=40))
def test_no_text_becomes_a_formula(first: str, rest: str) -> None:
    """Whatever companies are called and portals say, a cell with it is text and begins with nothing that computes."""
    book = openpyxl.load_workbook(BytesIO(to_xlsx(a_run(hostile(first + rest)))))

    cells = [cell for row in book.worksheets[0].iter_rows(min_row=2) for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert not any(str(cell.value).startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@settings(deadline=None)  # what is measured elsewhere is no rule of this test
@given(st.text(max_size=60))
def test_junit_and_calendar_stay_readable_whatever_a_text_holds(text: str) -> None:
    """Control characters, lone surrogates and line ends break neither."""
    record = a_run(hostile(text), a_client(company=text, nickname=text))

    assert len(list(ET.fromstring(to_junit(record)).iter("testcase"))) == 2
    (event,) = icalendar.Calendar.from_ical(to_ics(record)).walk("VEVENT")
    assert len(event.walk("VALARM")) == 2


def test_junit_tells_failures_of_people_from_errors_of_the_program() -> None:
    """`failed` is an error, and may be repeated; what a person must do is a failure, and says so."""
    suite = ET.fromstring(to_junit(a_run(*EVERY_RESULT))).find("testsuite")

    assert suite is not None
    assert (suite.get("tests"), suite.get("errors"), suite.get("failures")) == ("10", "1", "6")
    assert [told.get("type") for told in suite.iter("failure")] == [
        "possible_duplicate",
        "blocked",
        "refused",
        "unverified",
        "parked",
        "no_access",
    ]
    assert [told.get("type") for told in suite.iter("error")] == ["failed"]


def test_the_calendar_has_the_last_day_of_what_is_in_the_portal() -> None:
    """A day of its own for each, with alarms 30 and 7 days before; none for what did not get there."""
    calendar = icalendar.Calendar.from_ical(to_ics(a_run(*EVERY_RESULT)))

    events = calendar.walk("VEVENT")
    assert [event.decoded("DTSTART") for event in events] == [date(2027, 11, 24)] * 2
    assert [alarm.decoded("TRIGGER") for alarm in events[0].walk("VALARM")] == [timedelta(days=-30), timedelta(days=-7)]
    assert events[0]["SUMMARY"] == "Certificate expires: PADARIA ESTRELA LTDA"


def test_a_calendar_imported_again_makes_no_second_event() -> None:
    """The same certificate of the same company has the same identity in every run; branches each have their own."""
    first, again = (icalendar.Calendar.from_ical(to_ics(a_run(c))) for c in (a_client(row=2), a_client(row=9)))
    other = icalendar.Calendar.from_ical(to_ics(a_run(a_click())))

    uids = [calendar.walk("VEVENT")[0]["UID"] for calendar in (first, again, other)]
    assert uids[0] == uids[1] != uids[2]


FOREIGN = ["../secret.jpg", "../other/00002-11222333000181.jpg", "link.jpg", "folder/secret.jpg"]


@pytest.mark.parametrize("name", [*FOREIGN, "absolute"])
def test_a_picture_of_elsewhere_is_refused_and_told(name: str, tmp_path: Path) -> None:
    """A record may name any file: above the run's folder, in another run's, behind a link; none of them is shown."""
    folder = keep(tmp_path / "home", a_client())
    other = keep(tmp_path / "home", a_client(), began=BEGAN + timedelta(days=1)).path
    other.rename(other.with_name("other"))
    places = [folder.path.parent / "secret.jpg", tmp_path / "secret.jpg", folder.path / "folder" / "secret.jpg"]
    places.append(folder.path.parent / "other" / "00002-11222333000181.jpg")
    for place in places:
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"\xff\xd8 nobody's business")
    (folder.path / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    path = tmp_path / "secret.jpg" if name == "absolute" else folder.path / name
    folder.write(a_client(evidence=path))

    ran = run_rpa("report", folder.run, environment={"RPA_HOME": str(tmp_path / "home")}, folder=tmp_path)

    assert ran.code == 3
    assert f"Row 2: {path} is no picture of this run" in ran.err
    page = (folder.path / "report.html").read_text(encoding="utf-8")
    assert "data:image/jpeg" not in page
    assert "secret.jpg" not in page


def test_a_picture_that_a_worker_has_taken_is_shown(tmp_path: Path) -> None:
    """`rpa work` keeps pictures in a folder of its own, beside the run's: this very client's is the run's too."""
    folder = keep(tmp_path, a_client())
    (folder.path.parent / "work").mkdir()
    mine, other = (folder.path.parent / "work" / f"00002-{cnpj}.jpg" for cnpj in (PADARIA, OTHER))
    for path in (mine, other):
        path.write_bytes(b"x")

    assert set(load_pictures([a_client(evidence=mine)], folder.path)) == {2}
    assert set(load_pictures([a_client(evidence=other)], folder.path)) == set()


def test_pictures_are_within_the_page_up_to_a_size_and_beside_it_above(tmp_path: Path) -> None:
    """Those of clients that need a person get the room first; a picture that is gone is no picture."""
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(b"x" * 100)
    outcomes = [
        a_client(row=2, evidence=tmp_path / "a.jpg"),
        a_client(Result.FAILED, row=3, evidence=tmp_path / "b.jpg"),
        a_client(row=4, evidence=tmp_path / "gone.jpg"),
    ]

    pictures = load_pictures(outcomes, tmp_path, within=150)

    assert set(pictures) == {2, 3}
    assert (pictures[2].link, pictures[2].data) == ("a.jpg", None)
    assert str(pictures[3].data).startswith("data:image/jpeg;base64,")
