"""The one net: whatever is amiss around the program, every command ends in sentences, with a true exit code."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rpa import mistake
from rpa.cli import app
from rpa.report.files import write_reports
from tests.desk import PADARIA, Desk
from tests.rpa.test_commands import three_clients
from tests.runs import a_client, keep
from tests.selection import each_with_one, few

ROOT = Path(__file__).parents[2]
SENHA = "segredo-99-queijo"
posix = pytest.mark.skipif(os.name == "nt", reason="streams and limits as POSIX has them")

COMMANDS: dict[str, Sequence[str]] = {
    "renew": ("renew", "clientes.csv"),
    "plan": ("plan", "clientes.csv", "--json"),
    "check": ("check", "clientes.csv"),
    "watch": ("watch", "--clients", "clientes.csv"),
    "report": ("report",),
    "follow-up": ("follow-up",),
    "status": ("status",),
    "runs": ("runs",),
    "retry": ("retry", "x"),
    "cancel": ("cancel", "x"),
    "work": ("work", "--until-empty"),
    "doctor": ("doctor",),
    "login": ("login",),
    "logout": ("logout",),
    "secrets": ("secrets", "list"),
    "purge": ("purge", "--older-than", "5"),
    "portal": ("portal", "--list"),
    "demo": ("demo",),
    "roots": ("roots",),
    "browser": ("browser",),
}
QUICK = [name for name in COMMANDS if name not in ("watch", "doctor", "demo", "browser")]  # the others start a browser


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a clients file whose PFX is none: every command has something to say, and no portal is asked."""
    (tmp_path / "clientes.csv").write_text(f"cnpj;pfx;senha\n{PADARIA};a.pfx;{SENHA}\n", encoding="utf-8")
    (tmp_path / "a.pfx").write_bytes(b"nothing of the kind")
    return tmp_path


