"""A caption that is called otherwise: the client's end names the screen, what was looked for, and what is nearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from fixtures.portal import VARIANTS
from rpa.outcome import Outcome, Result
from rpa.screens import screen_named
from tests.desk import Desk
from tests.selection import few


def renew_impatiently(desk: Desk) -> Outcome:
    """Renew, but wait for a screen for three seconds only."""
    desk.company()
    desk.open_account()
    desk.log_in()
    assert desk._session
    desk._session._portal.window.patience = 3
    return desk.renew(desk.renewal())


@pytest.mark.parametrize(
    ("caption", "instead", "screen"),
    [("Vencimento", "Vence no dia", "certificates"), ("Apelido", "Alcunha", "certificates")],
)
@pytest.mark.parametrize("preset", few(["new", "unexpected"], "new"))
def test_a_screen_that_is_not_recognised_is_told_by_what_it_lacks(
    desk_at: Callable[..., Desk], preset: str, caption: str, instead: str, screen: str
) -> None:
    """The landmark's caption that is missing, and the titles that are there, the likeliest first."""
    outcome = renew_impatiently(desk_at(replace(VARIANTS[preset], renamed=((caption, instead),))))

    assert outcome.result is Result.FAILED
    told, nearest = outcome.reason.split("; the nearest there: ")
    assert told.startswith(f"On the screen {screen_named(screen)}, {caption}"), outcome.reason
    assert instead.lower() in nearest


def test_the_entry_of_the_menu_is_told_with_its_neighbours(desk_at: Callable[..., Desk]) -> None:
    """Where Painel de Controle is hidden under another name once somebody is in, the menu's other entries are told."""
    desk = desk_at()
    desk.company()
    desk.open_account()
    desk.log_in()
    assert desk._session
    window = desk._session._portal.window
    window.page.add_init_script(RENAMED_LINK)

    outcome = desk.renew(desk.renewal())

    assert outcome.result is Result.FAILED
    assert "Painel de Controle was found 0 times; the nearest there: painel central" in outcome.reason


RENAMED_LINK = """addEventListener("DOMContentLoaded", () => {
  for (const entry of document.querySelectorAll("a"))
    if (entry.innerText.includes("Painel de Controle")) {
      entry.innerHTML = "Painel Central";
      document.body.insertAdjacentHTML("beforeend", "<span hidden>Painel de Controle</span>");
    }
});"""
