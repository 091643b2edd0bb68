"""The stand-in runs end to end in both generations of GeneXus."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import Page, expect

from fixtures.portal import VARIANTS, Outcome
from fixtures.portal.pfx import opened

from .conftest import EMAIL, PFX_PASSWORD, MakePfx, a_portal, add, choose, enter, fill, go

GENERATIONS = pytest.mark.parametrize("name", ["new", "old"])


@GENERATIONS
def test_a_certificate_is_added(screen: Page, make_pfx: MakePfx, name: str) -> None:
    """Salvar keeps the certificate, shows it in the list and clears the old default."""
    portal, padaria = a_portal(VARIANTS[name])
    with portal.serve() as url:
        enter(screen, url)
        choose(screen)
        screen.click("text=Painel de Controle")
        screen.click("[title=Certificados], a:has-text('Certificados')")
        screen.click("[name=BTNINSERT]")
        fill(screen, make_pfx())
        screen.click("[name=BTNENTER]")
        expect(screen.locator(".gx_ev").first).to_have_text("Sucesso na operação!")
        expect(screen.locator("tr[id^=GridContainerRow_]")).to_have_count(2)
    assert [(entry.nickname, entry.default) for entry in padaria.certificates] == [
        ("Antigo", False),
        ("Novo 2027", True),
    ]
    assert [save.outcome for save in portal.memory.saves] == [Outcome.KEPT]


@GENERATIONS
def test_a_wrong_login_is_told_in_the_viewer(screen: Page, name: str) -> None:
    """A wrong password leaves one login in memory and the portal's words on screen."""
    portal, _ = a_portal(VARIANTS[name])
    portal.accounts[0].password = "another"
    with portal.serve() as url:
        enter(screen, url)
        expect(screen.locator(".gx_ev").first).to_have_text("Usuário ou senha inválidos.")
    assert [(login.email, login.ok) for login in portal.memory.logins] == [(EMAIL, False)]


@GENERATIONS
@pytest.mark.parametrize(("days", "password"), [(365, "errada"), (-1, PFX_PASSWORD)])
def test_a_bad_pfx_is_refused(screen: Page, make_pfx: MakePfx, name: str, days: int, password: str) -> None:
    """Wrong password and expired certificate have one text, and nothing is kept."""
    portal, padaria = a_portal(VARIANTS[name])
    with portal.serve() as url:
        add(screen, portal, url, make_pfx(days=days), password=password)
        expect(screen.locator(".gx_ev").first).to_have_text("Falha na validação do certificado digital")
    assert len(padaria.certificates) == 1
    assert [save.outcome for save in portal.memory.saves] == [Outcome.REFUSED]


def test_another_companys_certificate_is_kept_with_a_warning(screen: Page, make_pfx: MakePfx) -> None:
    """The portal accepts a certificate of another CNPJ root and merely warns."""
    portal, padaria = a_portal(VARIANTS["new"])
    with portal.serve() as url:
        add(screen, portal, url, make_pfx(cnpj="13572468000100"))
        expect(screen.locator(".gx_ev").first).to_contain_text("Aviso: a raiz do CNPJ")
    assert padaria.certificates[-1].holder_cnpj == "13572468000100"


@GENERATIONS
def test_editing_may_change_the_default_alone(screen: Page, name: str) -> None:
    """The form of an entry that is there wants neither password nor file."""
    portal, padaria = a_portal(VARIANTS[name])
    with portal.serve() as url:
        enter(screen, url)
        screen.wait_for_url("**/inicio.aspx")
        choose(screen)
        go(screen, url, "wwcertificado.aspx")
        screen.click("#vUPDATE_0001")
        screen.select_option("[name=vPADRAO]", label="Não")
        screen.click("[name=BTNENTER]")
        expect(screen.locator("#GridContainerTbl")).to_contain_text("Não")
    assert not padaria.certificates[0].default


def test_without_a_session_every_screen_leads_to_the_login(screen: Page) -> None:
    """A page that needs a session sends to the login without one."""
    portal, _ = a_portal(VARIANTS["new"])
    with portal.serve() as url:
        go(screen, url, "wwcertificado.aspx")
        assert screen.url == url


def test_a_chosen_file_sends_every_event_through_the_frame(screen: Page, make_pfx: MakePfx) -> None:
    """Once a file is chosen, even a validation is a multipart POST through gxPostIFrame."""
    portal, _ = a_portal(VARIANTS["new"])
    with portal.serve() as url:
        enter(screen, url)
        screen.wait_for_url("**/inicio.aspx")
        go(screen, url, "certificado.aspx?INS,0")
        screen.set_input_files("[name=vARQUIVO]", make_pfx())
        screen.fill("[name=vAPELIDO]", "x")
        with screen.expect_request(lambda request: request.method == "POST") as posted:
            screen.press("[name=vAPELIDO]", "Tab")
        assert "multipart/form-data" in posted.value.headers["content-type"]
        assert screen.locator("iframe#gxPostIFrame").count() == 1


@pytest.mark.parametrize("string", [0x04, 0x13, 0x0C, 0x16, 0x14])
def test_the_holder_is_read_from_any_string_type(make_pfx: MakePfx, string: int) -> None:
    """The otherName's value may be an OCTET STRING or any text string."""
    data = make_pfx(cnpj="12ABC34501DE35", string=string).read_bytes()
    assert opened(data, PFX_PASSWORD).holder_cnpj == "12ABC34501DE35"


def test_a_masked_cnpj_is_read_too(make_pfx: MakePfx) -> None:
    """Some authorities write the separators."""
    assert opened(make_pfx(cnpj="11.222.333/0001-81").read_bytes(), PFX_PASSWORD).holder_cnpj == "11222333000181"


def test_a_polling_screen_is_never_idle(screen: Page) -> None:
    """A screen may ask for news again and again, without a session's or an event's doing."""
    portal, _ = a_portal(VARIANTS["polling"])
    with portal.serve() as url:
        screen.goto(url)
        for _ in range(2):
            with screen.expect_response("**/gxpoll"):
                pass
    assert portal.memory.loads() == 1


def test_nothing_is_left_after_serving() -> None:
    """Serving ends with its thread and its socket gone."""
    before = set(threading.enumerate())
    portal, _ = a_portal(VARIANTS["new"])
    with portal.serve():
        pass
    assert set(threading.enumerate()) <= before
