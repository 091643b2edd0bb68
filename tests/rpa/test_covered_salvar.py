"""Something may lie over Salvar: what was proved before is proved anew then, and the button is pressed once."""

from __future__ import annotations

import pytest

from rpa.outcome import Result
from tests.desk import Desk
from tests.safety import harm

_COVER = """times => addEventListener("DOMContentLoaded", () => {
  if (!document.querySelector("input[type=file]")) return;
  const cover = document.createElement("div");
  cover.style = "position:fixed;inset:0;z-index:9";
  document.addEventListener("change", (event) => event.target.type === "password" && --times === 0 && cover.remove());
  document.body.append(cover);
})"""
"""A clear sheet over the form, from its first moment until Senha was typed so many times."""


def _covered(desk: Desk, times: int) -> None:
    desk.log_in()
    assert desk._session
    assert desk._session._context
    desk._session._context.add_init_script(f"({_COVER})({times})")


def test_what_lies_over_salvar_is_waited_for_and_all_is_proved_again(desk: Desk) -> None:
    """The click does not get through; then the form is filled in and proved once more, and saved, once."""
    company = desk.company()
    desk.open_account()
    renewal = desk.renewal()
    _covered(desk, 2)

    outcome = desk.renew(renewal)

    asked = [request.path for request in desk.portal.memory.requests].count("/empresadados.aspx")
    assert outcome.result is Result.RENEWED, outcome.reason
    assert harm(desk.portal, company, outcome) == []
    assert len(desk.portal.memory.saves) == 1
    assert asked == 3


@pytest.mark.long
def test_what_stays_over_salvar_is_told(desk: Desk) -> None:
    """Where nothing gets through to the end, nothing is saved, and the reason says why."""
    company = desk.company()
    desk.open_account()
    renewal = desk.renewal()
    _covered(desk, 99)

    outcome = desk.renew(renewal)

    assert outcome.result is Result.FAILED
    assert "Salvar" in outcome.reason
    assert harm(desk.portal, company, outcome) == []
    assert desk.portal.memory.saves == []
