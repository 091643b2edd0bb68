"""The form: where it opens, what its fields are made of, and what they do to what is typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, Page, expect

from fixtures.portal import VARIANTS, Outcome, StandIn

from .conftest import EMAIL, PFX_PASSWORD, MakePfx, a_portal, be_inside, fill, go
from .visitor import FORM, LIST, at_padaria


def _at_form(screen: Page, portal: StandIn, url: str, path: str = FORM) -> None:
    be_inside(screen, portal, url)
    go(screen, url, path)


def _fill_and_save(form: Page | Frame, pfx: str, yes: str = "") -> None:
    form.fill("[name=vAPELIDO]", "Novo 2027")
    form.fill("[name=vSENHA]", PFX_PASSWORD)
    for step in filter(None, yes.split(" >>> ")):
        form.click(step)
    form.set_input_files("[name=vARQUIVO]", pfx)
    form.click("[name=BTNENTER], [data-gx-enter]")


@pytest.mark.parametrize(
    ("preset", "yes"),
    [
        ("form-checkbox", "[name=vPADRAO]"),
        ("form-combo", ".ExtendedComboBox > a >>> .ExtendedComboBox li:has-text('Sim') a"),
        ("unexpected", "label:has-text('Sim')"),
        ("frame-events", ""),
    ],
)
def test_sim_has_many_shapes(screen: Page, make_pfx: MakePfx, preset: str, yes: str) -> None:
    """Checkbox, extended combo, radio, select: each says Sim to the server in its own values."""
    portal, padaria = a_portal(VARIANTS[preset])
    with portal.serve() as url:
        _at_form(screen, portal, url)
        _fill_and_save(screen, str(make_pfx()), yes)
        screen.wait_for_url("**/wwcertificado.aspx")
    assert padaria.certificates[-1].default
    assert [save.default for save in portal.memory.saves] == [True]


@pytest.mark.parametrize(("preset", "frame"), [("form-popup", "gxp0_ifrm"), ("form-nested", "gxp1_ifrm")])
def test_the_form_may_open_in_a_popup(screen: Page, make_pfx: MakePfx, preset: str, frame: str) -> None:
    """Pop-ups live in the top document; saving closes the form's and refreshes what is below."""
    portal, _ = a_portal(VARIANTS[preset])
    with portal.serve() as url:
        _at_form(screen, portal, url, LIST if preset == "form-popup" else "paineldecontrole.aspx")
        below: Page | Frame = screen
        if preset == "form-nested":
            screen.click("[title=Certificados]")
            below = _loaded(screen, "gxp0_ifrm")
        below.click("[name=BTNINSERT]")
        _fill_and_save(_loaded(screen, frame), str(make_pfx()))
        expect(screen.locator(f"#{frame}")).to_have_count(0)
        expect(below.locator("#GridContainerTbl")).to_contain_text("Novo 2027")
        expect(below.locator(".gx_ev")).to_have_text("Sucesso na operação!")
    assert [save.outcome for save in portal.memory.saves] == [Outcome.KEPT]


def _loaded(screen: Page, name: str) -> Frame:
    element = screen.wait_for_selector(f"#{name}")
    frame = element.content_frame() if element else None
    assert frame
    frame.wait_for_selector("#MAINFORM")
    return frame


def test_a_button_opens_the_file_chooser(screen: Page, make_pfx: MakePfx) -> None:
    """The input itself is hidden; the button says which file was chosen."""
    portal, _ = a_portal(VARIANTS["form-checkbox"])
    pfx = make_pfx()
    with portal.serve() as url:
        _at_form(screen, portal, url)
        expect(screen.locator("[name=vARQUIVO]")).to_be_hidden()
        with screen.expect_file_chooser() as chooser:
            screen.click("text=Escolher Arquivo")
        chooser.value.set_files(pfx)
        expect(screen.locator(".gx-file-name")).to_have_text(pfx.name)


def test_a_link_reveals_the_file_input(screen: Page) -> None:
    """The input shows once Alterar was clicked."""
    portal, _ = a_portal(VARIANTS["form-combo"])
    with portal.serve() as url:
        _at_form(screen, portal, url)
        expect(screen.locator("[name=vARQUIVO]")).to_be_hidden()
        screen.click("text=Alterar")
        expect(screen.locator("[name=vARQUIVO]")).to_be_visible()


