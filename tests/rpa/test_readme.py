"""The README keeps its word: its commands work in a fresh clone, and its help texts are the program's.

`python -m tests.rpa.test_readme` writes the help texts into the README anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_HELP = re.compile(r"```\n\$ rpa ([a-z -]*?)--help\n.*?```", re.DOTALL)


def commands() -> list[str]:
    """The commands to paste: one that ends with the demo, one that ends with all tests."""
    return re.findall(r"^python3 -m venv .*$", README.read_text(encoding="utf-8"), re.MULTILINE)


def with_helps(text: str) -> str:
    """The README with the program's own help texts in it."""
    return _HELP.sub(lambda found: f"```\n$ rpa {found[1]}--help\n{help_of(found[1].split())}```", text)


def help_of(command: list[str]) -> str:
    """What `--help` prints on a terminal of 100 columns."""
    environment = {**os.environ, "COLUMNS": "100", "RPA_LANG": "en"}
    done = subprocess.run(
        [sys.executable, "-m", "rpa", *command, "--help"],
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def test_its_help_texts_are_the_programs() -> None:
    """Every help text in the README is what the program prints."""
    text = README.read_text(encoding="utf-8")

    assert with_helps(text) == text
    assert len(_HELP.findall(text)) >= 7


def test_every_setting_of_the_example_is_in_the_readme() -> None:
    """`.env.example` and the README name the same settings."""
    named = re.findall(r"\b(?:INVOICY|RPA)_[A-Z_]*[A-Z]", (ROOT / ".env.example").read_text(encoding="utf-8"))

    assert {name for name in named if "LOJA" not in name} <= set(
        re.findall(r"\b(?:INVOICY|RPA)_[A-Z_]*[A-Z]", README.read_text(encoding="utf-8"))
    )


def test_ci_runs_the_readmes_test_command() -> None:
    """`.ci/run` takes its test command from the README, so that the two cannot part."""
    demo, tests = commands()

    assert demo.endswith("/rpa demo")
    assert tests.endswith("-m pytest")
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="the command is for a POSIX shell; README names PowerShell's")
@pytest.mark.skipif(shutil.which("git") is None, reason="a fresh clone needs git")
def test_its_first_command_works_in_a_fresh_clone(tmp_path: Path) -> None:
    """Clone, paste the first line, and the demo ends as it promises: exit code 0."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
    home = {"RPA_HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "")}
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}

    done = subprocess.run(
        ["sh", "-c", commands()[0]], cwd=clone, env=home | pip, capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 client" in done.stderr


if __name__ == "__main__":
    README.write_text(with_helps(README.read_text(encoding="utf-8")), encoding="utf-8")
