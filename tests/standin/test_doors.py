"""What stands before the portal: wrong passwords, locks, and everything that only a person may pass."""

from __future__ import annotations

import pytest

from .conftest import EMAIL, PASSWORD
from .visitor import Visitor

LOCKED = ["message O usuário está bloqueado, contate o administrador."]


def test_an_account_may_be_locked() -> None:
    """A locked account is told so, with the right password too."""
    assert Visitor("locked").log_in() == LOCKED


def test_wrong_passwords_may_lock() -> None:
    """The third wrong password locks; the right one does not help any more."""
    visitor = Visitor("locks-after-three")
    said = [visitor.log_in("errada") for _ in range(3)]
    assert said[:2] == [["message Usuário ou senha inválidos."]] * 2
    assert said[2] == LOCKED == visitor.log_in()
    assert [login.ok for login in visitor.portal.memory.logins] == [False, False, False, True]


@pytest.mark.parametrize(
    ("preset", "gate"),
    [("new-password", "trocasenha"), ("email-code", "codigoacesso"), ("terms", "termosuso"), ("wizard", "novaempresa")],
)
def test_a_gate_stands_before_every_screen(preset: str, gate: str) -> None:
    """After a right password, every road leads to the obstacle until it is passed."""
    visitor = Visitor(preset)
    assert visitor.log_in() == [f"redirect /{gate}.aspx".replace("/", "")]
    assert visitor.lands("wwcertificado.aspx") == gate


def test_whoever_passes_a_gate_is_remembered() -> None:
    """Terms, code, password and wizard each leave a name in memory."""
    typed = {"vSENHAATUAL": PASSWORD, "vNOVASENHA": "nova", "vCONFIRMACAO": "nova", "vCODIGO": "481516", "vACEITE": "S"}
    doors = {"new-password": "trocasenha", "email-code": "codigoacesso", "terms": "termosuso", "wizard": "novaempresa"}
    met = []
    for preset, gate in doors.items():
        visitor = Visitor(preset)
        visitor.log_in()
        visitor.send(f"{gate}.aspx", "ENTER", **typed)
        met.append(visitor.portal.memory)
    remembered = (met[0].changed_passwords, met[1].answered_codes, met[2].accepted_terms, met[3].created_companies)
    assert remembered == ([EMAIL],) * 4


def test_an_account_without_companies_meets_the_wizard() -> None:
    """A user with no company lands on the new-company wizard."""
    visitor = Visitor()
    visitor.portal.accounts[0].companies.clear()
    assert visitor.log_in() == ["redirect novaempresa.aspx"]


def test_a_captcha_refuses_whoever_does_not_answer_it() -> None:
    """Without an answer no login; an answer is remembered."""
    visitor = Visitor("captcha-image")
    assert visitor.log_in() == ["message Confirme que você não é um robô."]
    assert visitor.log_in(vCAPTCHA="k7rm4") == ["redirect inicio.aspx"]
    assert visitor.portal.memory.answered_captchas == [EMAIL]


def test_a_captcha_box_stands_in_a_frame() -> None:
    """The box to tick is a document of its own."""
    visitor = Visitor("captcha")
    assert 'title="reCAPTCHA"' in visitor.see("login.aspx")
    assert "Não sou um robô" in visitor.see("captcha.aspx")
    assert visitor.log_in() == ["message Confirme que você não é um robô."]


def test_a_second_login_may_end_the_first() -> None:
    """With single_session, whoever came first is sent to the login."""
    visitor = Visitor("single-session")
    visitor.log_in()
    other = visitor.another_browser()
    other.post("/login.aspx", data={"_EventName": "ENTER", "vUSERNAME": EMAIL, "vUSERPASSWORD": PASSWORD})
    assert visitor.lands("inicio.aspx") == "login"
    assert len(visitor.portal.sessions) == 1


def test_maintenance_closes_the_portal() -> None:
    """Every screen says so; it can begin at any time."""
    visitor = Visitor()
    visitor.log_in()
    visitor.portal.is_under_maintenance = True
    assert "manutenção" in visitor.see("wwcertificado.aspx")
    visitor.portal.is_under_maintenance = False
    assert visitor.lands("wwcertificado.aspx") == "wwcertificado"
