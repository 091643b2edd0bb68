"""A hostile file costs bounded time and memory, harms no other file, and makes nobody print the password."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509

from fixtures.certificates import Recipe, TestChain
from rpa.certificates import Examiner, Request, Terms, Trust, Verdict
from rpa.cnpj import Cnpj
from rpa.secret import Secret

PASSWORD = "Senha-Muito-Secreta"


@pytest.fixture
def good(chain: TestChain, tmp_path: Path) -> Path:
    """A file with nothing wrong."""
    return chain.issue().write(tmp_path / "bom.pfx", PASSWORD)


@pytest.fixture
def slow(chain: TestChain, tmp_path: Path) -> Path:
    """A file that asks for as much work as is allowed: many seconds of hashing."""
    path = tmp_path / "lento.pfx"
    path.write_bytes(chain.issue().written(PASSWORD, Recipe(claimed_rounds=4_999_999, mac="sha512")))
    return path


@pytest.fixture
def bomb(chain: TestChain, tmp_path: Path) -> Path:
    """A file of less than one megabyte whose certificate unfolds into a hundred and fifty thousand names."""
    names = [x509.DNSName("a")] * 150_000
    return chain.issue(alternative_names=names).write(tmp_path / "bomba.pfx", PASSWORD)


def test_a_file_that_takes_too_long_is_refused(trust: Trust, slow: Path, good: Path) -> None:
    """Reading stops at the time limit; the next file is read as if nothing had been."""
    with Examiner(trust, 1, seconds=1) as examiner:
        start = time.monotonic()
        assert examiner.examine(slow, Secret(PASSWORD)).says("reading-took-too-long")
        assert time.monotonic() - start < 3
        assert examiner.examine(good, Secret(PASSWORD)).verdict is Verdict.FIT


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to the limit of address space")
def test_a_file_that_takes_too_much_memory_is_refused(trust: Trust, bomb: Path, good: Path) -> None:
    """A hundred and fifty thousand names do not fit into 96 MiB; the next file is read as if nothing had been."""
    with Examiner(trust, 1, memory=96 * 1024 * 1024) as examiner:
        assert examiner.examine(bomb, Secret(PASSWORD)).says("reading-took-too-much-memory")
        assert examiner.examine(good, Secret(PASSWORD)).verdict is Verdict.FIT


def test_a_bomb_leaves_nothing_behind(trust: Trust, bomb: Path) -> None:
    """Within the limits that hold for every run, the same file is read, and does not stay in memory."""
    with Examiner(trust, 1) as examiner:
        for _ in range(3):
            assert not examiner.examine(bomb, Secret(PASSWORD)).says("reading-took-too-much-memory")


def test_a_crash_is_a_refusal_of_that_file(trust: Trust, slow: Path, good: Path) -> None:
    """A worker that dies while it reads a file refuses that file, and no other."""
    with Examiner(trust, 1) as examiner:
        examiner.examine(good, Secret(PASSWORD))
        process = examiner._workers[0]._process
        assert process
        threading.Timer(0.3, process.kill).start()

        assert examiner.examine(slow, Secret(PASSWORD)).says("reading-crashed")
        assert examiner.examine(good, Secret(PASSWORD)).verdict is Verdict.FIT


def test_a_worker_that_died_idle_is_replaced(trust: Trust, good: Path) -> None:
    """A file is not blamed for what happened before it came."""
    with Examiner(trust, 1) as examiner:
        examiner.examine(good, Secret(PASSWORD))
        process = examiner._workers[0]._process
        assert process
        process.kill()
        process.wait()

        assert examiner.examine(good, Secret(PASSWORD)).verdict is Verdict.FIT


def test_many_files_come_back_each_with_its_row(chain: TestChain, trust: Trust, tmp_path: Path, slow: Path) -> None:
    """All files are examined at once, each comes back with its row, and one bad file holds up no other."""
    paths = [chain.issue().write(tmp_path / f"{i}.pfx", PASSWORD) for i in range(12)]
    requests = [Request(path, Secret(PASSWORD), Terms(Cnpj("11222333000181")), row) for row, path in enumerate(paths)]

    with Examiner(trust, 2, seconds=2) as examiner:
        answers = examiner.examine_all([Request(slow, Secret(PASSWORD), row=99), *requests])
        found = {request.row: examination.verdict for request, examination in answers}

    assert found == {99: Verdict.UNFIT} | dict.fromkeys(range(12), Verdict.FIT)


def test_requests_are_taken_as_they_are_needed(trust: Trust, good: Path) -> None:
    """Ten thousand requests do not lie in memory at once: few are taken before the first examination comes."""
    taken = 0

    def requests() -> Iterator[Request]:
        nonlocal taken
        for _ in range(10_000):
            taken += 1
            yield Request(good, Secret(PASSWORD))

    with Examiner(trust, 2) as examiner:
        next(iter(examiner.examine_all(requests())))

    assert taken <= 8


@pytest.mark.parametrize("password", [f"{PASSWORD}\0x", "wrong-" + PASSWORD, PASSWORD])
def test_no_password_is_printed(
    password: str, trust: Trust, chain: TestChain, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever a file does, its password is on neither stdout nor stderr, nor in any reason."""
    hostile = [chain.issue().data(PASSWORD), b"\x30\x80\x02\x01\x03" + os.urandom(200), b"", b"\x30" * 50_000]
    with Examiner(trust, 1) as examiner:
        for i, data in enumerate(hostile):
            path = tmp_path / f"{i}.pfx"
            path.write_bytes(data)
            assert password not in repr(examiner.examine(path, Secret(password)))

    out, err = capfd.readouterr()
    assert PASSWORD not in out + err


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="only Linux shows command lines there")
def test_no_password_is_in_a_command_line(trust: Trust, good: Path) -> None:
    """Other users see command lines and environments; passwords go through a pipe."""
    with Examiner(trust, 1) as examiner:
        examiner.examine(good, Secret(PASSWORD))
        process = examiner._workers[0]._process
        assert process
        seen = Path(f"/proc/{process.pid}/cmdline").read_bytes() + Path(f"/proc/{process.pid}/environ").read_bytes()

    assert PASSWORD.encode() not in seen


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_a_worker_ends_with_its_master(good: Path) -> None:
    """A program that is killed leaves no process behind that knows a password."""
    code = (
        "import os, sys, pathlib; from rpa.certificates import *; from rpa.secret import Secret;"
        "e = Examiner(Trust.load(), 1); e.examine(pathlib.Path(sys.argv[1]), Secret('x'));"
        "print(e._workers[0]._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    master = subprocess.run([sys.executable, "-c", code, good], capture_output=True, text=True, check=False)
    worker = int(master.stdout)

    deadline = time.monotonic() + 5
    while _lives(worker) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _lives(worker)


def _lives(pid: int) -> bool:
    """Whether the process is there, and more than an entry that nobody has fetched."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
