"""The evidence of one client: a picture of the verified list, or of the screen on which the road ended otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Error, Locator, Page

from pages import CertificatesPage, Entry, Portal
from pages.errors import PageError
from pages.picture import Subject, take
from rpa import private
from rpa.company import Companies
from rpa.forms import forms
from rpa.outcome import Outcome, Result
from rpa.secret import Secret
from rpa.text import bare
from rpa.visit import Visit

LARGEST = 150_000
"""Bytes of a picture: a run of 2,000 clients keeps less than 300 MB."""

_PROVED = (
    Result.RENEWED,
    Result.ALREADY_CURRENT,
    Result.RENEW,
    Result.REFUSED,
    Result.UNVERIFIED,
    Result.POSSIBLE_DUPLICATE,
)
_TELLING = 4  # characters: a shorter password stands in any date
_SHOWS = """secrets => {
  const typed = [...document.querySelectorAll("input:not([type=password]), textarea")].map((e) => e.value);
  const text = [document.body ? document.body.innerText : "", ...typed].join(" ");
  const bare = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return secrets.some((secret) => bare.includes(secret));
}"""


def keep_picture(
    portal: Portal, companies: Companies, visit: Visit, outcome: Outcome, *, secrets: Sequence[Secret], path: Path
) -> bool:
    """Keep a picture of how this visit ended, if one can be had; none that shows a secret is ever taken.

    Where the certificate is in the list, the page of the list that has its row is turned to; nothing else is touched.
    """
    page = portal.window.page
    try:
        row = _row(portal, visit.shown) if outcome.result.good and visit.shown else None
        if _shows(page, secrets):
            return False
        subject = Subject(
            cnpj=visit.renewal.cnpj.text,
            names=[name for name in (visit.renewal.company, visit.renewal.certificate.holder) if name],
            others=sorted(companies.names_offered),
            proved=outcome.result in _PROVED,
        )
        data = take(portal.window, subject, row, largest=LARGEST)
        private.write_private(path, data)
    except (Error, PageError, OSError):
        return False
    return True


def _row(portal: Portal, entry: Entry) -> Locator | None:
    """The row of an entry, on the page of the list that has it."""
    return (portal.window.at(CertificatesPage) or portal.open_certificates()).row_of(entry)


def _shows(page: Page, secrets: Sequence[Secret]) -> bool:
    texts = [bare(form.text) for secret in secrets for form in forms(secret) if len(form.text) >= _TELLING]
    return any(frame.evaluate(_SHOWS, texts) for frame in page.frames)
