"""A click at the spot where a thing was seen: it arrives there, or nowhere."""

from __future__ import annotations

from playwright.sync_api import Page

from pages import CertificatesPage
from pages.window import Window

BUTTONS = """<style>button { position: absolute; top: 0; width: 90px }</style>
<button onclick="window.added = (window.added || 0) + 1">Adicionar</button>
<button onclick="window.deleted = true" style="top: 99px">Excluir</button><script>
const [add, away] = document.querySelectorAll("button");
</script>"""


def press_add(page: Page) -> None:
    """Adicionar, as the road presses it."""
    CertificatesPage(Window(page), page).press("certificates.add")


def test_what_slips_under_the_mouse_is_not_clicked(page: Page) -> None:
    """A list that is drawn anew as the mouse comes may have Excluir where Adicionar was: that click does nothing."""
    page.set_content(BUTTONS)
    page.evaluate("""() => add.addEventListener("mouseover", () => {
      add.style.top = "99px";
      away.style.top = "0";
    }, { once: true })""")

    press_add(page)

    assert page.evaluate("[window.added, window.deleted || false]") == [1, False]


def test_once_the_click_is_made_others_arrive_as_before(page: Page) -> None:
    """What keeps a stray click from doing anything is over with the click that it was made for."""
    page.set_content(BUTTONS)
    press_add(page)

    page.get_by_text("Excluir").click()

    assert page.evaluate("[window.added, window.deleted]") == [1, True]


def test_what_is_out_of_view_is_brought_into_it(page: Page) -> None:
    """A long list may have Adicionar at its end."""
    page.set_content(BUTTONS)
    page.evaluate("add.style.top = '3000px'")

    press_add(page)

    assert page.evaluate("window.added") == 1


def test_what_cannot_be_clicked_yet_is_waited_for(page: Page) -> None:
    """A portal may disable a button for as long as it is at work."""
    page.set_content(BUTTONS)
    page.evaluate("""() => {
      add.disabled = true;
      setTimeout(() => { add.disabled = false; }, 300);
    }""")

    press_add(page)

    assert page.evaluate("window.added") == 1
