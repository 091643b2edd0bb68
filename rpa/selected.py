"""Which company is selected now, and the proof of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pages import CompanyDataPage, Portal, Shown
from pages.errors import Lost
from rpa.box_number import beside_number, field_values, own_numbers
from rpa.cnpj import Cnpj
from rpa.company_names import is_name, same_name
from rpa.offered import Offered
from rpa.proof import Proof


@dataclass
class Selected:
    """The company that is selected in a portal. `last` is what the portal said of it when it was asked last."""

    portal: Portal
    offered: Offered
    last: list[Cnpj] = field(default_factory=list, init=False)
    _has_page: bool = field(default=True, init=False)  # until it was looked for in vain

    def which(self) -> Proof | None:
        """The proof of whatever company is selected now; None where its CNPJ cannot be told."""
        if Cnpj.find(str(self.portal.company_box.shown)):
            self.offered.look_for_field()
        numbers = self.offered.own(self.portal.company_box.shown)
        if not numbers:
            page = self.data_page()
            numbers = field_values(page.cnpj) if page else []
        return self.prove(numbers[0]) if len(numbers) == 1 else None

    def prove(self, cnpj: Cnpj, names: Sequence[str] = ()) -> Proof | None:
        """The proof that this company is selected now; None if another is, or if it cannot be told.

        `names` are the company's: they count where neither the data page nor the box alone is enough.
        """
        shown = self.portal.company_box.shown
        if (numbers := self.offered.own(shown)) and numbers != [cnpj]:
            self.last = numbers
            return None
        written = own_numbers(shown.texts)
        if written == [cnpj] and Cnpj.find(self.portal.ask_server()) == [cnpj]:
            self.last = written
            return self._proof(cnpj, shown)
        if written not in ([], [cnpj]) and not self.offered.looked:  # in a box that has to be searched
            return None
        page = self.data_page()
        return self._proved_by_page(cnpj, page) if page else self._proved_by_box(cnpj, names)

    def data_page(self) -> CompanyDataPage | None:
        """Dados da Empresa, freshly loaded; None where this portal has no such page, or it is not to be found."""
        try:
            page = self.portal.open_company_data()
        except Lost:
            page = None
        self._has_page = page is not None
        return page

    @property
    def box_tells(self) -> bool:
        """Whether the numbers in the box are those to go by: they are its own for certain, or there is nothing else."""
        number_field = self.offered.number_field
        return number_field is not None and (number_field.sure or not self._has_page)

    def _proved_by_page(self, cnpj: Cnpj, page: CompanyDataPage) -> Proof | None:
        """The data page has to say the number, and the box that company: by the number too, or by one of its names."""
        self.last = field_values(page.cnpj)
        if self.last != [cnpj]:
            return None
        shown = self.portal.company_box.shown
        if numbers := self.offered.own(shown) or own_numbers(shown.texts):
            if numbers == [cnpj]:
                return self._proof(cnpj, shown, page.names)
            if self.offered.own(shown):
                return None
        written = page.names if len(shown.texts) == 1 else _beside(page.texts, shown)
        named = [text for text in shown.texts if any(same_name(text, name) for name in written)]
        return Proof(cnpj, named[0], shown.key, page.names) if named else None

    def _proved_by_box(self, cnpj: Cnpj, names: Sequence[str]) -> Proof | None:
        """The number in the box has to do, where it is a field of its own; in doubt the name beside it says so, too."""
        self.offered.look_for_field()
        shown, number_field = self.portal.company_box.shown, self.offered.number_field
        if number_field is None:
            return None
        self.last = number_field.numbers_in(shown.texts)
        if self.last != [cnpj]:
            return None
        named = any(is_name(text, name) for text in beside_number(shown.texts) for name in names)
        return self._proof(cnpj, shown) if number_field.sure or named else None

    def _proof(self, cnpj: Cnpj, shown: Shown, names: tuple[str, ...] = ()) -> Proof:
        """The proof of a company whose number stands in the box."""
        text = min((text for text in shown.texts if cnpj in Cnpj.find(text)), key=len, default=str(shown))
        number_field = self.offered.number_field
        return Proof(cnpj, text, shown.key, names, number_field if number_field and number_field.sure else None)


def _beside(written: Sequence[str], shown: Shown) -> list[str]:
    """What is written on a page beside its corner: where that has several texts, each would prove itself otherwise."""
    return list((Counter(written) - Counter(shown.texts)).elements())
