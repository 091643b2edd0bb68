"""Every way in which the portal may be built is survived, or stopped at before harm; `-m long` drives them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allpairspy import AllPairs
from playwright.sync_api import Error

from fixtures.portal import VARIANTS, Company, Variant
from fixtures.portal import switches as s
from fixtures.portal.memory import Request
from pages import Portal
from pages.errors import PageError, PersonNeeded
from rpa.contexts import opened
from rpa.explain import obstacle
from rpa.outcome import Outcome, Result
from rpa.renewal import Renewal
from rpa.visit import Visit
from rpa.visitor import no_login
from tests.desk import EMAIL, OTHER, PADARIA, PASSWORD, Desk
from tests.rpa.matrix import README, end_of, with_matrix
from tests.safety import harm

ALWAYS = {
    "old", "unexpected", "company-autocomplete", "switch-undone", "form-nested", "captcha", "terms-box", "no-add",
    "cookie-bar", "refusal-modal", "tabs-meet", "shown-once", "cut-before", "session-save",
}  # fmt: skip
"""The presets that every test run drives; the others are driven by `-m long`."""

PRESETS = [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.long) for name in VARIANTS]

HARMLESS: dict[str, Sequence[Any]] = {
    "markup": list(s.Markup),
    "events": list(s.Events),
    "captions": list(s.Captions),
    "mask": list(s.Mask),
    "polling": [False, True],
    "cookie_bar": [False, True],
    "notice_at_login": [s.Notice.NONE, s.Notice.POPUP, s.Notice.MODAL, s.Notice.BOX, s.Notice.TOAST, s.Notice.EXPIRY],
    "notice_in_the_middle": [
        s.Notice.NONE,
        s.Notice.POPUP,
        s.Notice.MODAL,
        s.Notice.BOX,
        s.Notice.TOAST,
        s.Notice.EXPIRY,
    ],
    "company_box": list(s.CompanyBox),
    "company_name": list(s.CompanyName),
    "company_cnpj": list(s.CompanyCnpj),
    "company_cut": [0, 20],
    "company_data": list(s.CompanyData),
    "switching": [s.Switching.TO_START, s.Switching.RELOAD, s.Switching.AJAX, s.Switching.LATE],
    "menu": list(s.Menu),
    "letters": list(s.Letters),
    "look_alikes": [False, True],
    "password_again": [False, True],
    "add_control": list(s.AddControl),
    "default_column": list(s.DefaultColumn),
    "dates": [dates for dates in s.Dates if dates is not s.Dates.MONTHS_LEFT],
    "fingerprint_column": [False, True],
    "old_entries": [0, 12],
    "stale_readings": [0, 1],
    "form_place": list(s.FormPlace),
    "kind_field": list(s.KindField),
    "yes_no": list(s.YesNo),
    "yes_no_values": list(s.YesNoValues),
    "default_at_start": [True, False],
    "file_input": list(s.FileInput),
    "drops_file": [False, True],
    "tabs_meet": [0, 1, 3],
    "asks_nickname": [True, False],
    "prefilled_password": [False, True],
    "nickname_limit": [100, 20],
    "nickname_cut": list(s.NicknameCut),
    "save_caption": list(s.SaveCaption),
    "success": list(s.Success),
    "after_save": list(s.AfterSave),
    "old_default": [s.OldDefault.CLEARED, s.OldDefault.STAYS],
}
"""Switches and values that stand in nobody's way: however they are combined, the certificate is renewed."""

TROUBLE: dict[str, Sequence[Any]] = {
    "markup": list(s.Markup),
    "form_place": list(s.FormPlace),
    "company_cnpj": list(s.CompanyCnpj),
    "switching": list(s.Switching),
    "permission": [s.Permission.FULL, s.Permission.FULL, s.Permission.NO_ADD],
    "old_default": list(s.OldDefault),
    "storing": list(s.Storing),
    "session_lost_at": list(s.SessionLostAt),
    "session_end": list(s.SessionEnd),
    "notice_in_the_middle": [s.Notice.NONE, s.Notice.MODAL, s.Notice.TERMS],
    "success": list(s.Success),
    "namesakes": [False, True],
}
"""Switches that may make a renewal impossible: however they are combined, nothing wrong is done or said."""


