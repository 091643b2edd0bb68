"""Runs as they are kept: ordinary clients and records; a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from rpa.cnpj import Cnpj
from rpa.outcome import FollowUp, Outcome, Result
from rpa.record import RunFolder
from rpa.run_record import About, Figures, RunRecord
from tests.desk import OTHER, PADARIA

BEGAN = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("http://evil.example") <script>window.harmed = 1</script>'
    "\"'><img src=x onerror=harmed=1> {{7*7}} \x00\x1b[31m \ud83d \u202e"
)
"""What a company or a portal might call itself."""


def a_client(result: Result = Result.RENEWED, **about: Any) -> Outcome:
    """A client that ended so, by default renewed and with nothing left to do."""
    ordinary = Outcome(
        row=2,
        cnpj=Cnpj(PADARIA),
        company="PADARIA ESTRELA LTDA",
        result=result,
        reason="Saved, and seen in the list.",
        nickname="Padaria 2027",
        valid_until=date(2027, 11, 24),
        replaced_valid_until=date(2026, 12, 15),
        default=True,
        follow_up=FollowUp.NONE if result.good else None,
        seconds=2.5,
        said=("Sucesso na operação!",),
        fingerprint="ab" * 32,
        steps={"company": 0.5, "save": 1.5},
        spent={"portal": 0.8, "browser": 1.1, "ours": 0.1},
    )
    return replace(ordinary, **about)


def a_click(**about: Any) -> Outcome:
    """A client that was renewed after the old certificate had expired: the click in Siscoban is left."""
    left: dict[str, Any] = {"follow_up": FollowUp.VALIDADE_CERTIFICADO, "replaced_valid_until": date(2026, 11, 20)}
    return a_client(**{"row": 3, "cnpj": Cnpj(OTHER), "company": "MERCADO DO PORTO LTDA", **left, **about})


def a_run(*outcomes: Outcome, **about: Any) -> RunRecord:
    """A run of these clients that took a minute."""
    ended = BEGAN + timedelta(minutes=1)
    ordinary = About(BEGAN, "clientes.xlsx", "app.invoicy.com.br", len(outcomes))
    return RunRecord(
        name="2026-11-25_09h00m00",
        about=replace(ordinary, **about),
        ended=ended,
        outcomes=outcomes,
        figures=Figures.of(outcomes, BEGAN, ended),
    )


def keep(home: Path, *outcomes: Outcome, began: datetime = BEGAN, dry_run: bool = False) -> RunFolder:
    """A run of these clients, as it is kept below a home."""
    folder = RunFolder.create(home, began)
    folder.begin(About(began, "clientes.xlsx", "app.invoicy.com.br", len(outcomes), dry_run))
    for outcome in outcomes:
        folder.write(outcome)
    folder.end(began + timedelta(minutes=1))
    return folder
