"""The words by which the portal is read: those that ship with the pages, but for what RPA_PORTAL_WORDS overrides."""

from __future__ import annotations

from pages import BadEntry, Words, WordsFileError, WordsProblem
from rpa.messages import _
from rpa.settings import Settings, SettingsError


def words_of(settings: Settings) -> Words:
    """The portal's words. Raises SettingsError, which names each bad entry of the file with its line."""
    if settings.portal_words is None:
        return Words.shipped()
    try:
        return Words.overridden(settings.portal_words)
    except WordsFileError as error:
        where = _("RPA_PORTAL_WORDS: {file} is refused.").format(file=error.path)
        raise SettingsError("\n".join([where, *(f"  {_told(bad)}" for bad in error.bad)])) from None


def _told(bad: BadEntry) -> str:
    meanings = {
        WordsProblem.UNREADABLE: _("The file cannot be read ({detail})."),
        WordsProblem.NO_FILE: _("It is a folder, a pipe or a device, and no file."),
        WordsProblem.TOO_DEEP: _("It has lists too deep in lists, or a number with too many digits."),
        WordsProblem.NOT_UTF8: _("Line {line} is not UTF-8; save the file as UTF-8."),
        WordsProblem.NOT_TOML: _("Line {line} is not TOML ({detail})."),
        WordsProblem.UNKNOWN: _("Line {line}: there is no entry {entry}; pages/words.toml has them all."),
        WordsProblem.NOT_A_LIST: _('Line {line}: {entry} must be a list of texts, such as ["Salvar", "Gravar"].'),
        WordsProblem.BAD_STEM: _("Line {line}: {entry} has an invalid regular expression ({detail})."),
        WordsProblem.NEVER_MATCHES: _("Line {line}: {entry} must be in small letters without accents ({detail})."),
    }
    return meanings[bad.problem].format(line=bad.line, entry=bad.entry, detail=bad.detail)
