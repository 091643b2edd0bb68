"""The report as one page that opens without network: style, script and pictures are within it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from rpa.certificates import BRASILIA
from rpa.messages import _, language, ngettext
from rpa.outcome import Outcome, Result
from rpa.report.pictures import Picture
from rpa.report.plain import whole
from rpa.report.todo import tasks
from rpa.run_record import RunRecord
from rpa.siscoban import BUTTON, MENU, left
from rpa.wording import NextStep, counted, heading, instruction, label, next_step

_PAGE = Path(__file__).with_name("page")
_TONES = {
    **dict.fromkeys((Result.RENEWED, Result.ALREADY_CURRENT), "good"),
    **dict.fromkeys((Result.POSSIBLE_DUPLICATE, Result.BLOCKED, Result.PARKED), "wait"),
    **dict.fromkeys((Result.REFUSED, Result.UNVERIFIED, Result.FAILED), "bad"),
    Result.NO_ACCESS: "wait",
    Result.RENEW: "plan",
}


def to_html(record: RunRecord, pictures: Mapping[int, Picture]) -> str:
    """The page. All that comes from outside is escaped, and nothing but what ships with the program may run in it."""
    style, script = _shipped("report.css"), _shipped("report.js")
    page = _template().render(
        _=_,
        ngettext=ngettext,
        language="pt-BR" if language() == "pt_BR" else "en",
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 - our own files, and a hash in the policy for each
        script=Markup(script),  # noqa: S704
        run=record,
        tasks=tasks(record),
        clicks=[outcome for outcome in record.outcomes if next_step(outcome) is NextStep.CLICK_IN_SISCOBAN],
        by_itself=[outcome for outcome in record.outcomes if _fetched(outcome)],
        pictures=pictures,
        elsewhere=bool(record.hosts) and any(o.evidence and o.row not in pictures for o in record.outcomes),
    )
    return whole(page)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": _day, "moment": _moment, "duration": _duration}
    environment.globals |= _words()
    return environment.get_template("report.html.j2")


def _words() -> dict[str, Any]:
    """What the template asks of a client or a result; each speaks the language of the moment."""
    return {
        "Result": Result,
        "tone": _TONES.__getitem__,
        "label": label,
        "counted": counted,
        "meaning": _meaning,
        "next_step": next_step,
        "heading": heading,
        "instruction": instruction,
        "left": left,
        "step_name": _step_name,
        "whose": _whose,
        "NextStep": NextStep,
        "road": _road,
    }


def _fetched(outcome: Outcome) -> bool:
    return outcome.result is Result.RENEWED and next_step(outcome) is NextStep.NOTHING


def _road() -> Markup:
    """The way through Siscoban, its captions in bold."""
    bold = Markup('<b class="path">{}</b>')
    return Markup(escape(_("Open {menu} and click {button}."))).format(  # noqa: S704 - escaped, and so is what it takes
        menu=bold.format(MENU), button=bold.format(BUTTON)
    )


@cache
def _shipped(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """No network, no form, no frame; this style and this script, known by their hashes, and no other."""
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{_sha256(style)}'; "
        f"script-src 'sha256-{_sha256(script)}'; base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(BRASILIA):%d/%m/%Y %H:%M}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def _step_name(step: str) -> str:
    """What a step of the road is called; its own code where it is a new one."""
    return {
        "company": _("Choosing the company"),
        "list": _("Reading the list"),
        "form": _("Filling in the form"),
        "proof": _("Proving the company"),
        "save": _("Waiting for Salvar"),
        "verify": _("Reading the list again"),
    }.get(step, step)


def _whose(name: str) -> str:
    """Whose time it was; its own code where it is a new one."""
    return {
        "portal": _("Waiting for the portal"),
        "browser": _("In the browser"),
        "ours": _("In this program"),
    }.get(name, name)


def _meaning(result: Result) -> str:
    """What a result means, for a reader who sees it for the first time."""
    return {
        Result.RENEWED: _("Saved, and then seen in the portal's list as it should be."),
        Result.ALREADY_CURRENT: _("The portal's list shows it already; this run sent nothing."),
        Result.POSSIBLE_DUPLICATE: _("An entry of the portal's list may be it already; nothing was sent."),
        Result.BLOCKED: _("The file is not fit for this client; the portal was not touched."),
        Result.REFUSED: _("The portal said no, in its own words."),
        Result.UNVERIFIED: _("Sent, but the list does not show it."),
        Result.FAILED: _("It never got as far as Salvar; nothing was changed."),
        Result.PARKED: _("A person is needed in the portal before the program can go on."),
        Result.NO_ACCESS: _("The login has not got this company; nothing was changed."),
        Result.RENEW: _("A plan: it would be sent."),
    }[result]
