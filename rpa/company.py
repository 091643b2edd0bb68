"""Selecting the company by its CNPJ, among those that the portal offers, until it is proved to be the one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pages import Company, Portal, Shown
from pages.errors import Lost
from rpa.cnpj import Cnpj
from rpa.proof import NotProvedError, Proof, numbers_in
from rpa.renewal import Renewal
from rpa.text import fold

_PAUSES = (300, 1000, 2000)
"""Milliseconds before each further look at a box that does not yet show the company that was chosen."""

_SLOW_TO_FOLLOW = 2500
"""Milliseconds that a portal has, which did not follow a choice, when it is made once more: until it is asked again."""

_MOST_LOOKED_INTO = 40
"""Companies whose data page is opened to find a CNPJ that the box does not show, for one client."""


@dataclass
class Companies:
    """The companies of one session, what was learnt of those whose CNPJ the box does not show, all names seen."""

    portal: Portal
    names_offered: set[str] = field(default_factory=set)
    _learnt: dict[Company, Cnpj] = field(default_factory=dict)
    _last: list[Cnpj] = field(default_factory=list)  # what the data page said when it was read last

    def select(self, renewal: Renewal) -> Proof:
        """Make the portal work on the renewal's company, and prove it. Raises NotProvedError, or what pages raise."""
        return self.find(renewal.cnpj, (renewal.company, renewal.certificate.holder))

    def find(self, cnpj: Cnpj, names: Iterable[str] = ()) -> Proof:
        """The same for any company, by its CNPJ, and by names where the box shows none. Raises NotProvedError."""
        if proof := self.prove(cnpj):
            return proof
        known = [name for name in names if name]
        left, searches = self._last, _searches(cnpj, known)
        shown, offered = self.portal.company_box.survey(searches)
        self.names_offered |= {company.text for company in offered}
        self._learn_shown(shown, offered)
        if proof := self._try(cnpj, known, offered, searches, left):
            return proof
        for search in dict.fromkeys(name.split()[0] for name in known):
            if self.portal.company_box.lists_all:
                break
            more = [c for c in self.portal.company_box.offered([search]) if c not in offered]  # the name found others
            offered += more
            self.names_offered |= {company.text for company in more}
            if proof := self._try(cnpj, known, more, [search], left):
                return proof
        raise NotProvedError(cnpj, str(self.portal.company_box.shown), len(offered))

    def _try(
        self, cnpj: Cnpj, names: Sequence[str], offered: Sequence[Company], searches: Sequence[str], left: list[Cnpj]
    ) -> Proof | None:
        """Choose what may be the company, one after the other, until one is proved to be it."""
        for company in self._candidates(cnpj, names, offered):
            for pause in (0, _SLOW_TO_FOLLOW):
                self.portal.choose_company(company, searches)
                if pause:
                    self.portal.window.tick(pause)
                    self.portal.window.settle()
                if proof := self._prove_chosen(cnpj, company, left):
                    return proof
                if self._last != left:
                    break
        return None

    def choose(self, company: Company) -> Proof | None:
        """Make the portal work on an offered company, and prove which it is; None where it cannot be told.

        Not even the box may say another one than was chosen. Raises what pages raise.
        """
        left = self._last
        self.portal.choose_company(company)
        written = Cnpj.find(company.text)
        if written:
            return self._prove_chosen(written[0], company, left) if len(written) == 1 else None
        shown = self.portal.company_box.shown
        if company.text not in shown.texts or (shown.key and shown.key != company.key):
            return None
        return self.which()

    def which(self) -> Proof | None:
        """The proof of whatever company is selected now; None where its CNPJ cannot be told. Raises as `choose`."""
        numbers = Cnpj.find(str(self.portal.company_box.shown))
        if not numbers:
            try:
                numbers = numbers_in(self.portal.open_company_data().cnpj)
            except Lost:  # this portal has no such page
                return None
        return self.prove(numbers[0]) if len(numbers) == 1 else None

    def prove(self, cnpj: Cnpj) -> Proof | None:
        """The proof that this company is selected now; None if another is, or if it cannot be told."""
        by_number = Cnpj.find(str(self.portal.company_box.shown))
        if by_number and by_number != [cnpj]:
            self._last = by_number
            return None
        if by_number and Cnpj.find(self.portal.ask_server()) == [cnpj]:
            self._last = by_number
            return Proof(cnpj)
        try:
            page = self.portal.open_company_data()
        except Lost:  # this portal has no such page, or it is not to be found: the number in the box has to do
            return Proof(cnpj) if by_number else None
        numbers = self._last = numbers_in(page.cnpj)
        if numbers != [cnpj]:
            return None
        shown = self.portal.company_box.shown
        if Cnpj.find(str(shown)):
            return Proof(cnpj, names=page.names) if Cnpj.find(str(shown)) == [cnpj] else None
        written = page.names if len(shown.texts) == 1 else _beside(page.texts, shown)
        named = [text for text in shown.texts if any(_same_name(text, name) for name in written)]
        return Proof(cnpj, named[0], shown.key, page.names) if named else None

    def _prove_chosen(self, cnpj: Cnpj, company: Company, left: list[Cnpj]) -> Proof | None:
        """Prove what was chosen. Where the portal still says the company that was `left`, it may take a moment."""
        proof = self.prove(cnpj)
        for pause in _PAUSES if proof is None and (self._last == left or cnpj in Cnpj.find(company.text)) else ():
            self.portal.window.tick(pause)
            self.portal.start_over()
            proof = self.prove(cnpj)
            if proof or self._last != left:
                break
        if len(self._last) == 1 and self._last != left:
            self._learnt[company] = self._last[0]
        return proof

    def _learn_shown(self, shown: Shown, offered: Sequence[Company]) -> None:
        """The company that is selected now is known: it need not be chosen to find out its number."""
        same = [c for c in offered if c.text in shown.texts and shown.key in ("", c.key)]
        if len(same) == 1 and len(self._last) == 1:
            self._learnt[same[0]] = self._last[0]

    def _candidates(self, cnpj: Cnpj, names: Iterable[str], offered: Iterable[Company]) -> list[Company]:
        """What may be the company, the likeliest first: by number where the box shows numbers, else by name."""
        offered = list(offered)
        if any(Cnpj.find(company.text) for company in offered):
            return [company for company in offered if cnpj in Cnpj.find(company.text)]
        unknown = [c for c in offered if self._learnt.get(c, cnpj) == cnpj]
        names = [fold(name) for name in names]
        alike = {c: max((_alike(name, fold(c.text)) for name in names), default=0) for c in unknown}
        return sorted(unknown, key=lambda c: -alike[c])[:_MOST_LOOKED_INTO]


