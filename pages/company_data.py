"""Dados da Empresa: where the CNPJ stands when the company box does not show it."""

from __future__ import annotations

from typing import cast

from pages.screen import Landmark, Screen
from pages.sight import on_element
from pages.words import Words

_READ = on_element("""
  const doc = element.ownerDocument;
  const values = fields(doc, arg).map((c) => (c.matches("input, select, textarea") ? c.value : words(c)));
  return [...values, ...textBeside(doc.body, arg)].filter(Boolean);
""")
_TEXTS = on_element("""
  const leaves = [...element.querySelectorAll("span, td, div, p, dd, input:not([type=hidden])")];
  return leaves.filter((e) => e.childElementCount === 0 && visible(e)).map((e) => (e.value || words(e)).trim());
""")


class CompanyDataPage(Screen):
    """What the portal knows of the company that is selected."""

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
        captions = self.window.words["company_data.cnpj"]
        return tuple(dict.fromkeys(cast(list[str], self.scope.locator("body").evaluate(_READ, captions))))

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is written on the screen, piece by piece: the company's names among it."""
        return tuple(filter(None, cast(list[str], self.scope.locator("body").evaluate(_TEXTS))))
