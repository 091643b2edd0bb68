"""Whatever a portal's own scripts make of the click on Salvar, a command saves once at most, and says what is so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from fixtures.portal import VARIANTS, Action, Variant
from fixtures.portal.switches import FormPlace, TakesSalvar
from rpa.outcome import Result
from rpa.renew import renew
from rpa.visit import Visit
from tests.desk import Desk
from tests.safety import harm
from tests.selection import few

_NEVER_REACHED = {TakesSalvar.COMES_OVER, TakesSalvar.LIES_OVER, TakesSalvar.PASSED_ON}
"""A clear sheet lies over Salvar, or comes to: no click of ours gets through to a script of the portal's."""
_EVERY_TIME = (TakesSalvar.EVERY_EVENT, TakesSalvar.GOING_DOWN, TakesSalvar.HOVER)


@pytest.mark.parametrize("how", few(TakesSalvar, *_EVERY_TIME))
def test_a_script_that_takes_the_click_saves_once(
    desk_at: Callable[..., Desk], markup: Variant, how: TakesSalvar
) -> None:
    """From the moment at which Salvar may have been pressed, whatever is in doubt counts as pressed."""
    saves_once(desk_at(markup), how)


@pytest.mark.parametrize("how", few(TakesSalvar, TakesSalvar.EVERY_EVENT))
def test_it_saves_once_in_a_pop_up_too(desk_at: Callable[..., Desk], how: TakesSalvar) -> None:
    """What is first to hear of a click is so in every frame."""
    saves_once(desk_at(replace(VARIANTS["new"], form_place=FormPlace.POPUP)), how)


def saves_once(desk: Desk, how: TakesSalvar) -> None:
    """Renew one certificate at a portal that takes Salvar so: it has one, or none where no click gets through."""
    company = desk.company()
    desk.portal.takes_salvar = how

    outcome = desk.renew(desk.renewal())

    reached = how not in _NEVER_REACHED
    assert len(desk.portal.memory.saves) == reached
    assert outcome.result is (Result.RENEWED if reached else Result.FAILED), outcome.reason
    assert harm(desk.portal, company, outcome) == []


def test_a_changed_default_is_saved_once_too(desk: Desk) -> None:
    """To change an entry is to press Salvar, as to add one is."""
    company = desk.company()
    pfx = desk.pfx()
    desk.renew(desk.renewal(pfx=pfx, default=False))
    desk.portal.takes_salvar = TakesSalvar.EVERY_EVENT

    outcome = desk.renew(desk.renewal(pfx=pfx, default=True))

    assert outcome.result is Result.RENEWED, outcome.reason
    assert [save.action for save in desk.portal.memory.saves] == [Action.ADD, Action.EDIT]
    assert [entry.default for entry in company.certificates] == [False, True]


@pytest.mark.long
def test_what_a_script_has_sent_and_the_portal_has_lost_is_sent_once(desk: Desk) -> None:
    """The next attempt of the same command only reads the list, which may show it late."""
    desk.company()
    desk.open_account()
    desk.portal.takes_salvar = TakesSalvar.EVERY_EVENT
    desk.portal.loses_what_it_saves = True
    visit = Visit(desk.renewal(), readings=desk.readings)
    desk.log_in()
    assert desk._session

    ends = [desk._session.visit(visit, renew).result for _attempt in range(2)]

    assert ends == [Result.UNVERIFIED] * 2
    assert len(desk.portal.memory.saves) == 1
