"""How the portal's answer to a password is read: what is a refusal, what is none, and what nobody can tell."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from fixtures.portal import VARIANTS, Variant
from fixtures.portal.switches import Gate, Place
from pages import Inside, Portal, Words
from pages.errors import LoginRefused, LoginUnclear, Lost, PersonNeeded, Unreachable
from tests.desk import EMAIL, PASSWORD, Desk

QUICK = 5.0
"""Seconds within which a refusal in words is told; one without words takes at least so long."""

SCRIPT = Path(__file__).parents[2] / "fixtures/portal/static/gx.js"
OVER = "style='position:fixed;inset:99px;background:white'"
DIALOG = "<div class='{0}' {1} " + OVER + "><p>${{c.text}}</p><button>OK</button></div>"
PLACES = {
    "modal": DIALOG.format("modal", ""),
    "dialog": DIALOG.format("", "role=dialog"),
    "ui-dialog": DIALOG.format("ui-dialog", ""),
    "a question": DIALOG.format("ui-dialog", "").replace("</p>", " Tentar de novo?</p>"),
    "anywhere": "<p style='color:red'>${c.text}</p>",
}


def a_door(desk: Desk, page: Page, message: str = "", patience: float = 30) -> Portal:
    """A portal whose login says what it says as `message`, a function of JavaScript, does it."""
    desk.company()
    desk.open_account()
    if message:
        script = f"{SCRIPT.read_text(encoding='utf-8')}\ngx.cmd.message = function (c) {{ {message} }};"
        page.route("**/static/gx.js*", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    return Portal(page, desk.url, patience=patience)


def beside(page: Page, selector: str, where: str, html: str) -> None:
    """Put something into every document that has such an element, as `insertAdjacentHTML` does."""
    put = f"document.querySelector(`{selector}`)?.insertAdjacentHTML('{where}', `{html}`)"
    page.add_init_script(f"addEventListener('DOMContentLoaded', () => {put})")


def refused(portal: Portal, password: str = "errada") -> tuple[LoginRefused, float]:
    """The refusal of a login, and after how many seconds it was told."""
    login, began = portal.open(), time.monotonic()
    with pytest.raises(LoginRefused) as told:
        login.sign_in(EMAIL, password)
    return told.value, time.monotonic() - began


@pytest.mark.parametrize("gate", [Gate.OPEN, Gate.LOCKED])
@pytest.mark.parametrize("place", Place)
def test_a_refusal_is_told_at_once_wherever_it_stands(
    desk_at: Callable[..., Desk], page: Page, markup: Variant, place: Place, gate: Gate
) -> None:
    """In the viewer, a balloon, a toast, an alert or an error of GeneXus: the words are kept, and mean the same."""
    desk = desk_at(replace(markup, refusal_place=place, gate=gate))

    told, seconds = refused(a_door(desk, page), PASSWORD if gate is Gate.LOCKED else "errada")

    assert told.obstacle == ("locked" if gate is Gate.LOCKED else "login")
    assert ("bloqueado" if gate is Gate.LOCKED else "senha inválidos") in told.said[0]
    assert seconds < QUICK
    assert len(desk.portal.memory.logins) == 1


@pytest.mark.parametrize("place", PLACES)
def test_a_refusal_in_a_notice_is_read_before_it_is_closed(desk: Desk, page: Page, place: str) -> None:
    """An OK under the words of a refusal does not make it a notice, nor is a question under it answered."""
    portal = a_door(desk, page, message=f"document.body.insertAdjacentHTML('beforeend', `{PLACES[place]}`)")

    told, seconds = refused(portal)

    assert "Usuário ou senha inválidos" in told.said[0]
    assert seconds < QUICK


def test_a_refusal_on_a_page_of_its_own_is_one(desk: Desk, page: Page) -> None:
    """An error page without a form, whose words refuse the password, is no unknown screen."""
    own = "<h1>Erro</h1><p>${c.text}</p><a href=/login.aspx>Voltar</a>"

    told, _seconds = refused(a_door(desk, page, message=f"document.body.innerHTML = `{own}`"))

    assert told.said == ("Usuário ou senha inválidos.",)


def test_silence_is_a_refusal_only_after_a_while(desk: Desk, page: Page) -> None:
    """A login screen that stays without a word counts as a no after some five seconds."""
    told, seconds = refused(a_door(desk, page, message="void 0"))

    assert told.said == ()
    assert seconds > QUICK


def test_words_that_stood_there_before_refuse_nothing(desk_at: Callable[..., Desk], page: Page) -> None:
    """A hint such as "após 3 tentativas o usuário será bloqueado" is neither a refusal nor what it says."""
    desk = desk_at(VARIANTS["slow-welcome"])
    portal = a_door(desk, page)
    hint = "<p role=alert>Após 3 tentativas com senha inválida o usuário será bloqueado.</p>"
    beside(page, "#MAINFORM", "beforeend", hint)

    portal.sign_in(EMAIL, PASSWORD)

    assert portal.window.shows(Inside)


def test_a_login_that_is_sent_late_is_waited_for(desk: Desk, page: Page) -> None:
    """A portal may think for some seconds before it sends anything."""
    portal = a_door(desk, page)
    page.add_init_script(
        "const real = fetch; fetch = (...all) => new Promise((d) => setTimeout(d, 2500)).then(() => real(...all))"
    )

    portal.sign_in(EMAIL, PASSWORD)

    assert portal.window.shows(Inside)


def test_entrar_that_sends_nothing_is_no_refusal(desk: Desk, page: Page) -> None:
    """What was not sent was not refused, even where the page complains by itself."""
    portal = a_door(desk, page)
    page.add_init_script(
        "addEventListener('load', () => { gx.send = () => { alert('Informe o e-mail.'); return Promise.resolve(); }; })"
    )

    with pytest.raises(Lost) as lost:
        portal.sign_in(EMAIL, PASSWORD)

    assert not isinstance(lost.value, LoginUnclear)


@pytest.mark.parametrize("fault", ["500", "cut"])
def test_an_answer_that_broke_is_no_refusal(desk: Desk, page: Page, fault: str) -> None:
    """Where the server fails, or the line does, at Entrar, nobody has said no."""
    portal = a_door(desk, page)

    def break_off(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif fault == "500":
            route.fulfill(status=500, body="Runtime Error")
        else:
            route.abort()

    page.route("**/login.aspx", break_off)

    with pytest.raises(Unreachable):
        portal.sign_in(EMAIL, PASSWORD)


def test_an_unknown_page_after_entrar_is_unclear(desk: Desk, page: Page) -> None:
    """The password was sent, and what came says nothing known: that is told apart from a screen that was not found."""
    portal = a_door(desk, page, patience=5)
    page.route("**/inicio.aspx", lambda route: route.fulfill(body="<h1>Algo aconteceu</h1>", content_type="text/html"))

    with pytest.raises(LoginUnclear):
        portal.sign_in(EMAIL, PASSWORD)

    assert len(desk.portal.memory.logins) == 1


SOON = "Sua sessão expira em 30 minutos."
EARLIER = "Sua sessão anterior foi encerrada."


@pytest.mark.parametrize("said", [SOON, EARLIER])
def test_what_is_said_of_another_session_does_not_end_this_one(desk: Desk, page: Page, said: str) -> None:
    """An alert at login that the session will expire, or that an earlier one is over, is no lost session."""
    portal = a_door(desk, page)
    page.add_init_script(f"addEventListener('load', () => location.pathname.includes('inicio') && alert('{said}'))")

    portal.sign_in(EMAIL, PASSWORD)
    portal.start_over()

    assert portal.open_certificates().entries()


@pytest.mark.parametrize(
    ("said", "lost"),
    [
        (SOON, False),
        ("A sua sessão será encerrada em 5 minutos por inatividade.", False),
        ("Sua sessão vai expirar em breve.", False),
        ("Sessão expirou, a página será recarregada", True),
        ("Sessão expirada. Faça o login novamente.", True),
        ("Expirou a sua sessão!", True),
        ("A sessão do usuário foi perdida.", True),
        ("Sessão encerrada: o usuário entrou em outro computador.", True),
    ],
)
def test_only_a_session_that_has_ended_is_lost(said: str, lost: bool) -> None:
    """What will end some time is there still."""
    assert Words.shipped().means(said, "messages.session") is lost


def test_who_is_welcomed_is_not_refused(desk_at: Callable[..., Desk], page: Page) -> None:
    """At login and before the list, a screen that stays for three seconds and then leads on has taken the password."""
    portal = a_door(desk_at(VARIANTS["slow-welcome"]), page)

    portal.sign_in(EMAIL, PASSWORD)

    assert portal.open_certificates().entries()


def test_the_password_asked_again_may_be_refused(desk_at: Callable[..., Desk], page: Page, markup: Variant) -> None:
    """Before the list it is refused by words too, and typed once."""
    desk = desk_at(replace(markup, password_again=True))
    portal = a_door(desk, page)
    portal.sign_in(EMAIL, PASSWORD)
    desk.portal.accounts[0].password = "outra"

    began = time.monotonic()
    with pytest.raises(LoginRefused) as told:
        portal.open_certificates()

    assert told.value.said == ("Senha inválida.",)
    assert time.monotonic() - began < QUICK
    assert desk.portal.memory.password_confirmations == [False]


def test_an_entry_of_the_menu_is_not_the_forms_button(desk: Desk, page: Page) -> None:
    """Where "Login" stands above the form too, what stands nearest to the password is pressed."""
    portal = a_door(desk, page)
    above = "<nav><a href=login.aspx?outra>Login</a></nav>"
    beside(page, "#MAINFORM", "afterbegin", above)

    portal.sign_in(EMAIL, PASSWORD)

    assert portal.window.shows(Inside)


def test_of_two_buttons_beside_the_password_none_is_guessed(desk: Desk, page: Page) -> None:
    """Within the password's own form the button stands once, or nothing is pressed."""
    portal = a_door(desk, page)
    beside(page, "[data-gx-enter]", "afterend", "<button type=button>Acessar</button>")

    with pytest.raises(Lost) as lost:
        portal.sign_in(EMAIL, PASSWORD)

    assert lost.value.matches == 2
    assert desk.portal.memory.logins == []


