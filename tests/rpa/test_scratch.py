"""Temporary files lie in a folder of our own, which is gone afterwards, even after a kill."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from rpa.scratch import place, scratch, sweep
from tests.desk import Desk

HOLDS_ONE = """
import sys, tempfile
from pathlib import Path
from rpa.scratch import scratch
with scratch(Path(sys.argv[1])) as own:
    (own / "trace").write_text("senha")
    print(own, flush=True)
    sys.stdin.read()
"""


def holder(home: Path) -> tuple[subprocess.Popen[str], Path]:
    """Another process that is at work in a folder of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS_ONE, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def end(process: subprocess.Popen[str], *, kill: bool = False) -> None:
    """End it, by its own accord or not."""
    if kill:
        process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    process.communicate(timeout=20)


def test_whatever_asks_for_a_temporary_folder_gets_one_inside(tmp_path: Path) -> None:
    """This process, and the processes that it starts; afterwards nothing is left, and all is as before."""
    before = os.environ.get("TMPDIR"), tempfile.gettempdir()

    with scratch(tmp_path) as own:
        mine = Path(tempfile.mkdtemp())
        command = [sys.executable, "-c", "import tempfile; print(tempfile.gettempdir())"]
        theirs = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()

    assert (mine.parent, Path(theirs)) == (own, own)
    assert (os.environ.get("TMPDIR"), tempfile.gettempdir()) == before
    assert not place(tmp_path).exists()


def test_all_threads_of_a_process_share_one(tmp_path: Path) -> None:
    """Sessions side by side, each with a driver of its own, end in any order: the last one removes the folder."""
    before = os.environ.get("TMPDIR")
    first, second = scratch(tmp_path), scratch(tmp_path)

    one, two = first.__enter__(), second.__enter__()
    first.__exit__(None, None, None)

    assert (one, os.environ["TMPDIR"]) == (two, str(two))
    assert two.is_dir()
    second.__exit__(None, None, None)
    assert (os.environ.get("TMPDIR"), one.exists()) == (before, False)


@pytest.mark.skipif(os.name == "nt", reason="modes mean nothing on Windows")
def test_only_its_owner_can_enter(tmp_path: Path) -> None:
    """The folder and the one above it are 0700."""
    with scratch(tmp_path) as own:
        assert {stat.S_IMODE(p.stat().st_mode) for p in (own, own.parent)} == {0o700}


def test_what_a_killed_run_left_is_swept_by_the_next_one(tmp_path: Path) -> None:
    """The next start removes it, with all that is in it."""
    process, left = holder(tmp_path)
    end(process, kill=True)
    assert (left / "trace").exists()

    with scratch(tmp_path):
        assert not left.exists()


def test_what_a_living_run_uses_is_left_alone(tmp_path: Path) -> None:
    """As long as its owner lives, nobody sweeps a folder; nor one that is not ours."""
    (place(tmp_path) / "theirs").mkdir(parents=True, mode=0o700)
    place(tmp_path).chmod(0o700)
    process, used = holder(tmp_path)

    assert sweep(tmp_path) == []
    assert (used / "trace").exists()
    end(process)
    assert [p.name for p in place(tmp_path).iterdir()] == ["theirs"]
    (place(tmp_path) / "theirs").rmdir()
    place(tmp_path).rmdir()


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_long_path_is_not_too_long_for_the_browser(desk: Desk) -> None:
    """A whole Chromium makes a socket there, and ends where the path is over a hundred characters: ours is shorter."""
    assert place(Path("/home/maria/.local/share/invoicy-rpa")) == Path("/home/maria/.local/share/invoicy-rpa/tmp")
    whole = next((path for path in ("/usr/lib/chromium/chromium",) if Path(path).exists()), None)

    ran = desk.rpa("browser", RPA_HOME=str(desk.folder / ("x" * 100)), **({"RPA_BROWSER": whole} if whole else {}))

    assert ran.code == 0, ran.err


@pytest.mark.skipif(os.name == "nt", reason="there, the folder lies below the user's own")
def test_a_folder_that_somebody_else_prepared_is_not_used(tmp_path: Path) -> None:
    """In the system's folder another user may have made one by that name: that is an error, not a trap."""
    home = tmp_path / ("x" * 100)
    place(home).symlink_to(tmp_path)
    try:
        with pytest.raises(PermissionError, match="own folder"), scratch(home):
            pass
    finally:
        place(home).unlink()