def _beside(written: Sequence[str], shown: Shown) -> list[str]:
    """What is written on a page beside its corner: where that has several texts, each would prove itself otherwise."""
    return list((Counter(written) - Counter(shown.texts)).elements())


def _searches(cnpj: Cnpj, names: Sequence[str]) -> list[str]:
    """What to type into a box that finds companies by what is typed, one after the other."""
    return [cnpj.masked, cnpj.text, *names, *(name.split()[0] for name in names)]


def _start(text: str) -> str:
    """A folded name without the dots that stand for what was cut off."""
    return re.sub(r"\s*(\.{2,}|…)$", "", text)


def _alike(name: str, text: str) -> float:
    """How much the box's text may be this name: it may be cut, or the name's beginning only."""
    text = _start(text)
    if name == text:
        return 2
    shorter, longer = sorted((name, text), key=len)
    return (
        1 + len(shorter) / 1000
        if shorter and longer.startswith(shorter)
        else len(set(name.split()) & set(text.split())) / 100
    )


def _same_name(text: str, written: str) -> bool:
    """Whether the corner's text is what is written on the company's page, either of them perhaps cut."""
    a, b = _start(fold(text)), _start(fold(written))
    return (
        len(a) >= 3 and len(b) >= 3 and (a == b or (min(len(a), len(b)) >= 8 and (a.startswith(b) or b.startswith(a))))
    )