def run(office: Path, *arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, with nobody to ask."""
    settings = {
        "INVOICY_URL": "http://127.0.0.1:9/login.aspx",
        "INVOICY_EMAIL": "suporte@example.com.br",
        "INVOICY_PASSWORD": SENHA,
        "RPA_HOME": str(office / "home"),
        "PYTHONPATH": str(ROOT),
    }
    streams: dict[str, Any] = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE) | {"stdin": subprocess.DEVNULL}
    return subprocess.run(
        [sys.executable, *how.pop("python", ()), "-m", "rpa", *arguments],
        env={**os.environ, **settings, **how.pop("env", {})},
        cwd=how.pop("cwd", office),
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
        **{**streams, **how},
    )


def in_sentences(done: subprocess.CompletedProcess[str]) -> str:
    """What was printed, all of it; it holds no traceback and no secret."""
    told = (done.stdout or "") + (done.stderr or "")
    for sign in ("Traceback", "most recent call", "Exception ignored", "Logging error", '  File "', SENHA):
        assert sign not in told, told
    return told


def test_every_command_is_among_those_that_are_tried_here() -> None:
    """A command that comes is tried with everything below."""
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    names |= {str(group.name) for group in app.registered_groups}

    assert names == set(COMMANDS)


def closed(*numbers: int) -> Callable[[], None]:
    """Closes streams of the process, as a service's or pythonw's are."""

    def close() -> None:
        for number in numbers:
            os.close(number)

    return close


@posix
@pytest.mark.parametrize("name", few(QUICK, "renew", "check"))
def test_closed_streams_change_nothing_of_how_a_command_ends(name: str, office: Path) -> None:
    """Where nobody listens, as in a service, a command does what it does, and ends with the same exit code."""
    usual = run(office, *COMMANDS[name])
    silent = run(office, *COMMANDS[name], preexec_fn=closed(0, 1, 2))

    assert silent.returncode == usual.returncode, usual.stderr
    in_sentences(usual)


@posix
@pytest.mark.parametrize("numbers", few([((0,),), ((1,),), ((2,),), ((0, 1),), ((1, 2),), ((0, 1, 2),)], ((1, 2),)))
def test_no_file_takes_the_place_of_a_closed_stream(numbers: tuple[int, ...], office: Path) -> None:
    """What is printed after a stream was closed never lands in a database or a log that was opened since."""
    done = run(office, "renew", "clientes.csv", preexec_fn=closed(*numbers))

    assert done.returncode == 1
    (kept,) = (office / "home" / "runs").iterdir()
    assert (kept / "results.jsonl").read_text(encoding="utf-8").count("\n") == 1
    assert (office / "home" / "runs.sqlite").read_bytes().startswith(b"SQLite format 3\0")
    assert run(office, "runs").stdout.count("1 blocked") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
@pytest.mark.parametrize(("name", "stream"), each_with_one(QUICK, ["stdout", "stderr"], "check"))
def test_what_cannot_be_printed_is_never_a_success(name: str, stream: str, office: Path) -> None:
    """A full disk behind stdout or stderr: the exit code is 0 only where nothing was to be printed there."""
    usual = run(office, *COMMANDS[name])
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = run(office, *COMMANDS[name], **{stream: full})

    printed = usual.stdout if stream == "stdout" else usual.stderr
    assert done.returncode == (usual.returncode or (3 if printed else 0)), done
    assert stream == "stderr" or not printed or "Not all could be printed: No space left" in done.stderr
    in_sentences(done)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
def test_a_run_goes_on_and_is_kept_though_its_results_cannot_be_printed(desk: Desk) -> None:
    """Neither a full disk behind stdout nor a reader that has gone stops a run: all are renewed, and all is kept."""
    clients = desk.clients(*three_clients(desk))
    program = [sys.executable, "-m", "rpa", "renew", str(clients), "--json"]
    how: dict[str, Any] = {
        "env": {**os.environ, "PYTHONPATH": str(ROOT), **desk.environment}, "cwd": desk.folder,
        "stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, "encoding": "utf-8", "timeout": 170,
    }  # fmt: skip
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        first = subprocess.run(program, stdout=full, check=False, **how)
    reads, writes = os.pipe()
    os.close(reads)  # as `| head` does
    second = subprocess.run(program, stdout=writes, check=False, **how)
    os.close(writes)

    assert (first.returncode, len(desk.portal.memory.kept)) == (3, 3), first.stderr
    assert (second.returncode, len(desk.portal.memory.kept)) == (3, 3), second.stderr
    for done in (first, second):
        assert "3 clients" in in_sentences(done)
        assert "Not all could be printed" in done.stderr
    for kept in (desk.folder / "home" / "runs").iterdir():
        assert (kept / "results.jsonl").read_text(encoding="utf-8").count("\n") == 3


@posix
@pytest.mark.parametrize("name", few(list(COMMANDS), "renew", "portal"))
def test_a_current_folder_that_was_deleted_is_told(name: str, office: Path) -> None:
    """Whoever stands in a deleted folder is told to go to another one; what needs no folder works."""
    gone = office / "gone"
    gone.mkdir()
    arguments = ["sh", "-c", 'rmdir ../gone; exec "$@"', "sh", sys.executable, "-m", "rpa", *COMMANDS[name]]
    done = subprocess.run(
        arguments, cwd=gone, capture_output=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert name == "portal" or "The current folder has been deleted. Go to another one" in done.stderr
    assert done.returncode == (0 if name == "portal" else 3)
    in_sentences(done)


def files(most: int) -> Callable[[], None]:
    """Lets the process have so many files open, and no more."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    return limit


@posix
@pytest.mark.parametrize("most", few([64, 24], 64))
@pytest.mark.parametrize(
    "name", few(["renew", "plan", "work", "watch", "doctor", "browser", "demo"], "renew", "doctor")
)
def test_too_few_open_files_for_a_browser_are_told_at_once(name: str, most: int, office: Path) -> None:
    """Where the system lets the program open 64 files, what needs a browser says so before it begins, not never."""
    began = time.monotonic()
    done = run(office, *COMMANDS[name], preexec_fn=files(most))

    assert f"may open only {most} files at once, and a browser needs 256. Raise the limit" in in_sentences(done)
    assert done.returncode == 3
    assert time.monotonic() - began < 60  # it hung for ever


@posix
@pytest.mark.parametrize("name", few(["check", "runs", "status", "report", "portal", "roots"], "check"))
def test_a_few_files_are_enough_for_what_needs_no_browser(name: str, office: Path) -> None:
    """What starts no browser works with 64 open files."""
    done = run(office, *COMMANDS[name], preexec_fn=files(64))

    assert done.returncode in (0, 1, 3)
    in_sentences(done)


@posix
@pytest.mark.parametrize(
    "name", [b"cl\xe9.csv", b"cl\x1b[31m\x07\n.csv", "clientes\u202e.csv".encode()], ids=["bytes", "esc", "bidi"]
)
@pytest.mark.parametrize(
    "command",
    few(
        [(("renew",),), (("plan", "--out", "p.json"),), (("renew", "--enqueue"),), (("check",),)],
        (("plan", "--out", "p.json"),),
    ),
)
def test_a_clients_file_may_have_any_name(command: Sequence[str], name: bytes, office: Path) -> None:
    """Not UTF-8, with control characters: it is read, run, kept and told of like any other."""
    path = os.fsdecode(name)
    (office / "clientes.csv").rename(office / path)

    done = run(office, *command, path)
    assert done.returncode == (0 if "--enqueue" in command else 1), done.stderr
    in_sentences(done)
    for more in (("runs",), ("report",), ("renew", "--plan", "p.json"), ("renew", path)):
        assert "mistake" not in in_sentences(run(office, *more)), more


@posix
@pytest.mark.parametrize("name", [b"a\xff.pfx", b"\n\x1b]0;x\x07.pfx"])
def test_a_pfx_may_have_any_name(name: bytes, office: Path) -> None:
    """A folder with such a file is examined to its end."""
    (office / os.fsdecode(name)).write_bytes(b"nothing")

    for more in ((), ("--json",)):
        done = run(office, "check", ".", *more)
        assert done.returncode == 1, done.stderr
        assert "mistake" not in in_sentences(done)


@posix
@pytest.mark.parametrize(
    ("name", "home"),
    each_with_one(
        [name for name in COMMANDS if name not in ("portal", "demo")],
        ["/proc/nothing/x", "a.pfx", "~nobodyofthisname/x", os.fsdecode(b"h\xff"), "/dev/full/x", "x" * 5000],
        "runs",
    ),
)
def test_a_home_that_cannot_be_used_is_told(name: str, home: str, office: Path) -> None:
    """RPA_HOME that cannot be made, is a file, is nobody's or is no text: a sentence, whatever the command."""
    done = run(office, *COMMANDS[name], env={"RPA_HOME": home})

    assert done.returncode in ((0, 1, 3) if name in ("secrets", "check", "follow-up", "logout") else (3, 4)), done
    assert "mistake" not in in_sentences(done)


def limited(size: int) -> Callable[[], None]:
    """Lets the process write files of so many bytes: a disk that is full."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@posix
@pytest.mark.parametrize("size", few([0, 2000], 2000))
@pytest.mark.parametrize("name", few(["renew", "plan", "work", "runs", "purge"], "plan"))
def test_a_disk_that_takes_no_more_is_told(name: str, size: int, office: Path) -> None:
    """Where what a command keeps cannot be written, it says so and is no success; its log's trouble is no traceback."""
    done = run(office, *COMMANDS[name], preexec_fn=limited(size))

    assert "mistake" not in in_sentences(done)
    assert done.returncode != 0


@pytest.mark.parametrize(
    ("name", "odd"),
    each_with_one(
        ["renew", "check", "status", "follow-up"],
        [
            {"PYTHONIOENCODING": "ascii", "RPA_LANG": "pt"},
            {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "RPA_LANG": "pt"},
            {"COLUMNS": "1", "TERM": "dumb"},
            {"COLUMNS": "-7", "LINES": "many", "TERM": ""},
            {"LC_ALL": "xx_YY.no-such", "RPA_LANG": "klingon"},
            {"PYTHONDEVMODE": "1", "PYTHONWARNINGS": "always"},
            {"TYPER_STANDARD_TRACEBACK": "1", "PYTHONUNBUFFERED": "1"},
        ],
        "check",
    ),
)
def test_odd_surroundings_change_nothing(name: str, odd: dict[str, str], office: Path) -> None:
    """Encoding, terminal, locale, Python's own switches: the usual exit code, and no word more."""
    usual = run(office, *COMMANDS[name])
    done = run(office, *COMMANDS[name], env=odd)

    assert done.returncode == usual.returncode, done.stderr
    assert "mistake" not in in_sentences(done)
    assert "Warning" not in in_sentences(done)


BROKEN = """
import sys
MORE
import RIGHT as broken

def trouble(*_, **__):
    senha = "segredo-99-queijo"
    raise KIND

broken.NAME = trouble
sys.argv = ["rpa", *sys.argv[1:]]
from rpa.__main__ import main
main()
"""


def broken(office: Path, kind: str, module: str, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program, in which one function raises this."""
    text = BROKEN.replace("KIND", kind).replace("RIGHT", module).replace("NAME", name)
    text = text.replace("MORE", "from rpa.certificates import workers")
    return subprocess.run(
        [sys.executable, "-c", text, *arguments],
        cwd=office, capture_output=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RPA_HOME": str(office / "home"), "INVOICY_PASSWORD": SENHA,
             "INVOICY_URL": "http://127.0.0.1:9/", "INVOICY_EMAIL": "a@b.c"},
    )  # fmt: skip


KINDS = [
    "ValueError('fill(' + senha + ')')",
    "type('PanicException', (BaseException,), {})(senha)",
    "RecursionError(senha)",
    "ExceptionGroup(senha, [KeyError(senha)])",
    "SystemExit('no ' + senha)",
    "AssertionError(senha) from OSError(senha)",
    "UnicodeDecodeError('utf-8', senha.encode(), 0, 1, senha)",
]


@pytest.mark.parametrize(
    ("place", "kind"),
    each_with_one(
        [
            ("rpa.check", "read_clients", "check"),
            ("rpa.choice", "read_clients", "renew"),
            ("rpa.runs", "find_run", "status"),
            ("rpa.keeping", "tell_names", "secrets"),
            ("rpa.settings", "Settings.load", "doctor"),
        ],
        KINDS,
        ("rpa.check", "read_clients", "check"),
    ),
)
def test_what_nobody_foresaw_is_one_sentence_and_the_place(
    place: tuple[str, str, str], kind: str, office: Path
) -> None:
    """Kind, file and line, where to report it, and exit code 70; nothing of what the error says, and no traceback."""
    module, name, command = place
    done = broken(office, kind, module, name, *COMMANDS[command])

    told = [line for line in in_sentences(done).splitlines() if "mistake" in line]
    assert len(told) == 1, done.stderr
    assert re.search(
        r"nobody foresaw \(\w+, rpa/[\w/]+\.py:\d+\)\. Please report it to whoever looks after it", told[0]
    )
    assert done.returncode == mistake.UNFORESEEN


def test_the_details_are_in_the_log_of_the_run_without_secrets(office: Path) -> None:
    """A mistake in the middle of a run: the sentence names its log, which has all places, and … for the password."""
    done = broken(office, "ValueError('fill(' + senha + ')')", "rpa.job", "house_of", *COMMANDS["plan"])

    (log,) = (office / "home" / "runs").glob("*/run.log")
    assert str(log) in in_sentences(done)
    assert done.returncode == mistake.UNFORESEEN
    kept = log.read_text(encoding="utf-8")
    assert "rpa/job.py" in kept.replace("\\", "/")
    assert "ValueError: fill(…)" in kept
    assert SENHA not in kept


TASK = """
import asyncio, gc
async def begin(): asyncio.get_running_loop().create_task(fail())
async def fail(): trouble()
asyncio.run(begin())
gc.collect()
"""


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("import threading; t = threading.Thread(target=trouble); t.start(); t.join()", mistake.UNFORESEEN),
        ("import atexit; atexit.register(trouble)", 0),
        ("class Odd:\n    def __del__(self): trouble()\nOdd()", 0),
        ("import warnings; warnings.warn('senha: ' + SENHA)", 0),
        ("import logging; logging.getLogger('x').error('%s', SENHA)", 0),
        ("import logging; logging.getLogger('x').error('%s %d', SENHA, 'x')", 0),
        (TASK, 0),
    ],
    ids=["thread", "atexit", "del", "warning", "log", "bad log", "asyncio"],
)  # fmt: skip
def test_nothing_that_is_outside_of_the_command_prints_values(where: str, code: int, office: Path) -> None:
    """Threads, exits, destructors, warnings, loggers without handlers, lost tasks: no value and no traceback.

    A thread that ended so did not do its work, so the exit code is none of success.
    """
    body = f"""
import sys
SENHA = {SENHA!r}
def trouble():
    raise ValueError(SENHA)
def program():
{chr(10).join("    " + line for line in where.splitlines())}
from rpa.net import caught
sys.exit(caught(program))
"""
    done = subprocess.run(
        [sys.executable, "-c", body], capture_output=True, encoding="utf-8", timeout=60, check=False, cwd=office,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    in_sentences(done)
    assert done.returncode == code, done.stderr
    assert ("mistake" in done.stderr) == ("trouble" in where and "asyncio" not in where)


@posix
@pytest.mark.parametrize(("name", "after"), each_with_one(["renew", "check", "portal"], [0.2, 0.1, 0.5, 0.8], "renew"))
def test_ctrl_c_at_any_moment_is_no_traceback(name: str, after: float, office: Path) -> None:
    """While modules are imported too: 130 as documented, or what the command had ended with already."""
    settings = {"RPA_HOME": str(office / "home"), "INVOICY_URL": "http://127.0.0.1:9/", "INVOICY_EMAIL": "a@b.c"}
    begun = "import os, runpy, sys; os.write(1, b'x'); runpy.run_module('rpa', run_name='__main__', alter_sys=True)"
    process = subprocess.Popen(
        [sys.executable, "-c", begun, *COMMANDS[name]],
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings}, cwd=office,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    process.stdout.read(1)  # Python itself is up
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    told = b"".join(process.communicate(timeout=120)).decode()

    assert process.returncode in (130, 0, 1, 3), told
    assert "Traceback" not in told
    assert SENHA not in told


@posix
def test_a_reader_that_is_slow_loses_nothing() -> None:
    """A pipe that does not block, as some programs hand it over, is waited for where it is full."""
    body = "import os\nfrom rpa.net import caught\nos.set_blocking(1, False)\ncaught(lambda: print('x' * 1_000_000))"
    process = subprocess.Popen([sys.executable, "-c", body], stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout
    time.sleep(1)

    assert len(process.stdout.read()) == 1_000_001
    assert process.wait(60) == 0
    process.stdout.close()


def test_a_user_without_a_home_is_told_to_choose_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service's user may have no home folder: no folder called ~ is made."""
    import os.path as paths

    from rpa.settings import Settings, SettingsError

    monkeypatch.setattr(paths, "expanduser", lambda path: path)

    with pytest.raises(SettingsError, match="Set RPA_HOME"):
        _home = Settings({}).home


def test_a_password_that_is_no_text_is_refused_in_a_sentence(office: Path) -> None:
    """Bytes through a pipe that are no text in its encoding: neither the bytes nor a traceback."""
    (office / "senha").write_bytes(SENHA.encode() + b"\xff\xfe\n")
    with (office / "senha").open("rb") as pipe:
        done = run(office, "secrets", "set", PADARIA, stdin=pipe, env={"PYTHONIOENCODING": "utf-8"})

    assert "no text in utf-8" in in_sentences(done)
    assert done.returncode == 3


def test_a_clock_before_1980_costs_the_spreadsheet_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No zip, and so no XLSX, knows of such a day: that one report is told of, the other four are written."""
    folder = keep(tmp_path, a_client())
    clock = SimpleNamespace(localtime=lambda *_: time.gmtime(0), time=lambda: 0.0)
    monkeypatch.setattr("zipfile.time", clock)

    written = write_reports(folder.read(), folder.path)

    assert len(written.paths) == 4
    (problem,) = written.problems
    assert "report.xlsx could not be made (ValueError, rpa/report/sheet.py:" in problem.replace("\\", "/")
