"""Something may lie over Salvar: what was proved before is proved anew then, and the button is pressed once."""

from __future__ import annotations

import pytest

from fixtures.portal import Company
from rpa.outcome import Outcome, Result
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


def renew_covered(desk: Desk, times: int) -> tuple[Company, Outcome]:
    """Renew one certificate in a form that is covered until Senha was typed so many times."""
    company = desk.company()
    desk.open_account()
    renewal = desk.renewal()
    desk.log_in()
    assert desk._session
    assert desk._session._context
    desk._session._context.add_init_script(f"({_COVER})({times})")
    return company, desk.renew(renewal)


def test_what_lies_over_salvar_is_waited_for_and_all_is_proved_again(desk: Desk) -> None:
    """The click does not get through; then the form is filled in and proved once more, and saved, once."""
    company, outcome = renew_covered(desk, 2)

    asked = [request.path for request in desk.portal.memory.requests].count("/empresadados.aspx")
    assert outcome.result is Result.RENEWED, outcome.reason
    assert harm(desk.portal, company, outcome) == []
    assert len(desk.portal.memory.saves) == 1
    assert asked == 3


_NOTICE = """() => addEventListener("mousemove", function come(event) {
  if (!event.target.closest("[data-gx-enter]")) return;
  removeEventListener("mousemove", come, true);
  const notice = document.createElement("div");
  notice.setAttribute("role", "dialog");
  notice.style = "position:fixed;inset:0;z-index:9;background:#fff";
  notice.innerHTML = "<p>Novidades do portal</p><button type=button>Fechar</button>";
  notice.querySelector("button").onclick = () => notice.remove();
  document.body.append(notice);
}, true)"""
"""A harmless notice that comes over the form in the very moment in which the mouse comes to Salvar."""


def test_a_notice_that_takes_the_click_is_closed_and_it_is_saved_once(desk: Desk) -> None:
    """The click was seen to arrive at the notice, and nothing was sent: it is certain that Salvar was not pressed."""
    company = desk.company()
    desk.open_account()
    renewal = desk.renewal()
    desk.log_in()
    assert desk._session
    assert desk._session._context
    desk._session._context.add_init_script(f"({_NOTICE})()")

    outcome = desk.renew(renewal)

    assert outcome.result is Result.RENEWED, outcome.reason
    assert harm(desk.portal, company, outcome) == []
    assert len(desk.portal.memory.saves) == 1
    assert desk.portal.memory.forms_opened == 1


@pytest.mark.long
def test_what_stays_over_salvar_is_told(desk: Desk) -> None:
    """Where nothing gets through to the end, nothing is saved, and the reason says why."""
    company, outcome = renew_covered(desk, 99)

    assert outcome.result is Result.FAILED
    assert "something lies over Salvar" in outcome.reason
    assert harm(desk.portal, company, outcome) == []
    assert desk.portal.memory.saves == []
