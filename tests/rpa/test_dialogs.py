"""The browser's own boxes: whatever a portal says in one is answered so that nothing changes, and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fixtures.portal import VARIANTS
from fixtures.portal.switches import Success
from rpa.outcome import Result
from tests.desk import PFX_PASSWORD, Desk

ALERT = f"""addEventListener("DOMContentLoaded", () => {{
  if (location.pathname.endsWith("/empresadados.aspx")) alert("Domingo não há portal. ({PFX_PASSWORD})");
}});"""


def test_what_an_alert_says_on_the_way_is_among_the_warnings(desk: Desk) -> None:
    """Once, however often it came, and without any password that it repeats."""
    desk.company()
    desk.open_account()
    desk.log_in()
    assert desk._session
    desk._session._portal.window.page.add_init_script(ALERT)

    outcome = desk.renew(desk.renewal())

    told = [warning for warning in outcome.warnings if "Domingo não há portal" in warning]
    assert (outcome.result, len(told)) == (Result.RENEWED, 1), outcome
    assert PFX_PASSWORD not in told[0]


def test_what_answers_salvar_is_not_told_twice(desk_at: Callable[..., Desk]) -> None:
    """The portal's words for what was saved stand in the outcome already."""
    desk = desk_at(replace(VARIANTS["new"], success=Success.ALERT))
    desk.company()

    outcome = desk.renew(desk.renewal())

    assert (outcome.result, outcome.warnings) == (Result.RENEWED, ()), outcome
    assert outcome.said
