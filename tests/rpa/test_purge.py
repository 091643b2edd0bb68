"""`rpa purge` deletes what is old enough, and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.desk import Desk

DAY = 86_400


def aged(path: Path, days: float) -> Path:
    """A file below RPA_HOME that was last written so long ago, and so its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    then = time.time() - days * DAY
    for each in (path, path.parent):
        os.utime(each, (then, then))
    return path


def test_old_runs_demos_and_quarantine_go_and_the_rest_stays(desk: Desk) -> None:
    """Each run as a whole, by when something was last written in it; keys and refused logins are no runs."""
    home = desk.folder / "home"
    old = [aged(home / p, 31) for p in ("runs/a/results.jsonl", "demo/b/clientes.csv", "quarantine/c-1/run.log")]
    young = [aged(home / p, 29) for p in ("runs/d/1.jpg", "quarantine/e-1/x")]
    others = [aged(home / p, 400) for p in ("refused-logins/key", "icp-brasil.pem", "keyring.txt")]
    busy = aged(home / "runs/f/results.jsonl", 31)
    (home / "runs/f/2.jpg").write_text("x", encoding="utf-8")

    ran = desk.rpa("purge", "--older-than", "30")

    assert ran.code == 0, ran.err
    assert len(ran.out.splitlines()) == 3
    assert not any(path.parent.exists() for path in old)
    assert all(path.exists() for path in (*young, *others, busy))


def test_days_must_be_said(desk: Desk) -> None:
    """There is no default, and less than a day is none."""
    assert [desk.rpa("purge", *o).code for o in ((), ("--older-than", "0"))] == [2, 2]
