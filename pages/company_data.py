"""Dados da Empresa: where the CNPJ stands when the company box does not show it."""

from __future__ import annotations

from functools import cached_property

from pages.screen import Landmark, Screen
from pages.sight import question
from pages.words import Words

_READ = """
  const value = (c) => (c.matches("input, select, textarea") ? c.value : words(c));
  const values = fields(element.ownerDocument, arg).map(value);
  const shown = [...element.querySelectorAll("span, td, div, p, dd, li, input:not([type=hidden])")].filter(visible);
  const written = shown.flatMap((e) => (e.childElementCount ? ownTexts(e) : [(e.value || words(e)).trim()]));
  const all = [...element.querySelectorAll("*")].flatMap((e) => (e.matches("input") ? [e.value.trim()] : ownTexts(e)));
  return { beside: [...values, ...textBeside(element, arg)], written, all };
"""


SENT = question("""
  const [address, captions, patience] = arg;
  const signal = AbortSignal.timeout(patience);
  const answer = fetch(address, { cache: "no-store", redirect: "error", signal });
  return answer.then((r) => (r.ok ? r.text() : null)).then((html) => html && numberSent(html, captions), () => null);
""")
"""Of the address of Dados da Empresa, the captions of its CNPJ, and milliseconds to wait at most: the number, as
`numberSent` in pages/sight/sent.js tells it of what the server sends this moment; None where it sends no such page in
that time, or leads elsewhere."""


class CompanyDataPage(Screen):
    """What the portal knows of the company that is selected. It is read once, as it was when it had been loaded."""

    name = "company_data"

    @classmethod
    def landmark(cls, words: Words) -> Landmark:
        """A caption CNPJ with something beside it."""
        return [
            {
                "all": [["beside", *words["company_data.cnpj"]]],
                "none": [["column", *words["certificates.column_expiry"]], ["passwords", "1", "2", "3"], ["file"]],
            }
        ]

    @property
    def cnpj(self) -> tuple[str, ...]:
        """What stands beside the caption CNPJ, as it is written there; more than one text if it stands there twice."""
        return tuple(dict.fromkeys(filter(None, self._read["beside"])))

    @property
    def names(self) -> tuple[str, ...]:
        """What is written on the screen, piece by piece, but for links and buttons: the company's names among it."""
        return tuple(filter(None, self._read["written"]))

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is written on the screen, each as often as it stands there, its corner and menu included."""
        return tuple(filter(None, self._read["all"]))

    @cached_property
    def _read(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = self.ask(_READ, self.window.words["company_data.cnpj"])
        return found
