"""Selecting the company by its CNPJ, and proving that the portal works on it: in doubt, nothing is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pages import Company, Portal
from rpa.cnpj import Cnpj
from rpa.renewal import Renewal
from rpa.text import fold

_MOST_LOOKED_INTO = 40
"""Companies whose data page is opened to find a CNPJ that the box does not show, for one client."""


class NotProvedError(Exception):
    """The screen does not say that the portal works on this company. `shown` is what it says instead."""

    def __init__(self, cnpj: Cnpj, shown: str, offered: int = 0) -> None:
        super().__init__(f"not proved: {cnpj}")
        self.cnpj = cnpj
        self.shown = shown
        self.offered = offered


@dataclass(frozen=True, slots=True)
class Proof:
    """That `shown`, in the company box, is the company of this CNPJ. `by_number` if the box itself says so."""

    cnpj: Cnpj
    shown: Company
    by_number: bool

    def confirm(self, portal: Portal) -> None:
        """Look again, where the box is all that can be seen. Raises NotProvedError unless it says the same company."""
        shown = portal.company_box.shown
        if self.by_number:
            if Cnpj.find(shown.text) != [self.cnpj]:
                raise NotProvedError(self.cnpj, shown.text)
        elif shown != self.shown or not shown.text:
            raise NotProvedError(self.cnpj, shown.text)


@dataclass
class Companies:
    """The companies of one session, and what was learnt of those whose CNPJ the box does not show."""

    portal: Portal
    _learnt: dict[Company, Cnpj | None] = field(default_factory=dict)

    def select(self, renewal: Renewal) -> Proof:
        """Make the portal work on the renewal's company, and prove it. Raises NotProvedError, or what pages raise."""
        if proof := self.prove(renewal.cnpj):
            return proof
        offered = self.portal.company_box.offered(_searches(renewal))
        candidates = self._candidates(renewal, offered)
        for company in candidates:
            self.portal.choose_company(company)
            if proof := self.prove(renewal.cnpj):
                return proof
        raise NotProvedError(renewal.cnpj, self.portal.company_box.shown.text, len(offered))

    def prove(self, cnpj: Cnpj) -> Proof | None:
        """The proof that this company is selected now; None if another is, or if it cannot be told."""
        shown = self.portal.company_box.shown
        numbers = Cnpj.find(shown.text)
        if numbers:
            return Proof(cnpj, shown, by_number=True) if numbers == [cnpj] else None
        if not shown.text:
            return None
        written = self.portal.open_company_data().cnpj
        numbers = sorted({number for text in written for number in Cnpj.find(text)})
        shown = self.portal.company_box.shown
        self._learnt[shown] = numbers[0] if len(numbers) == 1 else None
        return Proof(cnpj, shown, by_number=False) if numbers == [cnpj] else None

    def _candidates(self, renewal: Renewal, offered: Iterable[Company]) -> list[Company]:
        """What may be the company, the likeliest first: by number where the box shows numbers, else by name."""
        offered = list(offered)
        if any(Cnpj.find(company.text) for company in offered):
            return [company for company in offered if renewal.cnpj in Cnpj.find(company.text)]
        twins = {c for c, times in Counter(Company(o.text) if not o.key else o for o in offered).items() if times > 1}
        learnt = {c: n for c, n in self._learnt.items() if c not in twins}
        unknown = [c for c in offered if learnt.get(c, renewal.cnpj) == renewal.cnpj]
        names = [fold(name) for name in (renewal.company, renewal.certificate.holder) if name]
        return sorted(unknown, key=lambda c: -max(map(_alike, names, [fold(c.text)] * len(names))))[:_MOST_LOOKED_INTO]


def _searches(renewal: Renewal) -> list[str]:
    """What to type into a box that finds companies by what is typed, one after the other."""
    names = [name for name in (renewal.company, renewal.certificate.holder) if name]
    return [renewal.cnpj.masked, renewal.cnpj.text, *names, *(name.split()[0] for name in names)]


def _alike(name: str, text: str) -> float:
    """How much the box's text may be this name: it may be cut, or the name's beginning only."""
    if name == text:
        return 2
    shorter, longer = sorted((name, text), key=len)
    return (
        1 + len(shorter) / 1000
        if shorter and longer.startswith(shorter)
        else len(set(name.split()) & set(text.split())) / 100
    )
