"""The calendar of the new expiry dates, with alarms 30 and 7 days before."""

from __future__ import annotations

from datetime import UTC, timedelta

from icalendar import Alarm, Calendar, Event

from rpa.messages import _
from rpa.outcome import Outcome
from rpa.report.plain import for_xml
from rpa.run_record import RunRecord

ALARMS = (30, 7)
"""Days before the expiry."""


def to_ics(record: RunRecord) -> bytes:
    """An event on the last day of each certificate that is in the portal; imported again, it takes its own place."""
    calendar = Calendar()
    calendar.add("prodid", "-//invoicy-rpa//expiry//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Certificates in InvoiCy"))
    for outcome in record.outcomes:
        if outcome.result.good and outcome.valid_until:
            calendar.add_component(_event(outcome, record))
    return bytes(calendar.to_ical())


def _event(outcome: Outcome, record: RunRecord) -> Event:
    title = _("Certificate expires: {company}").format(company=for_xml(outcome.company))
    event = Event()
    event.add("uid", f"{outcome.cnpj.text}-{(outcome.fingerprint or '')[:16]}@invoicy-rpa")
    event.add("dtstamp", (record.ended or record.about.began).astimezone(UTC))
    event.add("dtstart", outcome.valid_until)
    event.add("dtend", outcome.valid_until + timedelta(days=1) if outcome.valid_until else None)
    event.add("transp", "TRANSPARENT")
    event.add("summary", title)
    about = _("CNPJ {cnpj}. In InvoiCy as “{nickname}”. Ask the client for a new e-CNPJ A1 before this day.")
    event.add("description", about.format(cnpj=outcome.cnpj, nickname=for_xml(outcome.nickname or "")))
    for days in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event