def combinations(switches: dict[str, Sequence[Any]]) -> list[Any]:
    """Variants in which every value of each switch meets every value of every other one, in a fixed order."""
    pairs = AllPairs(
        [list(values) for values in switches.values()], filter_func=lambda row: _can_be_told(switches, row)
    )
    variants = [Variant(**dict(zip(switches, row, strict=True))) for row in pairs]
    return [pytest.param(variant, id=str(number)) for number, variant in enumerate(variants)]


def _can_be_told(switches: dict[str, Sequence[Any]], row: Sequence[Any]) -> bool:
    """Not a portal of which nobody could say what is asked for.

    Such as a menu without groups in which Certificados stands twice; a company whose CNPJ is shown nowhere; a form
    without a field for the file, and without any other to know it by.
    """
    said = dict(zip(switches, row, strict=False))
    twice = said.get("menu") is s.Menu.DIRECT and said.get("look_alikes")
    unnamed = said.get("company_cnpj") is s.CompanyCnpj.ABSENT and said.get("company_data", "shown") != "shown"
    bare = said.get("asks_nickname") is False or said.get("yes_no") is s.YesNo.ABSENT
    return not (twice or unnamed or (bare and said.get("file_input") is s.FileInput.ON_DEMAND))


def drive(
    desk: Desk, password: str = PASSWORD, *, foreign: bool = False, provoking: bool = False
) -> tuple[Company, Outcome]:
    """Renew one certificate, from the login on; gives the company and the end.

    The company is the second of two, or the only one where the portal shows it as plain text. `provoking` a portal, one
    comes upon what it does with an equal Apelido, an entry that would have to be changed, and a second login.
    """
    desk.readings = (0.0, 0.5, 1.0, 2.0)
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    company = desk.company()
    desk.open_account(companies=[PADARIA] if desk.portal.variant.company_box is s.CompanyBox.TEXT else [])
    ready = desk.preflight(PADARIA, desk.pfx(OTHER if foreign else PADARIA))
    if isinstance(ready, Outcome):
        return company, ready
    if provoking:
        prepare_the_list(desk.portal.variant, company, ready)
    try:
        desk.log_in(password)
        if provoking and desk.portal.variant.single_session:
            log_in_elsewhere(desk)
    except (PageError, Error) as error:
        return company, Visit(ready).ends(*no_login(error))
    return company, desk.renew(ready)


def prepare_the_list(variant: Variant, company: Company, renewal: Renewal) -> None:
    """Put into the list what makes a portal say no that does so only then."""
    if variant.duplicates is s.Duplicates.REFUSED:
        company.add_certificate(renewal.nickname_beside([]), datetime.now(UTC) + timedelta(days=100))
    if not variant.editable:
        company.add_certificate(renewal.nickname_beside([]), renewal.certificate.not_after)


def log_in_elsewhere(desk: Desk) -> None:
    """Somebody else logs in as the same user."""
    with opened(desk.browser) as context:
        Portal(context.new_page(), desk.url).sign_in(EMAIL, PASSWORD)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_named_portal_ends_as_it_must(desk_at: Callable[..., Desk], preset: str) -> None:
    """On each preset `renew` ends as the matrix says, and the portal's memory holds nothing against it."""
    desk = desk_at(VARIANTS[preset])
    if preset.startswith("refusal-"):
        desk.portal.clock = lambda: datetime.now(UTC) + timedelta(days=4000)

    company, outcome = drive(
        desk,
        password="errada" if preset == "locks-after-three" else PASSWORD,
        foreign=preset.startswith("other-company-"),
        provoking=True,
    )

    result, _, kind = end_of(preset).partition(": ")
    assert outcome.result == result, outcome.reason
    assert harm(desk.portal, company, outcome) == [], outcome
    assert outcome.reason.startswith(obstacle(PersonNeeded(kind))) or not kind


