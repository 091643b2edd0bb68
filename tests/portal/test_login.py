"""The contract: how one gets in, and how not."""

from __future__ import annotations

import pytest

from pages import Inside, LoginPage, Portal
from pages.errors import LoginRefused
from tests.portal.subject import Subject


def test_the_login_screen_asks_for_e_mail_and_password(portal: Portal) -> None:
    """One field for each, the second of them covered, and one Entrar."""
    login = portal.open()

    assert login.field("login.email").is_editable()
    assert login.field("login.password").get_attribute("type") == "password"
    assert login.sender("login.sign_in").is_enabled()


def test_the_right_password_leads_inside(portal: Portal, subject: Subject) -> None:
    """The menu with Painel de Controle is there, and a company is at work."""
    portal.sign_in(subject.email, subject.password.reveal())

    assert portal.window.shows(Inside)
    assert str(portal.company_box.shown)


def test_a_wrong_login_is_refused_in_the_portals_words(portal: Portal) -> None:
    """The login screen stays and says why. It is tried as somebody who does not exist, lest a real user be locked."""
    with pytest.raises(LoginRefused) as refused:
        portal.sign_in("ninguem@example.com.br", "errada")

    assert refused.value.said
    assert portal.window.shows(LoginPage)
