"""The report as JSON, for programs. Its form is documented by `report.schema.json`, which ships with the program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rpa.outcome import Outcome
from rpa.report.plain import whole
from rpa.run_record import RunRecord
from rpa.siscoban import left
from rpa.wording import instruction, next_step

SCHEMA = Path(__file__).with_name("report.schema.json")
"""JSON Schema (draft 2020-12) of what `to_json` gives."""

VERSION = 1


def to_json(record: RunRecord) -> str:
    """The whole record. Keys and codes are English; texts are in the language in which they were told."""
    about, figures = record.about, record.figures
    report = {
        "version": VERSION,
        "run": {
            "name": record.name,
            "began": about.began.isoformat(),
            "ended": record.ended.isoformat() if record.ended else None,
            "clients_file": about.clients_file,
            "portal": about.portal,
            "dry_run": about.dry_run,
            "total": about.total,
            "not_reached": record.not_reached,
            "counts": {result.value: count for result, count in record.counts.items()},
            "figures": figures
            and {
                "seconds": round(figures.seconds, 2),
                "clients_per_minute": round(figures.clients_per_minute, 2),
                "steps": {step: round(seconds, 3) for step, seconds in figures.steps.items()},
                "spent": {whose: round(seconds, 3) for whose, seconds in figures.spent.items()},
            },
        },
        "clients": [_client(outcome, record) for outcome in record.outcomes],
    }
    return whole(json.dumps(report, ensure_ascii=False, indent=2)) + "\n"


def _client(outcome: Outcome, record: RunRecord) -> dict[str, Any]:
    """The fields of a line of `--json`, of the picture its name alone, and what is to be done next."""
    step, remains = next_step(outcome), left(outcome, record.day)
    return {
        **outcome.as_json(),
        "evidence": outcome.evidence.name if outcome.evidence else None,
        "next": {"step": step.value, "text": instruction(step)},
        "siscoban": remains and {"click": remains.click, "by": remains.by.isoformat(), "text": remains.text},
    }
