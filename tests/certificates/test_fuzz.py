"""A short fuzz run with every run of the tests; CI gives it a minute by RPA_FUZZ_SECONDS."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.mark.skipif(not importlib.util.find_spec("atheris"), reason="atheris is not installed; it runs on Linux only")
def test_no_input_makes_the_reader_hang_crash_or_print_the_password() -> None:
    """The engine finds nothing in the time it has, and no password is on any output."""
    seconds = int(os.environ.get("RPA_FUZZ_SECONDS", "10"))
    run = subprocess.run(
        [sys.executable, "tests/certificates/fuzz_reader.py", f"-max_total_time={seconds}", "-timeout=10"],
        cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)}, capture_output=True, text=True, errors="replace",
        timeout=seconds + 60, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    assert "Senha-Que-Ninguem-Deve-Ver" not in run.stdout + run.stderr
