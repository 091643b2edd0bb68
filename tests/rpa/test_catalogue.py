"""Every text that an operator reads is in the Portuguese catalogue."""

from __future__ import annotations

import ast
import gettext
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PO = ROOT / "rpa" / "locale" / "pt_BR" / "LC_MESSAGES" / "rpa.po"
KEYWORDS = {"_": None, "ngettext": (1, 2)}


def catalogue() -> Catalog:
    """The Portuguese texts."""
    with PO.open("rb") as stream:
        return read_po(stream, locale="pt_BR")


def texts_of_the_program() -> set[str]:
    """Every text inside `_()` or `ngettext()`."""
    maps = [("**.py", "python"), ("**.html.j2", "jinja2")]  # as in babel.cfg
    found = extract_from_dir(str(ROOT / "rpa"), method_map=maps, keywords=KEYWORDS)
    return {message[0] if isinstance(message, tuple) else message for _file, _line, message, _notes, _context in found}


def written_in_the_source() -> set[str]:
    """Every text that Python sees inside `_()` or `ngettext()`, wherever it stands. A text must be a plain one."""
    texts = set()
    for path in (ROOT / "rpa").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in KEYWORDS
                and node.args
            ):
                text = node.args[0]
                if isinstance(text, ast.Name) and path.name == "messages.py":
                    continue  # where both are defined
                assert isinstance(text, ast.Constant), f"{path}:{node.lineno}: no text that can be extracted"
                texts.add(str(text.value))
    return texts


def entries() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each text with its translation; two of both where the count matters."""
    for message in catalogue():
        if message.id:
            yield _as_tuple(message.id), _as_tuple(message.string or "")


def _as_tuple(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text),)


def test_every_text_is_translated_and_none_is_left_over() -> None:
    """Source and catalogue have the same texts, each with a translation that nobody marked as uncertain."""
    assert {texts[0] for texts, _strings in entries()} == texts_of_the_program()
    assert [texts for texts, strings in entries() if not all(strings)] == []
    assert [message.id for message in catalogue() if message.id and message.fuzzy] == []


def test_no_text_is_hidden_from_the_extraction() -> None:
    """Babel reads no call that stands inside an f-string: its text would stay English, and no other test would know."""
    assert written_in_the_source() - texts_of_the_program() == set()


def test_a_translation_has_the_fields_of_its_text() -> None:
    """What stands in braces is the same in both languages."""
    for texts, strings in entries():
        assert len({frozenset(re.findall(r"\{(\w*)", text)) for text in (*texts, *strings)}) == 1, texts


def test_the_compiled_catalogue_is_the_one_that_is_read_by_people() -> None:
    """rpa.mo says what rpa.po says, text by text."""
    with PO.with_suffix(".mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)

    for texts, strings in entries():
        if len(texts) == 1:
            assert compiled.gettext(texts[0]) == strings[0]
        else:
            assert tuple(compiled.ngettext(texts[0], texts[1], n) for n in (1, 2)) == strings


def commands_of(group: Any, *names: str) -> Iterator[tuple[str, ...]]:
    """Every command of the program, in words."""
    yield names
    for name, command in getattr(group, "commands", {}).items():
        yield from commands_of(command, *names, name)


def test_help_and_usage_errors_are_portuguese_too() -> None:
    """The library of the command line speaks English by itself: none of its words is left in any help or complaint."""
    from rpa.cli import app
    from rpa.cli.program import IN_PORTUGUESE

    everything = [(*names, "--help") for names in commands_of(typer.main.get_command(app))]
    wrong = [
        (), ("secrets",), ("bogus",), ("renew", "--bogus"), ("renew", "--workers", "99"), ("renew", "--workers", "x"),
        ("renew", "--workers"), ("renew", "--headed=1"), ("renew", "a.csv", "b.csv"), ("renew", "--retry", "x"),
        ("secrets", "import"), ("purge",), ("watch", "--account", "x"), ("secrets", "bogus"), ("renevv",),
        ("Relatório",), *((word, "x") for word in IN_PORTUGUESE),
    ]  # fmt: skip
    english = (
        r"\b(Usage|Options|Arguments|Commands|Error|Try|Show this|required|default|Input|Missing|No such|Invalid)\b"
    )
    program = "from rpa.messages import speak; speak('pt_BR')\nfrom rpa.cli import app\n" + CALLS
    told = subprocess.run(
        [sys.executable, "-c", program, json.dumps([*everything, *wrong])],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    answers = json.loads(told.stdout)
    assert len(answers) == len(everything) + len(wrong) > 40
    assert [(words, found) for words, _code, text in answers if (found := re.findall(english, text))] == []
    assert {code for words, code, _text in answers if words[-1:] == ["--help"]} == {0}
    assert {code for words, code, _text in answers if words[-1:] != ["--help"]} == {2}
    assert next(text for words, _code, text in answers if words == ["secrets", "import"]).endswith("Falta 'CLIENTS'.\n")
    last = {words[0]: text.splitlines()[-1] for words, _code, text in answers if words}
    assert last["Relatório"] == "O comando 'Relatório' não existe. Seria 'report'?"
    for word, meant in IN_PORTUGUESE.items():
        assert last[word] == f"O comando '{word}' não existe. Seria '{meant}'?"
        assert (meant, "--help") in everything


CALLS = """
import contextlib, io, json, sys
answers = []
for words in json.loads(sys.argv[1]):
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        try:
            app(words, prog_name="rpa")
        except SystemExit as end:
            code = end.code
    answers.append((words, code, told.getvalue()))
print(json.dumps(answers))
"""