def test_on_a_login_screen_the_only_fields_need_no_caption(desk_at: Callable[..., Desk], page: Page) -> None:
    """Whatever they are called: beside one password there is one field to type into, and that is the user's."""
    desk = desk_at(replace(VARIANTS["new"], renamed=(("E-mail", "Credencial"), ("Senha", "Palavra-chave"))))

    a_door(desk, page).sign_in(EMAIL, PASSWORD)

    assert desk.portal.memory.logins[-1].ok


def test_of_two_fields_without_a_known_caption_none_is_taken(desk_at: Callable[..., Desk], page: Page) -> None:
    """With another field beside it nobody can tell which is the user's."""
    desk = desk_at(replace(VARIANTS["new"], renamed=(("E-mail", "Credencial"),)))
    beside(page, "input[type=password]", "beforebegin", "<input name=outro>")

    with pytest.raises(Lost, match=r"login\.email"):
        a_door(desk, page).sign_in(EMAIL, PASSWORD)


@pytest.mark.parametrize(
    "captcha",
    ["<img src='/static/logo.svg' alt='captcha'>", "<input name='vCaptcha'>", "<p>Digite o código da imagem</p>"],
)
def test_before_a_captcha_no_password_is_sent(desk: Desk, page: Page, captcha: str) -> None:
    """Without its answer a right password would count as a failed login."""
    beside(page, "input[type=password]", "beforebegin", captcha)

    with pytest.raises(PersonNeeded, match="captcha"):
        a_door(desk, page).sign_in(EMAIL, PASSWORD)

    assert not desk.portal.memory.logins
