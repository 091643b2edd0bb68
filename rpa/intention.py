"""What is written down before Salvar, and what the portal answered: by that a broken-off renewal is gone on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Protocol

from pages import Answer, Entry
from rpa.listed import Listed as ListedRow

Listed = ListedRow[Entry]


class NotRecordedError(Exception):
    """What was about to be saved, or what the portal answered, could not be written down. The cause says why.

    `Visit.sent` says whether Salvar may have been pressed.
    """


class Journal(Protocol):
    """Where it is written down that Salvar is about to be pressed, so that a crash leaves no doubt about it."""

    def intend(self, intention: Mapping[str, Any]) -> None:
        """On the disk when it returns. Later with what the portal answered, in the place of what was there."""

    def withdraw(self) -> None:
        """Salvar was not pressed after all."""


def intention_of(
    nickname: str | None, before: Sequence[Listed], answer: Answer | None, elsewhere: str
) -> dict[str, Any]:
    """An intention as it is kept, in JSON: `before` is the list, for the rest see `rpa.visit.Visit`."""
    rows = [{**asdict(row), "expiry": row.expiry and row.expiry.isoformat()} for row in before]
    return {
        "nickname": nickname,
        "before": rows,
        "answer": asdict(answer) if answer else None,
        "elsewhere": elsewhere,
    }


def listed_in(intention: Mapping[str, Any]) -> list[Listed]:
    """The list as it was when something was about to be saved."""
    return [
        ListedRow(
            Entry(**row["entry"]),
            row["expiry"] and date.fromisoformat(row["expiry"]),
            row["slack"],
            row["default"],
            row.get("unread", ""),
        )
        for row in intention["before"]
    ]


def answer_in(intention: Mapping[str, Any]) -> Answer | None:
    """What the portal answered to Salvar, if it is known: earlier versions did not keep it."""
    kept = intention.get("answer")
    return Answer(kept["kind"], tuple(kept["said"]), kept["praises"]) if kept else None
