"""Every screen shows one landmark that no other screen shows: the contract on which all waiting stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from fixtures.portal import Variant
from pages import SCREENS, Portal, Window
from pages.screen import Screen
from tests.desk import EMAIL, PASSWORD, Desk


def walk(portal: Portal, stop: type[Screen]) -> None:
    """Go along the road as far as one screen."""
    portal.open()
    steps: list[tuple[str, Callable[[], object]]] = [
        ("login", lambda: None),
        ("home", lambda: portal.sign_in(EMAIL, PASSWORD)),
        ("control_panel", portal.open_control_panel),
        ("company_data", portal.open_company_data),
        ("certificates", portal.open_certificates),
        ("certificate_form", lambda: portal.open_certificates().add()),
    ]
    for name, step in steps:
        step()
        if name == stop.name:
            return
    raise AssertionError(f"the road does not lead to {stop.name}")


@pytest.mark.parametrize("screen", [s for s in SCREENS if s.name != "password_again"], ids=lambda s: s.name)
def test_each_screen_is_recognised_as_itself_and_nothing_else(
    desk_at: Callable[..., Desk], markup: Variant, page: Page, screen: type[Screen]
) -> None:
    """Of all landmarks, exactly the screen's own is seen, in both markups."""
    desk = desk_at(markup)
    desk.company()
    desk.open_account()
    portal = Portal(page, desk.url)

    walk(portal, screen)

    sight = portal.window.look(*SCREENS)
    assert sight is not None
    assert [name for name, _path in sight.screens] == [screen.name]


def test_the_password_asked_again_is_a_screen_of_its_own(desk_at: Callable[..., Desk], page: Page) -> None:
    """The box for the login password before the list is neither the login nor the form."""
    from dataclasses import replace

    from fixtures.portal import VARIANTS
    from pages import PasswordAgain

    desk = desk_at(replace(VARIANTS["new"], password_again=True))
    desk.company()
    desk.open_account()
    portal = Portal(page, desk.url)
    portal.sign_in(EMAIL, PASSWORD)

    portal.open_control_panel().certificates.click()

    portal.window.await_one(PasswordAgain)
    sight = portal.window.look(*SCREENS)
    assert sight is not None
    assert [name for name, _path in sight.screens] == ["password_again"]


def test_what_a_company_is_called_is_no_obstacle(page: Page) -> None:
    """What can be chosen in a select is not read as a word of the portal's; all words beside it are."""
    name = "Código de Acesso Sistemas Ltda"
    box = f"<select><option>Padaria Estrela Ltda</option><option>{name}</option></select>"
    short = "<select><option>có</option></select><select><option>de</option><option>ac</option></select>"

    page.set_content(f"<p>Bem-vindo</p>{box}<input placeholder='Pesquisar'>")
    chosen = Window(page).look()
    page.set_content(f"<p>Digite o código de acesso</p>{short}{box}<input>")
    asked = Window(page).look()

    assert chosen is not None
    assert asked is not None
    assert (chosen.screens, [name for name, _path in asked.screens]) == ((), ["code"])
