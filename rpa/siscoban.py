"""What is left to do in Siscoban after a renewal, and by when (help article, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rpa.messages import _
from rpa.outcome import FollowUp, Outcome

MENU = "Utilitários > Manutenção Impressora Fiscal"
BUTTON = "Validade Certificado"


@dataclass(frozen=True, slots=True)
class Left:
    """What is left: a click or nothing, and the day by which it is done. `watch`: to be looked at on that day."""

    click: bool
    by: date
    watch: bool = False

    @property
    def text(self) -> str:
        """The same as a sentence for the operator."""
        day = f"{self.by:%d/%m/%Y}"
        if self.click:
            return _("Click {menu} > {button}, at once: no coupons can be issued until then.").format(
                menu=MENU, button=BUTTON
            )
        if self.watch:
            return _(
                "Nothing: Siscoban fetches it by itself, on {date} at the latest. The old certificate ends before "
                "that, so ask then whether it has; if not, click {menu} > {button}."
            ).format(date=day, menu=MENU, button=BUTTON)
        return _("Nothing: Siscoban fetches it by itself, on {date} at the latest.").format(date=day)


def left(outcome: Outcome, day: date) -> Left | None:
    """What is left for a client that ended so on this day (Brasília's); None where InvoiCy comes first.

    Siscoban fetches a new certificate on the next day if the old one had not expired. An old one whose last day is the
    day of the renewal has expired by then: the article does not say what happens, so it is to be watched.
    """
    if not outcome.result.good:
        return None
    if outcome.follow_up is FollowUp.VALIDADE_CERTIFICADO:
        return Left(click=True, by=day)
    return Left(click=False, by=day + timedelta(days=1), watch=outcome.replaced_valid_until == day)
