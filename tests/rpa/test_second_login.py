"""Somebody else logs in as the same user in the middle of a visit, and the portal ends this session."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fixtures.portal import Variant
from fixtures.portal.memory import Request
from rpa.outcome import Result
from tests.desk import Desk
from tests.safety import harm
from tests.selection import few

MOMENTS = {
    "at the list": ("GET", "/wwcertificado.aspx", "", Result.RENEWED),
    "at the form": ("GET", "/certificado.aspx", "", Result.RENEWED),
    "at a field": ("POST", "/certificado.aspx", "ISVALID", Result.RENEWED),
    "at Salvar": ("POST", "/certificado.aspx", "ENTER", Result.UNVERIFIED),
    "after Salvar": ("POST", "/certificado.aspx", "ENTER", Result.RENEWED),
}
"""What arrives when the sessions end, and how the client then ends: of what was sent into the void nothing is known."""


@pytest.mark.parametrize("moment", few(MOMENTS, "at Salvar"))
def test_a_second_login_costs_one_more_login_and_no_second_save(
    desk_at: Callable[..., Desk], markup: Variant, moment: str
) -> None:
    """Whenever it comes, there is at most one more login and one save, and what is said at the end is true."""
    method, path, event, end = MOMENTS[moment]
    desk = desk_at(markup)
    company = desk.company()
    desk.open_account()
    desk.log_in()
    ended: list[Request] = []

    def end_sessions(request: Request) -> None:
        here = request.method == method and request.path.partition("?")[0] == path and request.event == event
        if here and not ended:
            ended.append(request)
            desk.portal.sessions.end_all()

    if moment.startswith("after"):
        desk.portal.on_answer = end_sessions
    else:
        desk.portal.on_arrival = end_sessions

    outcome = desk.renew(desk.renewal())

    assert ended, "the visit never came to that moment"
    assert outcome.result is end, outcome.reason
    assert len(desk.portal.memory.logins) == 2
    assert len(desk.portal.memory.saves) == (outcome.result is Result.RENEWED)
    assert harm(desk.portal, company, outcome) == []
