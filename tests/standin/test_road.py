"""From the start page to the list: company box, menu, permissions, the password again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fixtures.portal import VARIANTS, StandIn
from fixtures.portal import switches as s

from .conftest import PADARIA, a_portal, choose, enter, go
from .visitor import Visitor, at_padaria

PADARIA_LABEL = "PADARIA ESTRELA LTDA - 11.222.333/0001-81"


@pytest.mark.parametrize(
    ("switches", "label"),
    [
        ({}, PADARIA_LABEL),
        ({"company_name": s.CompanyName.TRADE, "company_cnpj": s.CompanyCnpj.BARE}, f"Padaria Estrela - {PADARIA}"),
        ({"company_name": s.CompanyName.SHORT, "company_cnpj": s.CompanyCnpj.ABSENT}, "Estrela"),
        ({"company_cut": 7, "company_cnpj": s.CompanyCnpj.ABSENT}, "PADARIA"),
    ],
)
def test_the_box_shows_any_name_of_a_company(switches: dict[str, Any], label: str) -> None:
    """Razão social, fantasia or apelido, cut or whole, with the CNPJ in three shapes."""
    visitor = Visitor(**switches)
    visitor.log_in()
    assert f">{label}</option>" in visitor.see("inicio.aspx")


def test_companies_may_have_namesakes() -> None:
    """Each has a second one of the same name and root, with valid check digits of its own."""
    portal = Visitor("company-namesakes").portal
    names = [company.name for company in portal.accounts[0].companies]
    assert sorted(names[:2]) == sorted(names[2:])
    assert {c.cnpj[:8] for c in portal.accounts[0].companies} == {"11222333", "21436587"}
    assert len({c.cnpj for c in portal.accounts[0].companies}) == 4


@pytest.mark.parametrize(
    ("preset", "answer", "holds"),
    [
        ("new", ["redirect inicio.aspx"], True),
        ("company-bootstrap", ["redirect inicio.aspx"], True),
        ("switch-undone", ["redirect inicio.aspx"], False),
        ("switch-ignored", [], False),
    ],
)
def test_switching_holds_or_not(preset: str, answer: list[str], holds: bool) -> None:
    """The portal remembers every wish, and in some portals does not fulfil it."""
    visitor = Visitor(preset)
    visitor.log_in()
    assert visitor.choose(visitor.padaria) == answer
    assert visitor.portal.memory.switches == [PADARIA]
    assert ("11.222.333/0001-81</span>" in visitor.see("empresadados.aspx")) is holds


def test_switching_late_takes_effect_later(screen: Page) -> None:
    """The first page after switching still has the old company."""
    portal, _ = a_portal(VARIANTS["switch-late"])
    with portal.serve() as url:
        enter(screen, url)
        choose(screen)
        box = screen.locator("[name=vEMPRESA_MPAGE] option:checked")
        expect(box).to_contain_text("MERCADO")
        screen.wait_for_timeout(1_000)
        screen.reload()
        expect(box).to_contain_text("PADARIA")


def test_switching_by_ajax_stays_on_the_screen(screen: Page) -> None:
    """Only the content changes: the same document shows the other company."""
    portal, _ = a_portal(VARIANTS["switch-ajax"])
    with portal.serve() as url:
        enter(screen, url)
        screen.wait_for_url("**/inicio.aspx")
        go(screen, url, "empresadados.aspx")
        screen.evaluate("window.same = true")
        screen.select_option("[name=vEMPRESA_MPAGE]", label=PADARIA_LABEL)
        expect(screen.locator("#span_EMPRESACNPJ")).to_have_text("11.222.333/0001-81")
        assert screen.evaluate("window.same")


def _is_padaria(screen: Page, url: str, portal: StandIn) -> None:
    go(screen, url, "empresadados.aspx")
    expect(screen.locator("#span_EMPRESACNPJ")).to_have_text("11.222.333/0001-81")
    assert portal.memory.switches == [PADARIA]


def test_the_box_may_be_a_bootstrap_select(screen: Page) -> None:
    """A button opens a list; the real select is there, invisible."""
    portal, _ = a_portal(VARIANTS["company-bootstrap"])
    with portal.serve() as url:
        enter(screen, url)
        screen.click(".bootstrap-select > button")
        with screen.expect_navigation():
            screen.click(".bootstrap-select li:has-text('Padaria') a")
        _is_padaria(screen, url, portal)


def test_the_box_may_be_an_autocomplete(screen: Page) -> None:
    """Suggestions come late, out of 602 companies, and one must be chosen."""
    portal, _ = a_portal(VARIANTS["company-autocomplete"])
    with portal.serve() as url:
        enter(screen, url)
        screen.fill("[data-suggest]", "padaria estrela")
        assert screen.locator(".gx-suggest li").count() == 0
        with screen.expect_navigation():
            screen.click(".gx-suggest a")
        _is_padaria(screen, url, portal)


def test_the_box_may_open_a_list_in_a_popup(screen: Page) -> None:
    """A magnifier opens a pop-up; choosing there closes it and switches."""
    portal, _ = a_portal(VARIANTS["company-popup"])
    with portal.serve() as url:
        enter(screen, url)
        screen.click("[title='Selecionar empresa']")
        frame = screen.frame_locator("#gxp0_ifrm")
        frame.locator("[name=vFILTRO]").fill("padaria")
        frame.locator("[name=BTNSEARCH]").click()
        expect(frame.locator("tr[id^=GridContainerRow_]")).to_have_count(1)
        with screen.expect_navigation():
            frame.locator("#vLINK_0001").click()
        _is_padaria(screen, url, portal)


@pytest.mark.parametrize(
    ("preset", "first", "then"),
    [
        ("menu-collapsed", "text=Administração", "text=Painel de Controle"),
        ("menu-hamburger", "[title=Menu]", "text=PAINEL DE CONTROLE"),
        ("menu-icons", "", "[title='Painel de Controle']"),
        ("unexpected", "", "[role=menuitem]:has-text('Painel')"),
    ],
)
def test_the_menu_has_many_shapes(screen: Page, preset: str, first: str, then: str) -> None:
    """Collapsed, behind a hamburger, only icons, no links at all: each leads to Painel de Controle."""
    portal, _ = a_portal(VARIANTS[preset])
    with portal.serve() as url:
        enter_anywhere(screen, url)
        if first:
            expect(screen.locator(then)).to_be_hidden()
            screen.click(first)
        screen.click(then)
        screen.wait_for_url("**/paineldecontrole.aspx")


def enter_anywhere(screen: Page, url: str) -> None:
    """Log in, whatever the button is made of."""
    enter(screen, url, button="[data-gx-enter]")
    screen.wait_for_url("**/inicio.aspx")


def test_the_menu_may_lead_to_the_list_itself(screen: Page) -> None:
    """Painel de Controle unfolds, and Certificados is in it, in capitals only by style."""
    portal, _ = a_portal(VARIANTS["menu-direct"])
    with portal.serve() as url:
        enter(screen, url)
        screen.click("#MENU_MPAGE >> text=Painel de Controle")
        shown = screen.locator("#MENU_MPAGE a", has_text=re.compile("^Certificados$"))
        assert shown.inner_text() == "CERTIFICADOS"
        shown.click()
        screen.wait_for_url("**/wwcertificado.aspx")


def test_look_alikes_may_be_exact() -> None:
    """A second Certificados stands in another group of the panel."""
    visitor = at_padaria("look-alikes")
    assert visitor.see("paineldecontrole.aspx").count(">Certificados<") == 2
    assert "Adicionar filtro" in visitor.see("wwcertificado.aspx")


def test_permission_may_be_missing() -> None:
    """The icon is missing, or Adicionar is, or the list says Não autorizado."""
    assert ">Certificados<" not in at_padaria("no-icon").see("paineldecontrole.aspx")
    assert "DOINSERT" not in at_padaria("no-add").see("wwcertificado.aspx")
    assert at_padaria("denied").lands("certificado.aspx?INS,0") == "naoautorizado"


def test_the_password_may_be_asked_again() -> None:
    """The list opens only after the login's password was typed again."""
    visitor = at_padaria("password-again")
    assert visitor.lands("wwcertificado.aspx") == "confirmasenha"
    assert visitor.says("confirmasenha.aspx", "ENTER", vSENHA="x") == ["message Senha inválida."]
    said = visitor.says("confirmasenha.aspx", "ENTER", vSENHA=visitor.portal.accounts[0].password)
    assert said == ["redirect wwcertificado.aspx"]
    assert visitor.portal.memory.password_confirmations == [False, True]
    assert visitor.lands("wwcertificado.aspx") == "wwcertificado"
