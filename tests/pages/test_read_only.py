"""A read-only browser lets nothing reach Salvar, however it is tried; and it lets everything else through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Error, Frame, Locator, Page

from fixtures.portal import VARIANTS, Variant
from fixtures.portal.switches import CompanyBox
from pages import CertificatesPage, Portal, Words
from pages.errors import Lost, ReadOnlyError
from pages.read_only import forbid_saving
from pages.sight import by
from tests.desk import EMAIL, PASSWORD, PFX_PASSWORD, Desk

WITHOUT_FILE = """addEventListener("DOMContentLoaded", () => {
  if (document.querySelector("[name=vPADRAO]"))
    document.querySelectorAll("[name=vARQUIVO], [type=password]").forEach((field) => field.remove());
});"""
WITH_MORE_TO_TYPE = """addEventListener("DOMContentLoaded", () => {
  document.querySelector("[type=password]")?.insertAdjacentHTML("beforebegin", "MORE");
});"""
POPUP = replace(VARIANTS["form-popup"])
FORMS = [VARIANTS["new"], VARIANTS["old"], VARIANTS["unexpected"], POPUP, VARIANTS["form-checkbox"]]


@pytest.fixture
def guarded(browser: Browser) -> Iterator[Page]:
    """A page of a context in which saving is forbidden."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(2_000)
    forbid_saving(context, Words.shipped())
    yield context.new_page()
    context.close()


def press_in_every_way(frame: Frame, button: Locator) -> None:
    """Click, click by script, by events, by the keyboard, and submit the form without the button."""
    ways: list[Callable[[], object]] = [
        lambda: button.click(force=True),
        lambda: button.dispatch_event("click"),
        lambda: button.evaluate("e => e.click()"),
        lambda: button.evaluate("e => (e.querySelector('*') || e).click()"),
        lambda: button.press("Enter"),
        lambda: button.press(" "),
        lambda: frame.locator("input[type=password]").last.press("Enter"),
        lambda: frame.evaluate("document.forms[0]?.requestSubmit()"),
        lambda: frame.evaluate("document.forms[0]?.submit()"),
    ]
    for way in ways:
        try:
            way()
        except Error:  # a way that this markup does not offer
            continue


@pytest.mark.parametrize("variant", FORMS, ids=["new", "old", "unexpected", "popup", "Confirmar"])
def test_salvar_cannot_be_pressed(desk_at: Callable[..., Desk], guarded: Page, variant: Variant) -> None:
    """With the form filled in, no way of pressing reaches the portal; Cancelar does."""
    desk = desk_at(variant)
    desk.company()
    desk.open_account()
    portal = Portal(guarded, desk.url, read_only=True)
    portal.sign_in(EMAIL, PASSWORD)
    form = portal.open_certificates().add()
    form.choose_default(True)
    form.type_password(PFX_PASSWORD)
    form.choose_file(desk.pfx())  # last: with a file in the form not even its events reach the portal

    for frame in guarded.frames:
        buttons = frame.locator(by("action", Words.shipped()["form.save"]))
        for button in buttons.all():
            press_in_every_way(frame, button)
    with pytest.raises(ReadOnlyError):
        form.save()

    assert desk.portal.memory.saves == []
    form.cancel()
    portal.window.await_one(CertificatesPage)


@pytest.mark.parametrize("preset", ["new", "old"])
def test_an_entry_cannot_be_saved_where_there_is_no_file_to_be_chosen(
    desk_at: Callable[..., Desk], guarded: Page, preset: str
) -> None:
    """To change an entry, Apelido and Certificado Padrão may be all there is: no way of pressing reaches the portal."""
    desk = desk_at(VARIANTS[preset])
    desk.company()
    desk.open_account()
    guarded.add_init_script(WITHOUT_FILE)
    portal = Portal(guarded, desk.url, read_only=True)
    portal.sign_in(EMAIL, PASSWORD)
    certificates = portal.open_certificates()
    form = certificates.edit(certificates.entries()[0])
    assert form
    assert form.scope.locator("input[type=file], input[type=password]").count() == 0

    press_in_every_way(guarded.main_frame, form.save_button)
    guarded.locator("[name=vAPELIDO]").press("Enter")

    portal.window.settle()
    assert desk.portal.memory.saves == []
    form.cancel()
    portal.window.await_one(CertificatesPage)


def test_the_password_asked_for_again_goes_through(desk_at: Callable[..., Desk], guarded: Page) -> None:
    """Confirmar saves nothing there, even beside a company box to type in; elsewhere it may."""
    desk = desk_at(replace(VARIANTS["new"], password_again=True, company_box=CompanyBox.AUTOCOMPLETE))
    desk.company()
    desk.open_account()
    portal = Portal(guarded, desk.url, read_only=True)
    portal.sign_in(EMAIL, PASSWORD)

    assert portal.open_certificates().entries()


@pytest.mark.parametrize("more", ["<input type=text>", "<select><option>Sim</select>"])
def test_a_press_that_was_stopped_is_no_refused_login(desk_at: Callable[..., Desk], guarded: Page, more: str) -> None:
    """With more to be typed beside the password it may be a form: Confirmar is not pressed, and that is told."""
    desk = desk_at(replace(VARIANTS["new"], password_again=True))
    desk.company()
    desk.open_account()
    portal = Portal(guarded, desk.url, read_only=True)
    portal.sign_in(EMAIL, PASSWORD)
    guarded.add_init_script(WITH_MORE_TO_TYPE.replace("MORE", more))

    with pytest.raises(Lost, match="nothing was sent"):
        portal.open_certificates()


def test_without_the_guard_the_same_presses_save(desk: Desk, page: Page) -> None:
    """The ways that are tried above do reach a portal that is not guarded: the test would see it."""
    desk.company()
    desk.open_account()
    portal = Portal(page, desk.url)
    portal.sign_in(EMAIL, PASSWORD)
    form = portal.open_certificates().add()
    form.fill(nickname="x", password=PFX_PASSWORD, default=True, pfx=desk.pfx())

    form.save_button.evaluate("e => e.click()")

    portal.window.settle()
    assert len(desk.portal.memory.saves) == 1
