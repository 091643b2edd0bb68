"""What is logged, by whichever library, holds no secret; nor does a traceback."""

from __future__ import annotations

import base64
import logging
import os
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote_plus

import pytest

SENHA = "Pão & queijo 2027"

PROGRAM = """
import logging, sys, threading, warnings
from pathlib import Path
from rpa import logs, mistake
from rpa.secret import Secret

other = logging.StreamHandler(sys.stdout)
logging.getLogger("dbos").addHandler(other)
logs.set_up(Path(sys.argv[1]))
mistake.guard()
senha = sys.stdin.readline().rstrip("\\n")
logs.learn(Secret(senha), None)
BODY
"""


def run(folder: Path, body: str, secret: str = SENHA) -> tuple[str, str]:
    """What a program logs and prints that knows a secret: its log, and its output with its errors."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("BODY", body), str(folder)],
        input=secret + "\n", capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return (folder / "run.log").read_text(encoding="utf-8"), done.stdout + done.stderr


@pytest.mark.parametrize(
    "written",
    [
        "senha",
        "repr({'a': senha})",
        "__import__('urllib.parse').parse.quote_plus(senha)",
        "__import__('json').dumps([senha])",
        "__import__('base64').b64encode(senha.encode()).decode()",
        "__import__('html').escape(senha)",
    ],
)
def test_no_form_of_a_secret_is_logged(written: str, tmp_path: Path) -> None:
    """Raw, escaped or encoded, as a message or as its argument, by our logger or another library's own handler."""
    log, printed = run(tmp_path, f"logging.getLogger('dbos').warning('said %s, {{}}', {written})")

    assert "WARNING dbos said " in log
    assert "said " in printed
    for form in (SENHA, quote_plus(SENHA), base64.b64encode(SENHA.encode()).decode(), "queijo"):
        assert form not in log + printed


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("try: raise ValueError(senha)\nexcept ValueError: logging.exception('broke')", "ValueError: …"),
        ("logging.getLogger('dbos').error('x', extra={'extra': {'typed': [senha]}})", "x"),
        ("warnings.warn(senha)", "UserWarning"),
        ("raise RuntimeError('fill(' + senha + ')')", "RuntimeError: fill(…)"),
        ("t = threading.Thread(target=lambda: int(senha)); t.start(); t.join()", "ValueError: invalid literal"),
    ],
    ids=["exception", "extra", "warning", "uncaught", "thread"],
)
def test_neither_tracebacks_nor_extras_nor_warnings_hold_one(body: str, kept: str, tmp_path: Path) -> None:
    """Wherever the text comes from, it is cleaned before any handler sees it."""
    log, printed = run(tmp_path, body)

    assert kept in log
    assert "queijo" not in log + printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("POST vSENHA=segredo99&vX=1", "POST vSENHA=…&vX=1"),
        ('{"senha": "segredo 99", "row": 2}', '{"senha": …, "row": 2}'),
        ("{'password': 'segredo\\'99'}", "{'password': …}"),
        ("a senha: segredo99.", "a senha: …"),
        ("chave privada = segredo99", "chave privada = …"),
        ("Authorization: Bearer segredo99", "Authorization: …"),
        ("a chave do carro", "a chave do carro"),
    ],
)
def test_what_is_called_a_secret_is_one_though_nobody_knows_it(said: str, told: str, tmp_path: Path) -> None:
    """A value behind senha, password, chave, token or the like is not logged, whoever's it is."""
    log, _printed = run(tmp_path, f"logging.info({said!r})", secret="x")

    assert log.rstrip("\n").endswith(told)


def test_a_short_secret_is_only_taken_as_a_word(tmp_path: Path) -> None:
    """A password of three characters does not eat what is around it, nor hide a longer one beside it."""
    log, _printed = run(tmp_path, "logs.learn(Secret('bcd-efgh'))\nlogging.info('abcd-efgh, abc, 1abc')", "abc")

    assert log.rstrip("\n").endswith("a…, …, 1abc")


@pytest.mark.skipif(os.name == "nt", reason="modes mean nothing on Windows")
def test_the_log_is_its_owners_alone(tmp_path: Path) -> None:
    """Nobody else can read it."""
    run(tmp_path, "logging.info('x')")

    assert stat.S_IMODE((tmp_path / "run.log").stat().st_mode) == 0o600


def test_logging_of_this_process_is_left_alone() -> None:
    """Importing the module sets nothing up."""
    import rpa.logs  # noqa: F401

    assert logging.getLogRecordFactory() is logging.LogRecord
