"""`python -m docs.texts`: bring the Portuguese catalogue up to date with the source, and say what is not translated.

Babel's own `update --omit-header` takes the catalogue's header away, and `compile` then passes the catalogue over.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "rpa" / "locale" / "pt_BR" / "LC_MESSAGES" / "rpa.po"
_LAST_OF_HEADER = "Content-Transfer-Encoding"


def main() -> None:
    """Extract, update, compile."""
    lines = CATALOGUE.read_text(encoding="utf-8").splitlines(keepends=True)
    header = lines[: next(n for n, line in enumerate(lines, 1) if _LAST_OF_HEADER in line)]
    with tempfile.TemporaryDirectory() as folder:
        template = str(Path(folder) / "messages.pot")
        found = ["-F", str(ROOT / "babel.cfg"), "--no-location", "--sort-output", "-k", "ngettext:1,2"]
        _babel("extract", *found, "-o", template, str(ROOT / "rpa"))
        _babel("update", "--no-fuzzy-matching", "--omit-header", "-l", "pt_BR", "-i", template, "-o", str(CATALOGUE))
    CATALOGUE.write_text("".join(header) + CATALOGUE.read_text(encoding="utf-8").lstrip(), encoding="utf-8")
    _babel("compile", "-l", "pt_BR", "-i", str(CATALOGUE), "-o", str(CATALOGUE.with_suffix(".mo")))
    with CATALOGUE.open("rb") as stream:
        for message in read_po(stream):
            texts = [message.string] if isinstance(message.string, str) else [*(message.string or [""])]
            if message.id and not all(texts):
                print(f"not translated: {message.id}")


def _babel(*arguments: str) -> None:
    CommandLineInterface().run(["pybabel", "-q", *arguments])  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
