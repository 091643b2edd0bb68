"""Nothing that comes from outside commands the terminal, or shows a name as another one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpa.harmless import harmless, json_line, one_line
from tests.desk import PADARIA, PFX_PASSWORD, Desk, run_rpa
from tests.runs import a_client, keep

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names and no such terminals")
EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp\u2066\u200b\ufeff\x7f\r"
FORGED = "\n    2  11.222.333  renewed"


def is_clean(text: str) -> bool:
    """Whether it holds nothing that a terminal obeys or does not show."""
    allowed = {"\n", "\t"}
    return not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") or c in "\u202e\u2066\u200b\ufeff\u200f" for c in
                   text if c not in allowed)  # fmt: skip


@given(st.text(alphabet=st.characters(categories=["Cc", "Cf", "Zl", "Zp", "L", "So", "Cs"])))
def test_no_text_keeps_what_a_terminal_obeys(text: str) -> None:
    """C0 and C1, marks of direction, and what has no width; in JSON they are escapes, of which nothing is lost."""
    assert is_clean(harmless(text))
    assert is_clean(one_line(text))
    assert "\n" not in one_line(text)
    assert is_clean(json_line([text]))
    assert json.loads(json_line([text])) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "PÃO & AÇÚCAR Nº 1 – “Ção” S/A",
        "👨‍👩‍👧 🏳️‍🌈 ❤️ 👍🏽 1️⃣",
        "🏴\U000e0067\U000e0062\U000e0065\U000e007f",
        "日本 हिन्दी",
        "e\u0301",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    """Accents, other scripts, and pictures that are made of several."""
    assert one_line(text) == text


@posix
def test_a_files_name_commands_no_terminal_in_any_command(tmp_path: Path) -> None:
    """A PFX, a clients file, a folder, an option and a command that are called so: told in one line each, and clean."""
    name = f"x{EVIL}{FORGED}"
    (tmp_path / f"{name}.pfx").write_bytes(b"no PFX")
    (tmp_path / f"{name}.csv").write_text("cnpj;pfx;senha\nx;y;z\n", encoding="utf-8")
    settings = {"INVOICY_URL": "http://127.0.0.1:9/", "INVOICY_EMAIL": f"a{EVIL}@b", "RPA_HOME": str(tmp_path / "home")}
    keep(tmp_path / "home" / name, a_client())

    commands = [
        ["check", f"{name}.pfx"],
        ["check", "."],
        ["check", f"{name}.csv"],
        ["check", f"missing{name}"],
        ["check", "--match", ".", f"{name}.csv"],
        ["plan", f"{name}.csv"],
        ["renew", f"missing{name}.csv"],
        ["renew", "--plan", f"{name}.csv"],
        ["report", f"run{name}"],
        ["status", name],
        ["watch", "--account", name],
        ["secrets", "forget", name],
        ["follow-up", name],
        ["logout"],
        ["portal", "--variant", name],
        [f"--{name}"],
        [name],
        ["renew", f"--{name}"],
        ["work", "--workers", name],
    ]
    for command in commands:
        ran = run_rpa(*command, environment=settings, folder=tmp_path)
        said = ran.out + ran.err
        assert is_clean(said), (command, said)
        assert "Traceback" not in said, (command, said)
        assert not [line for line in said.splitlines() if line.startswith("    2  11.222")], (command, said)
    ran = run_rpa("report", environment={"RPA_HOME": str(tmp_path / "home" / name)}, folder=tmp_path)
    assert (ran.code, len(ran.out.splitlines()), is_clean(ran.out)) == (0, 5, True)


@pytest.fixture
def hostile(desk: Desk) -> Path:
    """A client whose company is called so, in a portal that says such words."""
    desk.company()
    desk.open_account()
    desk.portal.script = f"if (!window.name) {{ window.name = 'told'; alert({json.dumps(EVIL + FORGED)}); }}"
    about = {"cnpj": PADARIA, "pfx": desk.pfx().name, "senha": PFX_PASSWORD, "empresa": f"PADARIA{EVIL} ESTRELA"}
    return desk.clients(about, name="c\u202elientes.csv")


def test_neither_the_portals_words_nor_a_companys_name_command_a_terminal(desk: Desk, hostile: Path) -> None:
    """In plain lines, in JSON, in what is told of the run later, and in its log."""
    lines, told = desk.rpa("plan", hostile), desk.rpa("renew", hostile, "--json")
    later = [desk.rpa(*command) for command in (["runs"], ["status"], ["status", "--json"], ["report"], ["follow-up"])]

    assert "owned" in lines.out
    assert "owned" in "".join(told.json[0]["warnings"])
    for ran in (lines, told, *later):
        assert is_clean(ran.out + ran.err), ran.out + ran.err
    assert len([line for line in lines.out.splitlines() if line.startswith("    2  11.222")]) == 1
    for log in (desk.folder / "home" / "runs").rglob("run.log"):
        assert is_clean(log.read_text(encoding="utf-8"))


@posix
def test_a_live_table_has_its_own_colours_and_nobody_elses(desk: Desk, hostile: Path) -> None:
    """On a terminal, too, where the program itself moves the cursor."""
    import pty

    here, there = pty.openpty()
    command = [sys.executable, "-m", "rpa", "plan", str(hostile)]
    environment = {**os.environ, **desk.environment, "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm"}
    with subprocess.Popen(command, cwd=desk.folder, env=environment, stdin=there, stdout=there, stderr=there) as ran:
        os.close(there)
        shown = b""
        while True:
            try:
                part = os.read(here, 1 << 16)
            except OSError:  # the other end is closed
                break
            shown += part
    os.close(here)

    text = shown.decode(errors="replace")
    assert ran.returncode == 0, text
    assert "owned" in text
    assert "\x1b[" in text
    for evil in ("\x1b]", "\x07", "\x1b[2J", "\x9b", "\u202e", "\u2066", "\u200b", "\ufeff", "\x7f"):
        assert evil not in text
