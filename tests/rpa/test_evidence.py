"""The picture of a client's end: the row in the list, or the screen of its trouble; small, and nobody else's."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from fixtures.portal import VARIANTS
from fixtures.portal.switches import CompanyBox, FormPlace, OldDefault, Permission, Switching
from pages import Words
from pages.sight import by
from rpa.evidence import LARGEST
from rpa.outcome import Result
from tests.desk import OTHER, PADARIA, PFX_PASSWORD, Desk
from tests.selection import few


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height of a JPEG, from its frame header."""
    data = picture.read_bytes()
    place = 2
    while data[place + 1] not in (0xC0, 0xC1, 0xC2):
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    return int.from_bytes(data[place + 7 : place + 9]), int.from_bytes(data[place + 5 : place + 7])


def shown(desk: Desk) -> Page:
    """The page on which the desk's session is."""
    assert desk._session
    return desk._session._portal.window.page


@pytest.mark.parametrize(
    "switches",
    [
        {},
        {"rows_per_page": 3, "old_entries": 7},
        pytest.param({"crowd": 600, "company_box": CompanyBox.AUTOCOMPLETE}, marks=pytest.mark.long),
        pytest.param({"stale_readings": 2}, marks=pytest.mark.long),
    ],
    ids=["plain", "pages", "crowd", "stale"],
)
@pytest.mark.parametrize("preset", few(["new", "old", "unexpected"], "old"))
def test_the_picture_of_a_renewal_shows_its_row(
    desk_at: Callable[..., Desk], preset: str, switches: dict[str, Any]
) -> None:
    """On whichever page of the list it is; under 150 kB, cropped, readable by its owner only."""
    desk = desk_at(replace(VARIANTS[preset], **switches))
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    desk.company()

    outcome = desk.renew(desk.renewal(nickname="AAA Padaria 2027"))

    assert outcome.result is Result.RENEWED, outcome
    assert outcome.evidence
    assert shown(desk).get_by_text("AAA Padaria 2027").first.is_visible()
    assert 3_000 < outcome.evidence.stat().st_size < LARGEST
    assert size_of(outcome.evidence)[1] < 1700
    if os.name != "nt":
        assert stat.S_IMODE(outcome.evidence.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("switches", "ends"),
    [
        ({"renamed": (("Salvar", "Concluir"),)}, Result.FAILED),
        ({"renamed": (("Salvar", "Concluir"),), "form_place": FormPlace.POPUP}, Result.FAILED),
        ({"old_default": OldDefault.REFUSED}, Result.REFUSED),
        ({"permission": Permission.DENIED}, Result.PARKED),
        ({"switching": Switching.IGNORED}, Result.FAILED),
    ],
    ids=["form", "pop-up", "refused", "denied", "not proved"],
)
def test_every_other_end_has_its_picture(desk_at: Callable[..., Desk], switches: dict[str, Any], ends: Result) -> None:
    """The screen on which the road ended: a form with a password in it, a refusal, a lack of permission."""
    desk = desk_at(replace(VARIANTS["new"], **switches))
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    desk.company()

    outcome = desk.renew(desk.renewal())

    assert outcome.result is ends, outcome
    assert outcome.evidence
    assert 3_000 < outcome.evidence.stat().st_size < LARGEST
    assert len(set(size_of(outcome.evidence))) == 2


HTML = """<!doctype html><body style="margin:0"><nav>Painel de Controle</nav>
<select id=box style="position:absolute;right:0;top:0"><option>{box}</option></select>
<h1 style="margin-top:120px">Certificados</h1>
<p id=mine>CNPJ 11.222.333/0001-81 em ordem</p><p id=theirs>Pertence a 98.765.432/0001-98</p>
<p id=named>MERCADO DO PORTO LTDA</p><p id=bare>98765432000198</p><input id=typed value="98.765.432/0001-98">
<input id=senha type=password value=x><ul><li id=li>Mercado do Porto Ltda (filial)</li>
<li id=own>PADARIA ESTRELA LTDA</li></ul>
<p id=date>21/11/2027 10:22:33</p></body>"""


@pytest.mark.parametrize(
    ("box", "proved", "covers"),
    [
        ("PADARIA ESTRELA LTDA", True, set()),
        ("Loja da Estrela", True, set()),
        ("PADARIA ESTRELA LTDA - 11.222.333/0001-81", False, set()),
        ("PADARIA ESTR", False, set()),
        ("Loja da Estrela", False, {"box"}),
        ("MERCADO DO PORTO LTDA", False, {"box"}),
        ("MERCADO - 98.765.432/0001-98", True, {"box"}),
        ("Minha conta", False, {"box"}),
    ],
)
def test_what_is_covered(page: Page, box: str, proved: bool, covers: set[str]) -> None:
    """Passwords, other companies' numbers and offered names; the corner, if it is not proved to show ours."""
    page.set_content(HTML.format(box=box))
    subject = {
        "cnpj": PADARIA,
        "names": ["PADARIA ESTRELA LTDA"],
        "others": ["MERCADO DO PORTO LTDA", "PADARIA ESTRELA LTDA", "SA"],
        "proved": proved,
        "marks": Words.shipped().company_box,
    }

    found = page.locator(by("covered", subject)).evaluate_all("all => all.map(e => e.id)")

    assert set(found) == {"theirs", "named", "bare", "typed", "senha", "li"} | covers


def test_a_picture_that_would_show_a_secret_is_not_taken(desk: Desk) -> None:
    """A portal that repeats the password on the screen gets no picture; the outcome says so."""
    desk.company(name=f"PADARIA {PFX_PASSWORD} LTDA")

    outcome = desk.renew(desk.renewal())

    assert outcome.evidence is None
    assert any("picture" in warning for warning in outcome.warnings)