def test_a_later_event_may_drop_the_file(screen: Page, make_pfx: MakePfx) -> None:
    """Leaving a field after the file was chosen renders the file input again, empty."""
    portal, _ = a_portal(VARIANTS["form-drops-file"])
    chosen = "document.querySelector('[name=vARQUIVO]').files.length"
    with portal.serve() as url:
        _at_form(screen, portal, url)
        screen.set_input_files("[name=vARQUIVO]", make_pfx())
        assert screen.evaluate(chosen) == 1
        screen.fill("[name=vAPELIDO]", "x")
        screen.press("[name=vAPELIDO]", "Tab")
        screen.wait_for_function(f"{chosen} === 0")


def test_a_file_set_last_is_not_dropped(screen: Page, make_pfx: MakePfx) -> None:
    """In the same portal, a file arrives that is set once every field was left and every event answered."""
    portal, padaria = a_portal(VARIANTS["form-drops-file"])
    with portal.serve() as url:
        _at_form(screen, portal, url)
        fill(screen, make_pfx())
        screen.press("[name=vSENHA]", "Tab")
        screen.wait_for_function("gx.pending === 0")
        screen.set_input_files("[name=vARQUIVO]", make_pfx())
        screen.click("[name=BTNENTER]")
        screen.wait_for_url("**/wwcertificado.aspx")
    assert len(padaria.certificates) == 2


def test_the_browser_may_have_filled_the_fields(screen: Page) -> None:
    """Apelido and Senha are not empty when the form opens."""
    portal, _ = a_portal(VARIANTS["form-prefilled"])
    with portal.serve() as url:
        _at_form(screen, portal, url)
        assert screen.input_value("[name=vAPELIDO]") == EMAIL
        assert screen.input_value("[name=vSENHA]")


def test_apelido_is_cut_by_the_browser_or_by_the_server(make_pfx: MakePfx) -> None:
    """Either maxlength says 20, or the server keeps 20 characters of what came."""
    assert 'maxlength="20"' in at_padaria("form-short-apelido").see(FORM)
    visitor = at_padaria("form-server-cut")
    assert 'maxlength="20"' not in visitor.see(FORM)
    visitor.save(make_pfx(), vAPELIDO="PADARIA ESTRELA LTDA 2027")
    assert visitor.padaria.certificates[-1].nickname == "PADARIA ESTRELA LTDA"


@pytest.mark.parametrize(
    ("preset", "shown", "hidden"),
    [
        ("form-checkbox", 'value="Confirmar"', "Salvar"),
        ("form-combo", 'value="Gravar"', "Salvar"),
        ("form-popup", '<option value="1">A1</option>', "span_vTIPO"),
        ("form-combo", 'id="span_vTIPO">A1', '<option value="1">A1'),
        ("placeholders", 'placeholder="Apelido"', ">Apelido</label>"),
        ("hidden-labels", 'sr-only">Apelido</label>', 'placeholder=""'),
    ],
)
def test_the_form_has_other_words(preset: str, shown: str, hidden: str) -> None:
    """Salvar may be Confirmar or Gravar; Tipo may be there; captions may be placeholders."""
    form = at_padaria(preset).see(FORM)
    assert shown in form
    assert hidden not in form


def test_leaving_apelido_empty_shows_a_balloon(screen: Page) -> None:
    """Values are validated on change, and Cancelar leaves without a save."""
    portal, _ = a_portal(VARIANTS["new"])
    with portal.serve() as url:
        _at_form(screen, portal, url)
        screen.fill("[name=vAPELIDO]", "x")
        screen.press("[name=vAPELIDO]", "Tab")
        screen.fill("[name=vAPELIDO]", "")
        screen.press("[name=vAPELIDO]", "Tab")
        expect(screen.locator("#vAPELIDO_Balloon")).to_have_text("Informe o apelido.")
        screen.click("[name=BTNCANCEL]")
        screen.wait_for_url("**/wwcertificado.aspx")
    assert portal.memory.saves == []
