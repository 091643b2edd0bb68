"""The calendar of the new expiry dates, with alarms 30 and 7 days before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from rpa.cnpj import Cnpj
from rpa.messages import _
from rpa.report.plain import for_xml
from rpa.run_record import RunRecord

ALARMS = (30, 7)
"""Days before the expiry."""


def to_ics(record: RunRecord) -> bytes:
    """An event on the last day of each certificate that is in the portal; imported again, it takes its own place."""
    return calendar(
        Expiry(
            uid=f"{outcome.cnpj.text}-{(outcome.fingerprint or '')[:16]}@invoicy-rpa",
            cnpj=outcome.cnpj,
            company=outcome.company,
            nickname=outcome.nickname or "",
            day=outcome.valid_until,
            told=record.ended or record.about.began,
        )
        for outcome in record.outcomes
        if outcome.result.good and outcome.valid_until
    )


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last day of a certificate. `uid` is what it is known by when imported again; `told` when this was known."""

    uid: str
    cnpj: Cnpj
    company: str
    nickname: str
    day: date
    told: datetime


def calendar(expiries: Iterable[Expiry]) -> bytes:
    """A calendar of whole days, each with its alarms."""
    made = Calendar()
    made.add("prodid", "-//invoicy-rpa//expiry//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Certificates in InvoiCy"))
    for expiry in expiries:
        made.add_component(_event(expiry))
    return bytes(made.to_ical())


def _event(expiry: Expiry) -> Event:
    title = _("Certificate expires: {company}").format(company=for_xml(expiry.company))
    event = Event()
    event.add("uid", expiry.uid)
    event.add("dtstamp", expiry.told.astimezone(UTC))
    event.add("dtstart", expiry.day)
    event.add("dtend", expiry.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", title)
    about = _("CNPJ {cnpj}. In InvoiCy as “{nickname}”. Ask the client for a new e-CNPJ A1 before this day.")
    event.add("description", about.format(cnpj=expiry.cnpj, nickname=for_xml(expiry.nickname)))
    for days in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event