def test_an_apelido_that_is_taken_is_asked_about_be_it_made_here_or_given(desk_at: Callable[..., Desk]) -> None:
    """Neither is a second one made beside it, nor is the same one sent: a person is told to give another."""
    desk = desk_at(VARIANTS["duplicates-refused"])
    company = desk.company()
    prepare_the_list(desk.portal.variant, company, renewal := desk.renewal())
    given = desk.renewal(nickname=company.certificates[-1].nickname)

    ends = [desk.plan(given), desk.renew(given), desk.plan(renewal), desk.renew(renewal)]

    assert {outcome.result for outcome in ends} == {Result.POSSIBLE_DUPLICATE}, ends
    assert all("apelido" in outcome.reason for outcome in ends)
    assert desk.portal.memory.saves == []


@pytest.mark.long
@pytest.mark.parametrize("variant", combinations(HARMLESS))
def test_harmless_switches_combine_freely(desk_at: Callable[..., Desk], variant: Variant) -> None:
    """Every pair of harmless values meets in some portal, and on each of them the certificate is renewed."""
    desk = desk_at(variant)

    company, outcome = drive(desk)

    assert outcome.result is Result.RENEWED, (outcome.reason, variant)
    assert harm(desk.portal, company, outcome) == [], (outcome, variant)


def test_of_two_equal_entries_none_is_guessed(desk_at: Callable[..., Desk]) -> None:
    """Where a menu has Certificados twice and nothing tells them apart, the error says so, and neither is tried."""
    desk = desk_at(Variant(menu=s.Menu.DIRECT, look_alikes=True))

    company, outcome = drive(desk)

    assert outcome.result is Result.FAILED
    assert "Certificados was found 2 times" in outcome.reason
    assert harm(desk.portal, company, outcome) == []
    assert desk.portal.memory.forms_opened == 0


@pytest.mark.parametrize("cnpj", s.CompanyCnpj)
def test_a_company_that_cannot_be_changed_is_not_written_to(desk_at: Callable[..., Desk], cnpj: s.CompanyCnpj) -> None:
    """Where the corner shows another company as plain text, the client fails, and no form is opened."""
    desk = desk_at(Variant(company_box=s.CompanyBox.TEXT, company_cnpj=cnpj))
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    company = desk.company()
    desk.open_account()

    outcome = desk.renew(desk.renewal())

    assert outcome.result is Result.FAILED, outcome.reason
    assert harm(desk.portal, company, outcome) == []
    assert desk.portal.memory.forms_opened == 0


@pytest.mark.parametrize("known", [s.CompanyData.SHOWN, s.CompanyData.ABSENT])
def test_a_company_that_changes_behind_the_form_is_not_written_to(
    desk_at: Callable[..., Desk], known: s.CompanyData
) -> None:
    """Another tab of the same user may switch the company once the form is there: what stands on it is old then."""
    desk = desk_at(Variant(company_data=known))
    other = desk.company(OTHER, "MERCADO DO PORTO LTDA")
    company = desk.company()
    desk.open_account()

    def switch(arrived: Request) -> None:
        if arrived.path.startswith("/certificado.aspx"):
            for session in desk.portal.sessions:
                session.company = other

    desk.portal.on_answer = switch

    outcome = desk.renew(desk.renewal())

    assert desk.portal.memory.forms_opened
    assert outcome.result is Result.FAILED, outcome.reason
    assert harm(desk.portal, company, outcome) == []
    assert not desk.portal.memory.saves


@pytest.mark.long
@pytest.mark.parametrize("variant", combinations(TROUBLE))
def test_no_pair_of_troubles_does_harm(desk_at: Callable[..., Desk], variant: Variant) -> None:
    """Every pair of troubles meets in some portal; whatever comes of it, nothing wrong is done or said."""
    desk = desk_at(variant)

    company, outcome = drive(desk)

    assert harm(desk.portal, company, outcome) == [], (outcome, variant)


def test_the_matrix_in_the_readme_is_what_is_driven() -> None:
    """Switch by switch, the README says what the presets end with."""
    text = README.read_text(encoding="utf-8")

    assert with_matrix(text) == text
    assert text.count("| `") > 50
