"""The record of a run: when it was, what it was about, and how each client ended. Reports are made of it alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from rpa.certificates import BRASILIA
from rpa.cnpj import Cnpj
from rpa.outcome import Outcome, Result


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a run from its start.

    `portal` is the host, with its port if it has one; `total` how many clients it set out with; `dry_run` tells that it
    was to change nothing.
    """

    began: datetime
    clients_file: str
    portal: str
    total: int
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """How fast a run was: its seconds by the clock, clients per minute, seconds by step, and by whose they were."""

    seconds: float
    clients_per_minute: float
    steps: Mapping[str, float]
    spent: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], began: datetime, ended: datetime) -> Figures:
        """The figures of a run that ended so. Steps of clients in several sessions at once count for each of them."""
        seconds = max((ended - began).total_seconds(), 0.0)
        steps, spent = Counter[str](), Counter[str]()
        for outcome in outcomes:
            steps.update(outcome.steps)
            spent.update(outcome.spent)
        pace = len(outcomes) * 60 / seconds if seconds else 0.0
        return cls(seconds, pace, dict(steps.most_common()), dict(spent))


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as it is told of. `ended` is None where it never came to its end: it was killed, or is still at work.

    `hosts` are the machines that have worked on it, where that is known: pictures that are not here are there.
    """

    name: str
    about: About
    ended: datetime | None
    outcomes: tuple[Outcome, ...]
    figures: Figures | None = None
    hosts: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[Result, int]:
        """How many clients ended in each way that occurred."""
        return Counter(outcome.result for outcome in self.outcomes)

    @property
    def day(self) -> date:
        """The day, in Brasília, on which the run began."""
        return self.about.began.astimezone(BRASILIA).date()

    @property
    def good(self) -> int:
        """How many clients have nothing left to do in the portal."""
        return sum(outcome.result.good for outcome in self.outcomes)

    @property
    def not_reached(self) -> int:
        """How many clients the run did not come to."""
        return max(self.about.total - len(self.outcomes), 0)

    def of(self, chosen: Collection[Cnpj]) -> RunRecord:
        """The record of these clients alone, without the figures, which are of all."""
        kept = tuple(outcome for outcome in self.outcomes if outcome.cnpj in chosen)
        return replace(self, about=replace(self.about, total=len(kept)), outcomes=kept, figures=None)
