"""Whatever lies where a file is expected is told in a sentence with its place, and nothing is waited for."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from pages import WordsFileError
from pages.words import Words
from rpa.certificates import Trust, TrustError
from rpa.certificates.examination import RefusedError
from rpa.certificates.examiner import read_file
from rpa.certificates.match import PasswordsFileError, read_passwords
from rpa.clients import ClientsFileError, read_clients
from rpa.follow_up.ticks import Ticks
from rpa.outcome import Result
from rpa.past_runs import PastRuns, chosen_run
from rpa.planning import read_plan
from rpa.record import RecordError, RunFolder
from rpa.settings import Settings, SettingsError
from tests.desk import OTHER, PADARIA, PFX_PASSWORD, Desk
from tests.runs import a_client, keep

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has none of these in a folder")


def a_folder(path: Path) -> None:
    """A folder in the file's place."""
    path.mkdir()


def a_pipe(path: Path) -> None:
    """A pipe that nobody writes into."""
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    """A socket that somebody listens at."""
    with socket.socket(socket.AF_UNIX) as listener:
        before = Path.cwd()
        os.chdir(path.parent)  # its name may have 108 characters
        try:
            listener.bind(path.name)
        finally:
            os.chdir(before)


def a_device(path: Path) -> None:
    """A link to a device that has no end."""
    path.symlink_to("/dev/zero")


def a_loop(path: Path) -> None:
    """A link that leads to itself."""
    path.symlink_to(path)


ODD = [a_folder, *(pytest.param(make, marks=posix) for make in (a_pipe, a_socket, a_device, a_loop))]


def _words(path: Path) -> object:
    return Words.overridden(path)


def _of_env(path: Path) -> object:
    os.chdir(path.parent)
    return Settings.load()


READERS: dict[str, tuple[str, Callable[[Path], object], type[Exception]]] = {
    "clients": ("c.csv", read_clients, ClientsFileError),
    "pfx": ("p.pfx", read_file, RefusedError),
    "plan": ("plano.json", read_plan, ClientsFileError),
    "words": ("w.toml", _words, WordsFileError),
    "roots": ("r.pem", Trust.load, TrustError),
    "passwords": ("s.txt", read_passwords, PasswordsFileError),
    "ticks": ("follow-up.jsonl", lambda path: Ticks(path.parent).latest(), RecordError),
    "run": ("run.json", lambda path: RunFolder(path.parent).read(), RecordError),
    "env": (".env", _of_env, SettingsError),
}


@pytest.mark.parametrize("make", ODD)
@pytest.mark.parametrize("reader", READERS)
def test_only_regular_files_are_read(
    tmp_path: Path, reader: str, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder, a pipe, a socket, a device and a link to itself: each is told at once by each reader."""
    monkeypatch.chdir(tmp_path)
    name, read, error = READERS[reader]
    make(tmp_path / name)

    with pytest.raises(error):
        read(tmp_path / name)


DEEP = {"lists": "[" * 100_000, "tables": '{"a":' * 100_000, "digits": "9" * 5000, "text": '"x"', "nothing": ""}


@pytest.mark.parametrize("content", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize("reader", ["plan", "words", "run", "ticks"])
def test_what_is_deep_or_something_else_is_told(tmp_path: Path, reader: str, content: str) -> None:
    """JSON and TOML of 100,000 levels, numbers of 5,000 digits, a text where an object should be."""
    name, read, error = READERS[reader]
    (tmp_path / name).write_text(f"a = {content}\n" if reader == "words" else f"{content}\n")

    with pytest.raises(error):
        read(tmp_path / name)


@pytest.mark.parametrize(
    "change",
    [
        {"total": "3"},
        {"began": "2026-01-01T00:00:00"},
        {"ended": "2026-01-01"},
        {"ended": 3},
        {"began": None},
        {"clients_file": None},
        {"format": 9},
        {"portal": ["x"]},
    ],
)
def test_a_record_of_another_version_is_told_and_the_others_are_listed(
    tmp_path: Path, change: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    """Fields that are of another kind, or not known: the file is named, and the runs beside it are told."""
    good, odd = keep(tmp_path, a_client()), keep(tmp_path, a_client())
    odd.about.write_text(json.dumps(json.loads(odd.about.read_text(encoding="utf-8")) | change), encoding="utf-8")

    with pytest.raises(RecordError, match=r"run\.json cannot be read .*another version"):
        odd.read()
    assert [record.name for record in PastRuns(tmp_path).all()] == [good.run]
    assert str(odd.about) in capsys.readouterr().err


@pytest.mark.parametrize(
    "change", [{"row": "2"}, {"seconds": "x"}, {"steps": []}, {"warnings": 3}, {"result": "later"}, {"company": None}]
)
def test_a_line_of_another_version_is_told_with_its_place(tmp_path: Path, change: dict[str, object]) -> None:
    """A field of another kind would else be noticed by the report, in the middle of it."""
    folder = keep(tmp_path, a_client())
    folder.results.write_text(json.dumps(a_client().as_json() | change) + "\n", encoding="utf-8")

    with pytest.raises(RecordError, match=r"results\.jsonl:1 cannot be read"):
        folder.read()


@pytest.mark.parametrize("name", ["~nobody-of-that-name/x", "a_b_²", "..", "x" * 200])
def test_no_name_of_a_run_is_a_traceback(tmp_path: Path, name: str) -> None:
    """Whatever is typed, or lies beside the runs."""
    if "/" not in name and name != "..":
        (tmp_path / "runs" / name).mkdir(parents=True)
        (tmp_path / "runs" / name / "run.json").write_text("{}")

    assert list(PastRuns(tmp_path).all()) == []
    with pytest.raises(RecordError):
        chosen_run(tmp_path, name).read()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_env_is_read_as_the_clients_file_is(
    tmp_path: Path, encoding: str, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In whichever encoding an editor of Windows saved it, the password's letters are right."""
    lines = ["INVOICY_EMAIL=a@b.br", "INVOICY_PASSWORD=São João ção", ""]
    (tmp_path / ".env").write_bytes(end.join(lines).encode(encoding))
    monkeypatch.chdir(tmp_path)

    password = Settings.load().portal_password("a@b.br")

    assert password
    assert password.reveal() == "São João ção"


@pytest.mark.parametrize(
    "content", ["A=ção\n".encode("utf-16")[:-1], "A=ç\nB=".encode() + b"\xe7", b"A=1\x00\n", bytes(2 << 20)]
)
def test_a_torn_env_is_told_by_its_path(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """No letter of a password is guessed."""
    (tmp_path / ".env").write_bytes(content)
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        Settings.load()


@pytest.mark.parametrize("make", [pytest.param(make, marks=posix) for make in (a_loop, a_pipe, a_socket)])
def test_one_rows_trouble_stays_one_rows(desk: Desk, make: Callable[[Path], None]) -> None:
    """A link to itself, a pipe, a socket in the place of a PFX: that client is blocked, the other is renewed."""
    desk.company()
    desk.pfx()
    desk.open_account()
    make(desk.folder / "m.pfx")
    clients = desk.clients(
        {"cnpj": PADARIA, "pfx": "p.pfx", "senha": PFX_PASSWORD},
        {"cnpj": OTHER, "pfx": "m.pfx", "senha": PFX_PASSWORD},
    )

    ran = desk.rpa("renew", clients, "--json")

    assert ran.results == {2: Result.RENEWED, 3: Result.BLOCKED}
    assert "m.pfx: The file cannot be read" in next(line["reason"] for line in ran.json if line["row"] == 3)
