"""A portal that takes its time before it even begins to change the company."""

from __future__ import annotations

from playwright.sync_api import Browser

from pages import Portal
from rpa.cnpj import Cnpj
from rpa.company import Companies
from rpa.contexts import opened
from tests.desk import EMAIL, OTHER, PADARIA, PASSWORD, Desk

_LATER = """
  const fetched = window.fetch;
  window.fetch = (...all) => new Promise((done) => setTimeout(done, 1200)).then(() => fetched(...all));
"""


def test_a_choice_that_was_left_too_early_is_made_once_more(desk: Desk, browser: Browser) -> None:
    """What a script has put off is gone with the page: the second time the portal is left alone for a while."""
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    desk.company(PADARIA)
    desk.open_account()
    with opened(browser) as context:
        portal = Portal(context.new_page(), desk.url)
        portal.sign_in(EMAIL, PASSWORD)
        portal.window.page.add_init_script(_LATER)
        portal.start_over()

        proof = Companies(portal).find(Cnpj(PADARIA))

    assert proof.cnpj == Cnpj(PADARIA)
