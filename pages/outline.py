"""The portal as somebody sees it who cannot see it: what is found by what, what is missing, an outline, a picture."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from playwright.sync_api import Page

from pages.certificate_form import CertificateForm
from pages.certificates import CertificatesPage
from pages.company_data import CompanyDataPage
from pages.control_panel import ControlPanel
from pages.home import Inside
from pages.login import LoginPage
from pages.password_again import PasswordAgain
from pages.screen import Scope, Screen
from pages.sight import by, on_element, question
from pages.window import Window
from pages.words import Words

_FOUND_BY = on_element("return foundBy(element, arg.engine, arg.names)")
_CANDIDATES = on_element("return candidates(element, arg)")
_READ_OUTLINE = question("return outline(document, arg)")
_FRONT = question("return pathTo(documents(document)[0].document)")
_TEXT, _CHOICE = ("text", "email", "textbox"), ("select-one", "select", "radio", "checkbox", "combobox", "radiogroup")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on the map of the portal: found by the words of `key`. `kinds` are those of its control.

    Not every portal has one that is not `needed`.
    """

    engine: str
    key: str
    kinds: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A caption that may be the missing one; `guessed` where `[guesses]` of the words declares it."""

    name: str
    guessed: bool


CHART: Mapping[type[Screen], Sequence[Thing]] = {
    LoginPage: (
        Thing("caption", "login.email", _TEXT),
        Thing("caption", "login.password", ("password",)),
        Thing("sender", "login.sign_in"),
    ),
    Inside: (Thing("entry", "shell.control_panel"),),
    ControlPanel: (
        Thing("entry", "shell.certificates"),
        Thing("entry", "shell.company_data", needed=False),
    ),
    CompanyDataPage: (Thing("beside", "company_data.cnpj"),),
    PasswordAgain: (
        Thing("caption", "again.password", ("password",)),
        Thing("action", "again.confirm"),
    ),
    CertificatesPage: (
        Thing("action", "certificates.add"),
        Thing("column", "certificates.column_nickname"),
        Thing("column", "certificates.column_expiry"),
        Thing("column", "certificates.column_default", needed=False),
        Thing("column", "certificates.column_kind", needed=False),
        Thing("column", "certificates.column_status", needed=False),
        Thing("action", "certificates.edit", needed=False),
        Thing("paging", "certificates.next_page", needed=False),
    ),
    CertificateForm: (
        Thing("caption", "form.nickname", _TEXT),
        Thing("caption", "form.password", ("password",)),
        Thing("caption", "form.default", _CHOICE),
        Thing("caption", "form.pfx", ("file",)),
        Thing("caption", "form.kind", (*_TEXT, *_CHOICE, "span"), needed=False),
        Thing("action", "form.save"),
        Thing("action", "form.cancel"),
    ),
}
"""What is looked for on each screen of the road, in the order of the road."""


def found_by(scope: Scope, thing: Thing, words: Words) -> tuple[str, ...]:
    """For each match: the word by which it is found, and where that stands."""
    arg = {"engine": thing.engine, "names": words[thing.key]}
    found = scope.locator("body").evaluate(_FOUND_BY, arg)
    if not found and thing.key == "shell.control_panel":  # in a menu that is folded away
        found = scope.locator("body").evaluate(_FOUND_BY, {**arg, "engine": "present"})
    return tuple(cast(list[str], found))


def candidates(scope: Scope, thing: Thing, screen: type[Screen], words: Words) -> tuple[Candidate, ...]:
    """What a missing thing may be called here, the likeliest first, at most five."""
    others = [other.key for things in (CHART[screen], CHART[Inside]) for other in things if other.key != thing.key]
    arg = {
        "engine": thing.engine,
        "names": words[thing.key],
        "guesses": words.guesses(thing.key),
        "kinds": thing.kinds,
        "claimed": [name for key in others for name in words[key]],
    }
    return tuple(Candidate(**found) for found in scope.locator("body").evaluate(_CANDIDATES, arg))


def front(window: Window) -> Scope:
    """The frontmost document: that of the last pop-up, else the page itself."""
    return window.scope(tuple(window.ask(_FRONT)))


def outline(page: Page, words: Words) -> tuple[str, ...]:
    """Roles, kinds and captions of all that can be used or read on a screen; no values, no numbers, no names."""
    return tuple(cast(list[str], page.evaluate(_READ_OUTLINE.whole, json.dumps(words.company_box))))


def picture(page: Page, words: Words, path: Path) -> None:
    """A picture in which all is covered but captions, titles and what can be pressed, where these name nobody.

    Raises Playwright's Error.
    """
    covered = [frame.locator(by("personal", words.company_box)) for frame in page.frames if not frame.is_detached()]
    page.screenshot(path=path, type="jpeg", quality=70, mask=covered, mask_color="#888888", timeout=10_000)
    path.chmod(0o600)
