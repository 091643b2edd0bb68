"""Runs a command as on a terminal, and shows as a page what stood there in the end."""

from __future__ import annotations

import html
import io
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

_COLUMNS = 116
_ERASED = re.compile(r"\x1b\[\d*[ABKJ]|\x1b\[\?25[lh]")  # what a progress bar leaves behind
_STYLE = """
  body { margin: 0; } main { background: #0c1a2b; color: #e8edf2; padding: 14px 18px; display: inline-block; }
  pre { margin: 0; font: 13px/1.45 "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; }
  b { color: #ffd866; font-weight: normal; }
"""


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> str:
    """What stands on a terminal once `rpa` has run: the results, then what it says beside them, with colours (ANSI)."""
    ours, theirs = pty.openpty()
    printed = bytearray()
    reader = threading.Thread(target=_read, args=(ours, printed))
    with subprocess.Popen(
        [sys.executable, "-m", "rpa", *command],
        cwd=folder,
        env={**environment, "COLUMNS": str(_COLUMNS), "LINES": "60", "TERM": "xterm-256color"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        os.close(theirs)
        reader.start()
        _out, beside = process.communicate()
    reader.join()
    os.close(ours)
    return _left(printed.decode()) + beside


def as_page(prompt: str, printed: str) -> str:
    """A page with a terminal in `main`: the prompt with the command, and what was printed."""
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(printed.rstrip()))
    text = console.export_html(theme=DIMMED_MONOKAI, inline_styles=True, code_format="{code}").rstrip()
    return f"<style>{_STYLE}</style><main><pre><b>{html.escape(prompt)}</b>\n{text}</pre></main>"


def _left(printed: str) -> str:
    """Without what was drawn and erased again: what follows the last erasing stands there in the end."""
    last = [found.end() for found in _ERASED.finditer(printed)]
    return printed[last[-1] if last else 0 :].replace("\r\n", "\n").lstrip("\r")


def _read(handle: int, into: bytearray) -> None:
    while True:
        try:
            chunk = os.read(handle, 65536)
        except OSError:  # the other end is closed
            return
        if not chunk:
            return
        into += chunk
