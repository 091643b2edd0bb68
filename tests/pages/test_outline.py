"""What is kept of a screen to be sent away: captions and titles, and nobody's name, number or value."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from pages import Words
from pages.outline import outline, picture
from tests.greyness import covered_share

CORNERS = {
    "a list": "<select title=Empresa><option>PADARIA ESTRELA - 11.222.333/0001-81<option>MERCADO DO PORTO</select>",
    "a text": "<span>Empresa</span> <b>PADARIA ESTRELA - 11.222.333/0001-81</b> <i>MERCADO DO PORTO</i>",
    "a button": '<button title="Trocar empresa">PADARIA ESTRELA ▾</button><b>MERCADO DO PORTO</b>',
}
SCREEN = """<!doctype html><style>body {{ margin: 0 }} h1, h2, h3, p, label, a {{ width: max-content; display: block }}
</style><div style="position:absolute;right:0;top:0">{corner} <span>Maria Souza</span> <a href="#s">Sair</a></div>
<div style="margin-top:200px"><h1 id=kept1>Dados da Empresa</h1><h2 class=gone>Padaria Estrela</h2>
<h3 class=gone>Olá, Maria!</h3><h2 class=gone>Empresa: Mercado do Porto</h2><a id=kept2 href="#x">Sair do sistema</a>
<a class=gone href="#y">PADARIA ESTRELA</a><p class=gone>Vence em 21/11/2027</p>
<label for=a id=kept3>Apelido</label><input id=a class=gone value="Loja 2027">
<table><tr><th id=kept4>Apelido<th>Vencimento<tr><td class=gone>antigo<td class=gone>21/11/2027</table></div>"""


@pytest.mark.parametrize("corner", CORNERS.values(), ids=CORNERS.keys())
def test_a_name_of_the_corner_is_nowhere_in_an_outline(page: Page, corner: str) -> None:
    """Titles and links that repeat a company's or a user's name are told as being there, but not what they say."""
    page.set_content(SCREEN.format(corner=corner))

    told = outline(page, Words.shipped())

    for name in ("padaria", "mercado", "maria", "loja 2027", "antigo", "21/11"):
        assert not any(name in line.lower() for line in told), (name, told)
    assert {"h1: Dados da Empresa", "h2: …", "h3: …", "a by text: Sair do sistema", "column: Apelido"} <= set(told)


@pytest.mark.parametrize("corner", CORNERS.values(), ids=CORNERS.keys())
def test_what_a_masked_picture_covers(page: Page, tmp_path: Path, corner: str) -> None:
    """Values, cells, the corner, and every title that names somebody are painted over; captions can be read."""
    page.set_content(SCREEN.format(corner=corner))
    boxes = [each.bounding_box() for each in page.locator(".gone").all()]
    kept = [each.bounding_box() for each in page.locator("[id^=kept]").all()]

    picture(page, Words.shipped(), tmp_path / "screen.jpg")

    *shares, whole = covered_share(page, tmp_path / "screen.jpg", *boxes, *kept)
    assert min(shares[: len(boxes)]) > 0.8, shares  # a place may end within a pixel
    assert max(shares[len(boxes) :]) < 0.5, shares
    assert whole < 0.5
