"""Selecting the company by its CNPJ, among those that the portal offers, until it is proved to be the one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pages import Company, Portal, Shown
from rpa.cnpj import Cnpj
from rpa.company_names import alike
from rpa.offered import Offered
from rpa.proof import NotOfferedError, NotProvedError, Proof
from rpa.renewal import Renewal
from rpa.selected import Selected
from rpa.text import fold

_PAUSES = (300, 1000, 2000)
"""Milliseconds before each further look at a box that does not yet show the company that was chosen."""

_SLOW_TO_FOLLOW = 2500
"""Milliseconds that a portal has, which did not follow a choice, when it is made once more: until it is asked again."""

_UNTIL_FILLED = (1000, 2000, 4000)
"""Milliseconds before each further look at a box that has not got a company: it may be filled late."""

_MOST_LOOKED_INTO = 40
"""Companies whose data page is opened to find a CNPJ that the box does not show, for one client."""


@dataclass
class Companies:
    """The companies of one session, what was learnt of those whose CNPJ the box does not show, all names seen."""

    portal: Portal
    names_offered: set[str] = field(default_factory=set)
    _offered: Offered = field(init=False)
    _learnt: dict[Company, Cnpj] = field(default_factory=dict)
    _selected: Selected = field(init=False)

    def __post_init__(self) -> None:
        self._offered = Offered(self.portal)
        self._selected = Selected(self.portal, self._offered)

    def select(self, renewal: Renewal) -> Proof:
        """Make the portal work on the renewal's company, and prove it. Raises as `find`."""
        return self.find(renewal.cnpj, (renewal.company, renewal.certificate.holder))

    def find(self, cnpj: Cnpj, names: Iterable[str] = ()) -> Proof:
        """The same for any company, by its CNPJ, and by names where the box shows none.

        Raises NotProvedError; NotOfferedError where the login has not got it; what pages raise.
        """
        known = [name for name in names if name]
        if proof := self._selected.prove(cnpj, known):
            return proof
        left, searches = self._selected.last, _searches(cnpj, known)
        shown, offered = self.portal.company_box.survey(searches)
        self._note(offered)
        self._learn_shown(shown, offered)
        if self._offered.tells_none and self._selected.data_page() is None:
            raise NotProvedError(cnpj, str(shown), len(offered), tells_none=True)
        if proof := self._try(cnpj, known, offered, searches, left) or self._found_by_name(cnpj, known, offered, left):
            return proof
        while self._has_not(cnpj, offered):
            more = self._filled_late(offered)
            if not more:
                raise NotOfferedError(cnpj, str(self.portal.company_box.shown), len(offered))
            offered += more
            if proof := self._try(cnpj, known, more, searches, left):
                return proof
        raise NotProvedError(cnpj, str(self.portal.company_box.shown), len(offered))

    def _found_by_name(
        self, cnpj: Cnpj, names: Sequence[str], offered: list[Company], left: list[Cnpj]
    ) -> Proof | None:
        """Search a box that shows only some companies at a time for each name, too, and add what that finds."""
        for search in dict.fromkeys(name.split()[0] for name in names):
            if self.portal.company_box.lists_all:
                break
            more = [c for c in self.portal.company_box.offered([search]) if c not in offered]
            offered += more
            self._note(more)
            if proof := self._try(cnpj, names, more, [search], left):
                return proof
        return None

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
                if proof := self._prove_chosen(cnpj, company, left, names):
                    return proof
                if self._selected.last != left:
                    break
        return None

    def offered(self) -> list[Company]:
        """The companies that the box offers unasked."""
        offered = self.portal.company_box.offered(())
        self._note(offered)
        return offered

    def number_of(self, company: Company) -> Cnpj | None:
        """The CNPJ of an offered company, where the box shows it in a field of its own."""
        return self._offered.number_of(company)

    def choose(self, company: Company) -> Proof | None:
        """Make the portal work on an offered company, and prove which it is; None where it cannot be told.

        Not even the box may say another one than was chosen. Raises what pages raise.
        """
        left = self._selected.last
        self.portal.choose_company(company)
        if written := self.number_of(company):
            return self._prove_chosen(written, company, left)
        shown = self.portal.company_box.shown
        if company.text not in shown.texts or (shown.key and shown.key != company.key):
            return None
        return self.which()

    def which(self) -> Proof | None:
        """The proof of whatever company is selected now; None where its CNPJ cannot be told. Raises as `choose`."""
        return self._selected.which()

    def _has_not(self, cnpj: Cnpj, offered: Sequence[Company]) -> bool:
        """Whether a box that lists all companies has this one not: each is known to be another, none to be a second."""
        if not offered or not self.portal.company_box.lists_all:
            return False
        told = self._selected.box_tells
        numbers = [
            self._learnt.get(company) or (self.number_of(company) if told else None)
            for company in offered
            if self._offered.is_company(company)
        ]
        return bool(numbers) and None not in numbers and cnpj not in numbers and len(set(numbers)) == len(numbers)

    def _filled_late(self, offered: Sequence[Company]) -> list[Company]:
        """What a box has got meanwhile, waited for; nothing where it stays as it is, or has stayed so before."""
        if not self._offered.is_settled(offered):
            for pause in _UNTIL_FILLED:
                self.portal.window.tick(pause)
                if more := [company for company in self.offered() if company not in offered]:
                    return more
            self._offered.settled(offered)
        return []

    def _prove_chosen(self, cnpj: Cnpj, company: Company, left: list[Cnpj], names: Sequence[str] = ()) -> Proof | None:
        """Prove what was chosen. Where the portal still says the company that was `left`, it may take a moment."""
        proof = self._selected.prove(cnpj, names)
        for pause in (
            _PAUSES if proof is None and (self._selected.last == left or cnpj in Cnpj.find(company.text)) else ()
        ):
            self.portal.window.tick(pause)
            self.portal.start_over()
            proof = self._selected.prove(cnpj, names)
            if proof or self._selected.last != left:
                break
        if len(self._selected.last) == 1 and self._selected.last != left:
            self._learnt[company] = self._selected.last[0]
        return proof

    def _note(self, offered: Sequence[Company]) -> None:
        self.names_offered |= {company.text for company in offered}
        self._offered.note(offered)

    def _learn_shown(self, shown: Shown, offered: Sequence[Company]) -> None:
        """The company that is selected now is known: it need not be chosen to find out its number."""
        same = [c for c in offered if c.text in shown.texts and shown.key in ("", c.key)]
        if len(same) == 1 and len(self._selected.last) == 1:
            self._learnt[same[0]] = self._selected.last[0]

    def _candidates(self, cnpj: Cnpj, names: Iterable[str], offered: Iterable[Company]) -> list[Company]:
        """What may be the company, the likeliest first: by number where the box shows numbers, else by name."""
        offered = list(offered)
        if self._selected.box_tells:
            return [company for company in offered if self.number_of(company) == cnpj]
        unknown = [c for c in offered if self._learnt.get(c, cnpj) == cnpj]
        names = [fold(name) for name in names]
        likely = {
            c: (cnpj in Cnpj.find(c.text), max((alike(name, fold(c.text)) for name in names), default=0))
            for c in unknown
        }
        return sorted(unknown, key=likely.__getitem__, reverse=True)[:_MOST_LOOKED_INTO]


def _searches(cnpj: Cnpj, names: Sequence[str]) -> list[str]:
    """What to type into a box that finds companies by what is typed, one after the other."""
    return [cnpj.masked, cnpj.text, *names, *(name.split()[0] for name in names)]
