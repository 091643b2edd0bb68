"""Files and folders are their owner's alone, on POSIX by modes, on Windows by access lists."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from rpa import private

posix = pytest.mark.skipif(os.name == "nt", reason="modes mean nothing on Windows")


def mode(path: Path) -> int:
    """The mode of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_what_is_made_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    """Folders 0700, files 0600, also those that were there before with other modes."""
    there = tmp_path / "there.txt"
    there.write_text("x", encoding="utf-8")
    there.chmod(0o666)
    before = os.umask(0)
    try:
        private.folder(tmp_path / "a" / "b")
        private.create(tmp_path / "a" / "new.txt").close()
        private.touch(there)
    finally:
        os.umask(before)

    assert [mode(tmp_path / p) for p in ("a/b", "a/new.txt", "there.txt")] == [0o700, 0o600, 0o600]


@posix
def test_a_file_is_created_by_this_program_or_not_at_all(tmp_path: Path) -> None:
    """Nothing that lies there already, a link least of all, is written into."""
    (tmp_path / "elsewhere").write_text("theirs", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FileExistsError):
        private.create(tmp_path / "link")


@posix
@pytest.mark.parametrize(
    ("file", "above", "others"), [(0o644, 0o755, True), (0o600, 0o755, False), (0o644, 0o700, False)]
)
def test_readable_by_others_looks_at_the_folders_above_too(tmp_path: Path, file: int, above: int, others: bool) -> None:
    """A file that anybody may read is still private in a folder that nobody else may enter."""
    path = tmp_path / "f.csv"
    path.write_text("x", encoding="utf-8")
    path.chmod(file)
    for parent in path.parents:
        if parent.stat().st_uid == os.geteuid() and "pytest" in str(parent):
            parent.chmod(0o755)
    tmp_path.chmod(above)

    assert private.readable_by_others(path) is others


@pytest.fixture
def icacls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What icacls is asked for on what takes itself for Windows; it says that Users can read f.csv."""
    asked: list[list[str]] = []

    def run(command: list[str], **_how: object) -> SimpleNamespace:
        asked.append(command[1:])
        return SimpleNamespace(returncode=0, stdout=f"SID Found: {command[1]}." if "*S-1-5-32-545" in command else "")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "run", run)
    return asked


def test_on_windows_a_folder_gets_the_list_that_python_gives_to_private_ones(
    icacls: list[list[str]], tmp_path: Path
) -> None:
    """Nothing inherited; SYSTEM, Administrators and the owner, by numbers that hold in every language."""
    private.folder(tmp_path / "runs")

    grants = [
        "/grant:r",
        "*S-1-5-18:(OI)(CI)F",
        "/grant:r",
        "*S-1-5-32-544:(OI)(CI)F",
        "/grant:r",
        "*S-1-3-4:(OI)(CI)F",
    ]
    assert icacls == [[str(tmp_path / "runs"), "/inheritance:r", *grants]]


def test_on_windows_others_are_looked_for_by_number(icacls: list[list[str]], tmp_path: Path) -> None:
    """Everyone, Authenticated Users and Users are asked about; the advice is a command for that system."""
    path = tmp_path / "f.csv"

    assert private.readable_by_others(path)
    assert [command[1:] for command in icacls] == [["/findsid", s] for s in ("*S-1-1-0", "*S-1-5-11", "*S-1-5-32-545")]
    assert private.how_to_restrict(path).startswith("icacls ")


def test_on_windows_a_refusal_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What could not be made private is not taken for it."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: SimpleNamespace(returncode=5, stdout=""))

    with pytest.raises(PermissionError, match="private"):
        private.folder(tmp_path / "runs")
