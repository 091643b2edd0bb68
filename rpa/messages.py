"""Every text that an operator reads comes through here: English in the source, Portuguese from one catalogue."""

from __future__ import annotations

import gettext
import locale
import os
import sys
from datetime import date
from pathlib import Path

from rpa.harmless import one_line

LANGUAGES = ("pt_BR", "en")
"""Languages that the program speaks. English is the source text and needs no catalogue."""

_CATALOGUES = Path(__file__).with_name("locale")
_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def _(text: str) -> str:
    """The text in the operator's language; English where the catalogue has none.

    What is put into it by `format` is made one harmless line: it may come from outside.
    """
    return _Sentence(_translations.gettext(text))


def ngettext(one: str, many: str, count: int) -> str:
    """The text for that count in the operator's language; `{n}` in it is the caller's to fill."""
    return _Sentence(_translations.ngettext(one, many, count))


class _Sentence(str):
    """A text of ours, in which only what it is given may be somebody else's."""

    __slots__ = ()

    def format(self, *given: object, **named: object) -> str:
        return super().format(*map(_put, given), **{name: _put(value) for name, value in named.items()})


def _put(value: object) -> object:
    return value if isinstance(value, int | float | date) else one_line(str(value))


def speak(language: str) -> None:
    """Choose the language of all texts from here on: one of LANGUAGES."""
    global _translations, _language  # noqa: PLW0603 - one process speaks one language
    _language = language
    _translations = (
        gettext.NullTranslations()
        if language == "en"
        else gettext.translation("rpa", _CATALOGUES, languages=[language])
    )


def language() -> str:
    """The language that is spoken: one of LANGUAGES."""
    return _language


def language_of(setting: str | None) -> str:
    """The language to speak: what RPA_LANG says, else the system's; Portuguese for any `pt`, otherwise English."""
    wanted = setting or _language_of_system()
    return "pt_BR" if wanted.lower().startswith(("pt", "portug")) else "en"


def _language_of_system() -> str:
    if sys.platform == "win32":  # Windows sets none of the variables below
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return os.environ[variable]
    return ""
