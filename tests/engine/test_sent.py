"""What was sent to a company, and under which Apelido: by that an entry of the portal's list is known again."""

from __future__ import annotations

from pathlib import Path

from rpa.engine import Engine
from rpa.outcome import Result
from rpa.renewal import Sent
from tests.engine.players import Stage, a_task, play, submit


def test_what_was_sent_to_a_company_is_known_by_its_apelido(database: str | None, tmp_path: Path) -> None:
    """Only what was sent, only to this company, at this portal; whatever became of it, and in whichever run."""
    engine = Engine.open(database, tmp_path)
    first, second = a_task(1), a_task(1, fingerprint="e" * 64, nickname="Outro", row=7)
    elsewhere, failed = a_task(1, portal="outro", row=8), a_task(1, fingerprint="d" * 64, row=9)
    submit(engine, [first, second, elsewhere, failed, a_task(2)])

    unknown = engine.sent(first)
    play(engine, Stage(lambda task, _time: Result.FAILED if task == failed else Result.RENEWED))

    assert unknown == ()
    assert set(engine.sent(first)) == {Sent("Novo 2027", "f" * 64), Sent("Outro", "e" * 64)}
    assert engine.sent(a_task(3)) == ()
    engine.close()
