"""The company box is known by what it says, wherever in the corner it stands; a choice is clicked where it leads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages import CompanyBox, Window

STYLE = """<style>
body { margin: 0 } .bar { display: flex; justify-content: flex-end } .menu { position: relative }
ul { display: none; position: absolute; right: 0; min-width: 300px; list-style: none } .open ul { display: block }
</style><script>const open_ = (b) => b.parentElement.classList.toggle("open");</script>"""
USER = """<div class=menu><button onclick="open_(this)">Maria ▾</button>
<ul><li><a href="#perfil">Meu perfil</a></li><li><a href="#sair">Sair</a></li></ul></div>"""
COMPANY = """<div class=menu><button onclick="open_(this)">Loja Um ▾</button>
<ul><li><a href="#1">Loja Um</a></li><li><a href="#2">Loja Dois</a></li></ul></div>"""
BOTH = """<div class=menu><button onclick="open_(this)">Maria<br><small>Loja Um</small></button>
<ul><li><a href="#1">Loja Um</a></li><li><a href="#2">Loja Dois</a></li><li><a href="#sair">Sair</a></li></ul></div>"""
CORNERS = {
    "behind the user's menu": USER + COMPANY,
    "before the user's menu": COMPANY + USER,
    "in the user's menu": BOTH,
}


@pytest.mark.parametrize("corner", CORNERS.values(), ids=CORNERS.keys())
def test_a_company_is_chosen_beside_or_in_the_users_menu(page: Page, corner: str) -> None:
    """The box says its company without the sign beside it; what logs out is not offered; the link itself is clicked."""
    page.set_content(f"{STYLE}<div class=bar>{corner}</div>")
    box = CompanyBox(Window(page), ["Loja Um"])

    shown = box.shown
    offered = box.offered([])
    box.choose(offered[1])

    assert "Loja Um" in shown.texts
    assert [company.text for company in offered] == ["Loja Um", "Loja Dois"]
    assert page.url.endswith("#2")


def test_a_box_that_names_no_company_is_none(page: Page) -> None:
    """A user's menu in the corner is no company box: where it hides the companies, nothing can be proved or chosen."""
    page.set_content(f"{STYLE}<div class=bar>{USER}</div>")

    assert CompanyBox(Window(page), ["Loja Um"]).offered([]) == []
