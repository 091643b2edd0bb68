"""A secret is typed only where it goes to the portal, and nothing is recorded until its document is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route

from fixtures.portal import Variant
from pages import CertificateForm, PasswordAgain, Portal, Window
from pages.errors import PersonNeeded
from pages.login import LoginPage
from pages.screen import Screen
from tests.desk import EMAIL, PASSWORD, PFX_PASSWORD, Desk

HOME = "https://portal.example/login.aspx"
FORM = """<form id=f {form}><label for=e>E-mail</label><input id=e><label for=s>Senha</label>
<input id=s type=password {input}><button {button}>Entrar</button>{more}</form>"""


@pytest.fixture
def window(page: Page) -> Window:
    """A window of the portal at HOME, whose pages a test writes itself."""
    window = Window(page)
    window.discretion.home = HOME
    return window


def show(window: Window, html: str, address: str = HOME) -> None:
    """Show this page at this address, without any network."""

    def answer(route: Route) -> None:
        route.fulfill(body=f"<!doctype html><meta charset=utf-8>{html}", content_type="text/html")

    window.page.route(f"{address.rpartition('/')[0]}/**", answer)
    window.page.goto(address)


def give_password(screen: Screen) -> None:
    """Do what a screen does with a password."""
    match screen:
        case LoginPage():
            screen.sign_in(EMAIL, PASSWORD)
        case PasswordAgain():
            screen.confirm(PASSWORD)
        case CertificateForm():
            screen.type_password(PFX_PASSWORD)


def form(**parts: str) -> str:
    """A login form with something odd about it."""
    return FORM.format(**{"form": "", "input": "", "button": "", "more": ""} | parts)


@pytest.mark.parametrize(
    "html",
    [
        form(form="action=https://evil.example/x"),
        form(form="action=//evil.example/x"),
        form(form="action=http://portal.example/x"),
        form(form="action=https://portal.example:8443/x"),
        form(form="action=mailto:a@evil.example"),
        form(form="action='https://['"),
        form(button="formaction=https://evil.example/x"),
        form(more="</form><button form=f formaction=https://evil.example/>Ok</button>"),
        form(form="action=https://evil.example/x", more="<input name=action value=/login.aspx>"),
        "<base href=https://evil.example/>" + form(form="action=login.aspx"),
    ],
)
@pytest.mark.parametrize("screen", [LoginPage, PasswordAgain, CertificateForm])
def test_no_password_goes_into_a_form_that_leads_elsewhere(window: Window, screen: type[Screen], html: str) -> None:
    """By its action, a button's, its base, its scheme or its port: it is a stop, and nothing was typed."""
    show(window, html)
    here = screen(window, window.page)

    with pytest.raises(PersonNeeded, match="foreign_host"):
        give_password(here)

    assert window.page.locator("#s").input_value() == ""


def test_no_password_goes_into_a_page_of_another_host(window: Window) -> None:
    """Whatever its form says, a page that is not the portal's gets none."""
    show(window, form(form="action=/x"), "https://evil.example/login.aspx")

    with pytest.raises(PersonNeeded, match="foreign_host"):
        CertificateForm(window, window.page).type_password(PFX_PASSWORD)


@pytest.mark.parametrize(
    "html",
    [
        form(),
        form(form="action=''"),
        form(form="action=outra.aspx?x=1"),
        form(form="action=https://portal.example:443/x"),
        form(form="action=https://PORTAL.example/x"),
        form(form="action=javascript:void(0)"),
        form(form="action=#"),
        form(more="</form><form action=https://busca.example/><button>Buscar</button>"),
    ],
)
def test_a_form_of_the_portal_is_filled_in(window: Window, html: str) -> None:
    """A relative address, none, a script, the same host otherwise written; another form of the page is none of ours."""
    show(window, html)

    CertificateForm(window, window.page).type_password(PFX_PASSWORD)

    assert window.page.locator("#s").input_value() == PFX_PASSWORD


@dataclass
class Watcher:
    """A recorder that notes at each pause and resumption what is in the browser's password fields."""

    page: Page
    seen: list[str] = field(default_factory=list)
    watching: bool = True

    def pause(self) -> None:
        """Look away."""
        self.note(False)

    def resume(self) -> None:
        """Look again."""
        self.note(True)

    def note(self, watching: bool) -> None:
        """Note what can be seen at this moment."""
        if watching is not self.watching:
            values = [
                v
                for f in self.page.frames
                for v in f.eval_on_selector_all("[type=password]", "all => all.map(e => e.value)")
            ]
            self.seen.append(f"{'looks' if watching else 'looks away'} at {''.join(values)!r}")
            self.watching = watching


def test_a_recorder_looks_away_from_before_the_first_secret_until_the_form_is_gone(
    desk_at: Callable[..., Desk], markup: Variant, page: Page
) -> None:
    """At login and in the certificate's form: when it looks away and when it looks again, no field holds a secret."""
    desk = desk_at(markup)
    desk.company()
    desk.open_account()
    portal = Portal(page, desk.url)
    portal.window.discretion.recorder = watcher = Watcher(page)

    portal.sign_in(EMAIL, PASSWORD)
    form = portal.open_certificates().add()
    form.fill(nickname="Nova", password=PFX_PASSWORD, default=True, pfx=desk.pfx())
    form.save()
    assert not watcher.watching
    portal.open_certificates()

    assert watcher.seen == ["looks away at ''", "looks at ''"] * 2
