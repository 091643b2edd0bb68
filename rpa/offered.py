"""What a company box has offered so far in a session, and whether it shows the CNPJ of each company there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pages import Company, Portal, Shown
from rpa.box_number import NumberField, field_of
from rpa.cnpj import Cnpj

_NO_COMPANY = ("", "0")  # values of an entry like "(Selecione)" in a list

_COMMON = ("ltda", "me", "a")
"""What many names have: whom a search for it finds was not found by a number."""


@dataclass
class Offered:
    """The companies that were offered. `number_field` is where the box has their CNPJ, as far as that is known yet.

    `looked` tells that it is known by companies that were not found by theirs.
    """

    portal: Portal
    number_field: NumberField | None = field(default=None, init=False)
    looked: bool = field(default=False, init=False)
    _entries: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False)
    _unbiased: bool = field(default=False, init=False)
    _settled: set[frozenset[Company]] = field(default_factory=set, init=False)

    def note(self, companies: Iterable[Company]) -> None:
        """Learn of companies that were offered."""
        whole = self.portal.company_box.lists_all
        self._learn({c.text: c.pieces or (c.text,) for c in companies if not whole or self.is_company(c)})

    def own(self, shown: Shown) -> list[Cnpj]:
        """The CNPJs that the box itself says now, for certain: none where that is not known without a search."""
        if not self.looked and self.portal.company_box.lists_all:
            self.look_for_field()
        return self.number_field.numbers_in(shown.texts) if self.number_field and self.number_field.sure else []

    def look_for_field(self) -> None:
        """Find out whether the box shows CNPJs, by companies that were not found by theirs."""
        if self.looked:
            return
        box = self.portal.company_box
        kind = box.make.kind
        if kind == "text":  # the company that is shown is the only one
            shown = box.shown
            texts = [text for text in shown.texts if Cnpj.find(text)] or [str(shown)]
            entries: dict[str, tuple[str, ...]] = {text: (text,) for text in texts}
        else:
            offered = box.offered(_COMMON if kind == "input" else ())
            partial = not box.lists_all
            entries = {c.text: c.pieces or (c.text,) for c in offered if partial or self.is_company(c)}
            if partial:
                self.portal.start_over()  # what has opened to show them is closed again
        self.looked = bool(entries)
        self._learn(entries)

    def number_of(self, company: Company) -> Cnpj | None:
        """The CNPJ of an offered company, where the box shows it in a field of its own."""
        numbers = self.number_field.numbers_in(company.pieces or (company.text,)) if self.number_field else []
        return numbers[0] if len(numbers) == 1 else None

    @property
    def tells_none(self) -> bool:
        """Whether there were companies, and the CNPJs of none are shown."""
        return bool(self._entries) and self.number_field is None

    @staticmethod
    def is_company(company: Company) -> bool:
        """Whether an entry of a whole list is a company, and not one that says that there is something to select."""
        return bool(Cnpj.find(company.text)) or company.key not in _NO_COMPANY

    def is_settled(self, offered: Sequence[Company]) -> bool:
        """Whether a box has offered just these before, and nothing else for as long as it was waited for."""
        return frozenset(offered) in self._settled

    def settled(self, offered: Sequence[Company]) -> None:
        """The box has offered just these, and nothing else for as long as it was waited for."""
        self._settled.add(frozenset(offered))

    def _learn(self, entries: dict[str, tuple[str, ...]]) -> None:
        known = len(self._entries), self._unbiased
        self._entries |= entries
        if (len(self._entries), self.looked) != known:
            self.number_field = field_of(list(self._entries.values()), biased=not self.looked)
            self._unbiased = self.looked
