"""Which of several things over a page lies in front, and is dealt with first."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages import CertificateForm, LoginPage, Window
from pages.errors import PersonNeeded
from pages.look import overlay_words
from pages.sight import by

FIXED = "position:fixed;background:white;width:400px;height:300px;left:300px;top:200px"
NOTICE = f"<div style='{FIXED};z-index:{{0}}'>Novidades <button>Fechar</button></div>"
FORM = "<input type=text><input type=password><input type=file><button>Salvar</button>"
POPUP = f"""<div id=gxp0_b style='{FIXED};z-index:50'><span id=gxp0_cls>×</span><iframe width=380 height=200
srcdoc="{FORM}{{0}}"></iframe></div>"""


@pytest.mark.parametrize(("z", "harmless"), [(90, True), (20, False)])
def test_a_notice_counts_where_it_covers_the_pop_up(page: Page, z: int, harmless: bool) -> None:
    """Of a notice and a pop-up with a form, the one that covers the other is seen, whichever comes first."""
    for html in (NOTICE.format(z) + POPUP.format(""), POPUP.format("") + NOTICE.format(z)):
        page.set_content(html)
        page.frame_locator("iframe").locator("button").wait_for()

        sight = Window(page).look()

        assert sight is not None
        assert sight.overlay is not None
        assert sight.overlay.harmless is harmless


def test_a_notice_over_the_pop_up_goes_before_one_within_it(page: Page) -> None:
    """Two notices, one in the pop-up's own document and one over the pop-up: both are closed, the front one first."""
    within = "<div role=dialog style='position:fixed;inset:0;background:white'>Aviso <button>Fechar</button></div>"
    closing = "this.parentElement.remove()"
    page.set_content(POPUP.format(within) + NOTICE.format(90))
    for frame in page.frames:
        frame.locator("text=Fechar").evaluate_all(
            "(all, js) => all.forEach((b) => b.setAttribute('onclick', js))", closing
        )
    window = Window(page)

    window.settle(patience=5)

    sight = window.look()
    assert sight is not None
    assert sight.overlay is not None
    assert "Fechar" not in sight.overlay.text


def test_a_pop_up_that_comes_before_the_notice_is_not_closed_in_its_place(page: Page) -> None:
    """Between the look and the click a form may have come to the front: then nothing is to be closed."""
    window = Window(page)
    page.set_content(NOTICE.format(20))
    close = page.locator(by("close", overlay_words(window.words)))
    before = close.count()

    page.locator("body").evaluate("(body, html) => body.insertAdjacentHTML('beforeend', html)", POPUP.format(""))
    page.frame_locator("iframe").locator("button").wait_for()

    assert (before, close.count()) == (1, 0)


def test_a_click_that_a_notice_has_caught_is_made_once_more(page: Page) -> None:
    """A notice that comes between aiming and clicking swallows the click; what was meant is pressed after it, once."""
    page.set_content(
        "<button id=add onclick='window.added = (window.added || 0) + 1' style='margin:200px'>Adicionar</button>"
        "<div id=n role=dialog style='display:none;position:fixed;inset:0;background:white'>Novidades "
        "<button onclick='this.parentElement.remove()'>Fechar</button></div>"
        "<script>add.onmousedown = () => document.querySelector('#n') && (n.style.display = 'block')</script>"
    )

    Window(page).press(page.locator("#add"))

    assert page.evaluate("window.added") == 1


@pytest.mark.parametrize(
    ("box", "asks", "harmless"),
    [
        ("<label><input type=checkbox> Não mostrar novamente</label>", "", True),
        ("<label><input type=checkbox required> Não mostrar novamente</label>", "", False),
        ("<label><input type=checkbox> Li e aceito os termos</label>", "terms", False),
        ("<span role=checkbox aria-label='Li e concordo'>☐</span>", "terms", False),
        ("<input type=text>", "", False),
    ],
)
def test_a_box_to_tick_in_a_notice_counts_where_it_must_be_ticked(
    page: Page, box: str, asks: str, harmless: bool
) -> None:
    """A notice with a box that may stay empty is closed; one that must be ticked, or agrees to something, is not."""
    page.set_content(f"<div role=dialog style='{FIXED}'>Novidades {box} <button>Fechar</button></div>")

    sight = Window(page).look()

    assert sight is not None
    assert sight.overlay is not None
    assert (sight.overlay.asks, sight.overlay.harmless) == (asks, harmless)


def test_a_notice_before_a_curtain_is_seen_wherever_it_lies(page: Page) -> None:
    """The layer in the middle is empty, the notice stands above: it is closed. What lies below the layer is none."""
    page.set_content(
        "<aside style='position:fixed;left:0;top:0'>Menu <a href='#'>Fechar</a></aside>"
        "<div id=curtain style='position:fixed;inset:0;z-index:40'></div>"
        "<section style='position:fixed;top:5px;right:20px;z-index:50'>Vence em breve "
        "<button onclick='this.parentElement.remove(); curtain.remove()'>Fechar</button></section>"
    )
    window = Window(page)

    window.settle(patience=5)

    assert page.locator("section").count() == 0
    assert page.locator("aside").count() == 1
    assert not page.url.endswith("#")


