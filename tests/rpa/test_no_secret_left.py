"""Wherever a run is killed: no file that exists then, and no process that it had started, holds a secret."""

from __future__ import annotations

import base64
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12

from rpa.demo import CLIENTS, PFX_PASSWORD, PORTAL_PASSWORD
from rpa.gate import scan
from rpa.scratch import place, sweep
from rpa.secret import Secret
from tests.selection import few

IN_ENVIRONMENT, OF_DATABASE = "canario-do-ambiente-77", "canario-do-banco-88"
FILE_KEY = base64.b64encode(b"canario-da-chave-dos-arquivos-99").decode()
GIVEN = {PORTAL_PASSWORD, IN_ENVIRONMENT, OF_DATABASE, FILE_KEY}
SECRETS = [Secret(text) for text in GIVEN | {client.password for client in CLIENTS}]
MOMENTS = [random.Random(2027).uniform(0, 1) * 7 + n * 7 for n in range(4)]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells what processes were given")


def children(parent: int) -> list[int]:
    """All processes below one, as Linux tells of them."""
    direct: list[int] = []
    with suppress(OSError):  # it has ended while it was looked at
        for task in list(Path(f"/proc/{parent}/task").iterdir()):
            with suppress(OSError):  # this thread of it has
                direct += map(int, (task / "children").read_text().split())
    return [each for pid in direct for each in (pid, *children(pid))]


def told_to(pids: list[int], parent: int) -> Iterator[bytes]:
    """The arguments and the environment that these processes were given."""
    own = Path(f"/proc/{parent}/cmdline")
    for pid in pids:
        here = Path(f"/proc/{pid}")
        try:
            arguments = (here / "cmdline").read_bytes()
            if arguments == own.read_bytes():  # not yet another program: its memory is still its parent's
                continue
            yield from (arguments, (here / "environ").read_bytes())
        except OSError:  # it has ended
            continue


def keys_of(folder: Path) -> list[bytes]:
    """The first prime of the private key in each PFX file that the demo made."""
    primes = []
    for path in [*folder.rglob("*.pfx"), *folder.rglob("*.p12")]:
        key = pkcs12.load_pkcs12(path.read_bytes(), PFX_PASSWORD.encode()).key
        if isinstance(key, RSAPrivateKey):
            prime = key.private_numbers().p
            primes.append(prime.to_bytes((prime.bit_length() + 7) // 8))
    return primes


class Demo:
    """The demo as a process, with canaries for passwords, in a home and a folder for temporary files of its own."""

    def __init__(self, folder: Path) -> None:
        self.home, self.temporary = folder / "home", folder / "tmp"
        self.temporary.mkdir()
        names = ("TMPDIR", "TEMP", "TMP")
        environment = {**os.environ, **dict.fromkeys(names, str(self.temporary)), "RPA_HOME": str(self.home)}
        environment |= {"INVOICY_PASSWORD": IN_ENVIRONMENT, "RPA_FILE_KEY": FILE_KEY}
        environment["RPA_DATABASE_URL"] = f"postgresql://rpa:{OF_DATABASE}@127.0.0.1:9/of_the_team"
        self.output = folder / "output.txt"
        with self.output.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rpa", "demo"], cwd=folder, env=environment, stdout=stream, stderr=stream
            )
        self.seen: set[bytes] = set()
        self.started: set[int] = set()

    def run_until(self, seconds: float) -> None:
        """Let it run so long, or to its end, and look all the time at what its processes were given."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            self.look()
            time.sleep(0.05)

    def look(self) -> None:
        """Look at all its processes but the one that was given a password by the test itself."""
        below = children(self.process.pid) if sys.platform.startswith("linux") else []
        self.started |= set(below)
        self.seen |= set(told_to(below, self.process.pid))

    def kill(self) -> None:
        """Kill it outright, and wait for what it had started to notice."""
        self.process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        self.process.wait()
        until = time.monotonic() + 20
        while time.monotonic() < until and any(Path(f"/proc/{pid}").exists() for pid in self.started):
            time.sleep(0.1)

    def leaks(self) -> list[str]:
        """Every place where a secret is now, or was given to a process: files, temporary folders, output."""
        everything = [self.home, self.temporary, place(self.home), self.output]
        own = [*self.home.glob("demo/*/*.pfx"), *self.home.glob("demo/*/*.p12")]  # the clients', where they are
        found = [f"{leak.path}: {leak.form}" for leak in scan(everything, SECRETS) if leak.path not in own]
        keys = keys_of(self.home)
        files = [path for folder in everything for path in (folder.rglob("*") if folder.is_dir() else [folder])]
        found += [f"{path}: a key" for path in files if path.is_file() and any(k in path.read_bytes() for k in keys)]
        found += [
            told.decode(errors="replace") for told in self.seen if any(s.reveal().encode() in told for s in SECRETS)
        ]
        return found


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A demo under way."""
    demo = Demo(tmp_path)
    yield demo
    if demo.process.poll() is None:
        demo.kill()
    sweep(demo.home)


@pytest.mark.parametrize("moment", few(MOMENTS, MOMENTS[1]))
def test_a_run_that_is_killed_leaves_no_secret(demo: Demo, moment: float) -> None:
    """At moments drawn by chance from all of the run; the next start sweeps what was in the temporary folder."""
    demo.run_until(moment)
    demo.kill()

    assert demo.leaks() == []
    assert list(demo.temporary.iterdir()) == []
    environment = {**os.environ, "RPA_HOME": str(demo.home)}
    command = [sys.executable, "-m", "rpa", "browser"]
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    assert not place(demo.home).exists()


@pytest.mark.long
@LINUX
def test_a_whole_run_gives_no_process_a_secret(demo: Demo) -> None:
    """The driver, the browser's processes and the readers of certificates are seen, and were told nothing."""
    demo.run_until(180)

    assert demo.process.wait() == 0, demo.output.read_text(encoding="utf-8")
    assert demo.leaks() == []
    everything = b"".join(demo.seen)
    assert all(program in everything for program in (b"--type=renderer", b"run-driver", b"rpa.certificates"))


@LINUX
def test_the_control_finds_what_is_planted(demo: Demo) -> None:
    """In a file of the home, in a temporary folder, in an argument, in the environment: each is found."""
    demo.run_until(0.5)
    demo.kill()
    assert demo.leaks() == []

    (demo.home / "runs").mkdir(parents=True, exist_ok=True)
    (demo.home / "runs" / "a.log").write_text(f"x{PFX_PASSWORD}", encoding="utf-8")
    (demo.temporary / "b").write_text(PORTAL_PASSWORD, encoding="utf-16")
    for argument, variable in ((PFX_PASSWORD, "x"), ("x", IN_ENVIRONMENT)):
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()", argument],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "V": variable},
        )
        assert child.stdout
        child.stdout.readline()
        demo.seen |= set(told_to([child.pid], os.getpid()))
        child.communicate()

    assert len(demo.leaks()) == 4
