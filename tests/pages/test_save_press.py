"""A click on Salvar that went elsewhere is no press only where nothing was set off by the mouse's coming."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from pages import CertificateForm, Window
from tests.desk import Desk

FORM = """<label>Apelido <input></label><label>Senha <input type=password></label>
<label>Arquivo PFX <input type=file></label><button>Salvar</button><script>
document.querySelector("button").addEventListener("mousemove", () => {
  document.body.insertAdjacentHTML("beforeend", "<div style='position:fixed;inset:0'></div>");
  setTimeout(() => { DEED }, 300);
}, { once: true });
</script>"""
"""A clear sheet comes over it with the mouse, and a while later the portal's script does something."""

SENDS = {
    "fetch": "fetch('/deed', { method: 'POST' })",
    "a fetch that asks": "fetch('/deed?save=1')",
    "an XMLHttpRequest": "const x = new XMLHttpRequest(); x.open('POST', '/deed'); x.send('x')",
    "a beacon": "navigator.sendBeacon('/deed', 'x')",
    "a form": """document.body.insertAdjacentHTML('beforeend',
      '<form method=post action=/deed>'); document.forms[0].submit()""",
    "a form into a frame": """document.body.insertAdjacentHTML('beforeend',
      '<iframe name=f></iframe><form method=post action=/deed target=f>'); document.forms[0].submit()""",
    "another window": "open('/deed')",
    "a click of its own": "document.querySelector('button').click()",
    "a document of its own": "location.href = '/deed'",
}
SENDS_NOTHING = {
    "nothing": "",
    "a picture": "new Image().src = '/picture'",
    "what it asks again and again": "fetch('/news?2')",
    "a notice in a frame": "document.body.insertAdjacentHTML('beforeend', '<iframe src=/notice></iframe>')",
}


def kind_of(page: Page, desk: Desk, deed: str) -> str:
    """What becomes of a press of Salvar on a form whose script does something as the mouse comes."""
    home = desk.url.rpartition("/")[0]

    def answer(route: Route) -> None:
        is_form = route.request.url.endswith("/form")
        route.fulfill(body=FORM.replace("DEED", deed) if is_form else "", content_type="text/html; charset=utf-8")

    page.route(f"{home}/**", answer)
    window = Window(page)
    page.goto(f"{home}/form")
    page.evaluate("fetch('/news?1')")
    return window.await_one(CertificateForm).save(patience=1).kind


@pytest.mark.parametrize("deed", SENDS.values(), ids=SENDS.keys())
def test_whatever_was_sent_since_counts_as_pressed(page: Page, desk: Desk, deed: str) -> None:
    """By whichever way a page can send: nobody can tell what the portal has made of it."""
    assert kind_of(page, desk, deed) != "not_pressed"


@pytest.mark.parametrize("deed", SENDS_NOTHING.values(), ids=SENDS_NOTHING.keys())
def test_what_merely_reads_is_no_press(page: Page, desk: Desk, deed: str) -> None:
    """A portal that shows a notice, or polls for news, has not been told to save."""
    assert kind_of(page, desk, deed) == "not_pressed"
