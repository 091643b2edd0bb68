"""RPA_HOME is its owner's alone, with the database in it; one that others could have changed is refused."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from rpa import safe_home
from rpa.engine import Engine
from tests.desk import Ran, run_rpa

posix = pytest.mark.skipif(os.name == "nt", reason="modes mean nothing on Windows")
as_root = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
NOBODY = 65534


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which the program has worked before."""
    (tmp_path / "home").mkdir(mode=0o700)
    Engine.open(None, tmp_path / "home").close()
    return tmp_path / "home"


def runs(home: Path, *command: str) -> Ran:
    """What a command says that only wants to list the runs."""
    return run_rpa(*(command or ("runs",)), environment={"RPA_HOME": str(home)}, folder=home.parent)


def refused(ran: Ran, *words: str) -> None:
    """It ended with 3, did nothing, and said these words and no traceback."""
    assert (ran.code, ran.out) == (3, ""), ran.out + ran.err
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err


@posix
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o707, 0o1777, 0o720])
def test_a_home_to_which_others_can_write_is_refused(home: Path, mode: int) -> None:
    """Group or everybody, sticky or not: with the command that mends it, and unchanged."""
    home.chmod(mode)

    refused(runs(home), str(home), f"chmod 700 {home}")

    assert stat.S_IMODE(home.stat().st_mode) == mode
    home.chmod(0o700)
    assert runs(home).code == 0


@posix
@pytest.mark.parametrize("command", [("report",), ("secrets", "list"), ("doctor",), ("logout",), ("check", "x.pfx")])
def test_every_command_refuses_it(home: Path, command: tuple[str, ...]) -> None:
    """Also those that need no database."""
    home.chmod(0o777)

    refused(runs(home, *command), "chmod 700")


@posix
def test_a_home_in_a_folder_of_everybodys_is_refused(home: Path) -> None:
    """There anybody could put another one in its place; not so where only owners can, as in /tmp."""
    home.parent.chmod(0o777)
    refused(runs(home), f"chmod o-w {home.parent}")
    refused(runs(home.parent / "new"), f"chmod o-w {home.parent}")
    assert not (home.parent / "new").exists()

    home.parent.chmod(0o1777)
    assert runs(home).code == 0


@as_root
def test_a_home_of_another_user_is_refused(home: Path) -> None:
    """Whoever owns it can change what is in it, and so with a file in it, and with a link to it."""
    os.chown(home, NOBODY, NOBODY)
    refused(runs(home), "another user's")
    (home.parent / "way").symlink_to(home)
    refused(runs(home.parent / "way"), "another user's")
    os.chown(home, 0, 0)
    os.chown(home / "runs.sqlite", NOBODY, NOBODY)
    refused(runs(home), "runs.sqlite", "another user's")


def links(path: Path) -> None:
    """A link in the place of a file, which is elsewhere now."""
    path.rename(path.parent.parent / "theirs")
    path.symlink_to(path.parent.parent / "theirs")


def dangles(path: Path) -> None:
    """A link to what is not there."""
    path.unlink()
    path.symlink_to(path.parent.parent / "nowhere")


def doubles(path: Path) -> None:
    """A second name of the same file."""
    (path.parent.parent / "theirs").hardlink_to(path)


@posix
@pytest.mark.parametrize("exchange", [links, dangles, doubles])
@pytest.mark.parametrize("name", ["runs.sqlite", "runs.sqlite-wal", "runs.lock"])
def test_a_database_that_is_a_link_is_refused(home: Path, name: str, exchange: Callable[[Path], None]) -> None:
    """A soft or a hard one, to what is there or not, and its side files and its lock too; nothing is written there."""
    (home / name).touch()
    exchange(home / name)
    before = {path: path.read_bytes() for path in home.parent.iterdir() if path.is_file()}

    refused(runs(home), name, "link")

    assert {path: path.read_bytes() for path in home.parent.iterdir() if path.is_file()} == before
    with pytest.raises(PermissionError, match="link"):
        Engine.open(None, home)


@posix
def test_a_home_that_is_a_link_serves_where_it_leads_to_ones_own_folder(home: Path) -> None:
    """People move their data to another disk; a link that leads nowhere, and a file, are told as such."""
    (home.parent / "way").symlink_to(home)
    (home.parent / "lost").symlink_to(home.parent / "nowhere")
    (home.parent / "file").touch()

    assert runs(home.parent / "way").code == 0
    refused(runs(home.parent / "lost"), "leads nowhere")
    refused(runs(home.parent / "file"), "no folder")


@posix
def test_database_and_lock_are_their_owners_alone(home: Path) -> None:
    """Whatever the umask, and also those that an older version has left readable; side files with them."""
    (home / "runs.lock").touch()
    for path in home.iterdir():
        path.chmod(0o666)
    before = os.umask(0)
    try:
        engine = Engine.open(None, home)
        with engine.alone():
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()}
    finally:
        os.umask(before)
    engine.close()

    assert {"runs.sqlite", "runs.lock"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_on_windows_access_lists_tell_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home on whose list Users are is refused, with a command of that system; one that is its owner's is not."""
    others = ["*S-1-5-32-545"]

    def run(command: list[str], **_how: object) -> SimpleNamespace:
        return SimpleNamespace(returncode=0, stdout=command[1] if command[-1] in others else "")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "run", run)

    assert f'icacls "{home}" /inheritance:r /grant:r *S-1-3-4:(OI)(CI)F' in str(safe_home.amiss(home))
    others.clear()
    assert safe_home.amiss(home) is None