def test_a_form_in_a_pop_up_stays_the_same_when_another_pop_up_goes(page: Page) -> None:
    """A pop-up that came before the form, and is closed: the form's iframe is the first then, and was the second."""
    notice = (
        f"<div id=notice style='{FIXED};z-index:20'><iframe width=300 height=100 srcdoc='Novidades'></iframe></div>"
    )
    page.set_content(notice + POPUP.format(""))
    page.set_default_timeout(2000)
    page.frame_locator("#gxp0_b iframe").locator("button").wait_for()
    form = Window(page).await_one(CertificateForm)

    page.evaluate("document.getElementById('notice').remove()")

    assert form.save_button.is_visible()


def test_terms_over_what_is_clicked_are_told_and_left(page: Page) -> None:
    """They may come at any moment: whoever wants to click what they cover stops there, and they are not accepted."""
    terms = (
        f"<div class=modal style='{FIXED};z-index:9'>Atualizamos os Termos de Uso. <button>Li e aceito</button></div>"
    )
    page.set_content(f"<button style='position:absolute;left:400px;top:300px'>Adicionar</button>{terms}")

    with pytest.raises(PersonNeeded) as stopped:
        Window(page).press(page.get_by_role("button", name="Adicionar"))

    assert stopped.value.obstacle == "terms"
    assert page.get_by_text("Li e aceito").is_visible()


BAR = "position:fixed;left:0;right:0;bottom:0;height:90px;background:white;z-index:99"
COOKIES = "Este site usa cookies, conforme a Política de Privacidade."


def overlay_of(page: Page, html: str) -> tuple[str, bool] | None:
    """What lies over the page asks, and whether it is harmless; None where nothing does."""
    page.set_content(f"<p>Lista</p>{html}")
    sight = Window(page).look()
    assert sight
    return (sight.overlay.asks, sight.overlay.harmless) if sight.overlay else None


def test_a_bar_about_cookies_is_left_where_it_stands(page: Page) -> None:
    """It asks for consent, and nobody has to answer; terms in the same place have to be."""
    bar = f"<div role=dialog style='{BAR}'>{{0}} <button>Aceitar</button></div>"

    assert overlay_of(page, bar.format(COOKIES)) is None
    assert overlay_of(page, bar.format("Atualizamos os Termos de Uso.")) == ("terms", False)


def test_a_notice_over_a_bar_about_cookies_is_seen(page: Page) -> None:
    """The bar does not hide what has to be closed, and that is closed."""
    page.set_content(f"<div role=dialog style='{BAR}'>{COOKIES} <button>Aceitar</button></div>{NOTICE.format(9)}")
    page.get_by_text("Fechar").evaluate("b => b.onclick = () => b.parentElement.remove()")

    Window(page).settle(patience=5)

    assert page.get_by_text("Novidades").count() == 0
    assert page.get_by_text("Aceitar").is_visible()


@pytest.mark.parametrize(
    ("buttons", "end"),
    [
        ("<button>Rejeitar todos</button>", ("", True)),
        ("<button class=close>×</button>", ("", True)),
        ("<button>Preferências</button>", ("terms", False)),
    ],
)
def test_cookies_over_the_page_are_refused_or_told(page: Page, buttons: str, end: tuple[str, bool]) -> None:
    """Over the middle they are closed where that agrees to nothing; otherwise a person has to choose."""
    assert (
        overlay_of(page, f"<div class=modal style='{FIXED}'>{COOKIES} <button>Aceitar</button>{buttons}</div>") == end
    )


def test_terms_that_speak_of_cookies_too_are_terms(page: Page) -> None:
    """They are never closed in passing."""
    text = "Atualizamos os Termos de Uso e a Política de Cookies."
    terms = f"<div class=modal style='{FIXED}'>{text} <button>Aceito</button> <button class=close>×</button></div>"

    assert overlay_of(page, terms) == ("terms", False)


@pytest.mark.parametrize("place", ["role=dialog", "class=cookie-banner"])
def test_what_a_bar_about_cookies_says_is_not_what_the_page_says(page: Page, place: str) -> None:
    """A login that stays, with such a bar under it, shows no terms; a page with terms shows them, bar or not."""
    bar = f"<div {place} style='{BAR}'>{COOKIES} <button>Aceitar</button></div>"
    login = "<form><p>E-mail <input></p><p>Senha <input type=password></p><button>Entrar</button></form>"
    terms = "<h1>Termos de Uso</h1><p>Leia e aceite.</p><button>Aceitar</button>"
    names = []
    for html in (login, terms):
        page.set_content(html + bar)
        sight = Window(page).look(LoginPage)
        assert sight
        names.append({name for name, _path in sight.screens})

    assert names == [{"login"}, {"terms"}]
