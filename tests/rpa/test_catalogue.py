"""Every text that an operator reads is in the Portuguese catalogue."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

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
    found = extract_from_dir(str(ROOT / "rpa"), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {message[0] if isinstance(message, tuple) else message for _file, _line, message, _notes, _context in found}


def test_every_text_is_translated_and_none_is_left_over() -> None:
    """Source and catalogue have the same texts, each with a translation that nobody marked as uncertain."""
    entries = [m for m in catalogue() if m.id]
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in entries}

    assert known == texts_of_the_program()
    assert [m.id for m in entries if not m.string or m.fuzzy] == []


def test_a_translation_has_the_fields_of_its_text() -> None:
    """What stands in braces is the same in both languages."""
    for message in catalogue():
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        fields = {frozenset(re.findall(r"\{(\w*)", text)) for text in (*texts, *strings)}
        assert len(fields) == 1 or not message.id, message.id


def test_the_compiled_catalogue_is_the_one_that_is_read_by_people() -> None:
    """rpa.mo says what rpa.po says, text by text."""
    with PO.with_suffix(".mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)

    for message in catalogue():
        if isinstance(message.id, tuple):
            assert [compiled.ngettext(*message.id, n) for n in (1, 2)] == list(message.string)
        elif message.id:
            assert compiled.gettext(message.id) == message.string
