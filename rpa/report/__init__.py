"""Reports of a run, made of its record alone: a page for people, a spreadsheet, JSON, JUnit and a calendar."""

from rpa.report.calendar import to_ics
from rpa.report.html import to_html
from rpa.report.junit import to_junit
from rpa.report.machine import to_json
from rpa.report.pictures import Picture, load_pictures
from rpa.report.sheet import to_xlsx

__all__ = ["Picture", "load_pictures", "to_html", "to_ics", "to_json", "to_junit", "to_xlsx"]
