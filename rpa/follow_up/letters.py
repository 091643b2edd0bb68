"""The texts for clients: three templates in Portuguese, any of which a team can replace by a file of its own.

A template is plain text with fields in braces, such as {empresa}. All are read at start, and one with a field that does
not exist is refused by its name and line, before anything is done.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rpa.follow_up.items import Item
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.regular import read_regular
from rpa.settings import Settings, SettingsError
from rpa.siscoban import BUTTON, MENU, Left, left

FIELDS = ("empresa", "cnpj", "apelido", "data", "valido_ate", "menu", "botao", "siscoban_ate", "contato")
"""What may stand in braces. `data` is the day of the run, `siscoban_ate` that by which Siscoban has it."""

_MOST_BYTES = 1 << 20
_SHIPPED = Path(__file__).with_name("texts")
_BRACED = re.compile(r"\{([^{}\n]*)\}|[{}]")


class Letter(StrEnum):
    """Which text a client gets; the value is the name of its file."""

    CLICK = "siscoban-clique.txt"  # renewed, and the click in Siscoban is left
    BY_ITSELF = "siscoban-sozinho.txt"  # renewed, and Siscoban fetches it
    CURRENT = "ja-em-dia.txt"  # it was there already


@dataclass(frozen=True, slots=True)
class Letters:
    """The templates in force, and whom a client is to call."""

    templates: Mapping[Letter, str]
    contact: str

    @classmethod
    def load(cls, settings: Settings) -> Letters:
        """Those that ship, but for what the folder RPA_TEMPLATES has.

        Raises SettingsError, which names every mistake by file and line.
        """
        found = {letter: _path(letter, settings.templates) for letter in Letter}
        texts = {letter: _read(path) for letter, path in found.items()}
        wrong = [
            *_strangers(settings.templates),
            *(w for le, text in texts.items() for w in _mistakes(found[le], text)),
        ]
        if wrong:
            raise SettingsError("\n".join([_("RPA_TEMPLATES is refused:"), *(f"  {mistake}" for mistake in wrong)]))
        return cls(texts, settings.contact or "a nossa equipe de suporte, respondendo a esta mensagem")

    def write(self, item: Item) -> str | None:
        """The text for this client, always in Portuguese; None where the certificate is not in the portal."""
        remains = left(item.outcome, item.run.day)
        if remains is None:
            return None
        values = self._values(item, remains)
        return _BRACED.sub(lambda found: values[found[1]], self.templates[_letter(item.outcome, remains)])

    def _values(self, item: Item, remains: Left) -> Mapping[str, str]:
        outcome = item.outcome
        return {
            "empresa": _one_line(outcome.company),
            "cnpj": outcome.cnpj.masked,
            "apelido": _one_line(outcome.nickname or ""),
            "data": f"{item.run.day:%d/%m/%Y}",
            "valido_ate": f"{outcome.valid_until:%d/%m/%Y}" if outcome.valid_until else "",
            "menu": MENU,
            "botao": BUTTON,
            "siscoban_ate": f"{remains.by:%d/%m/%Y}",
            "contato": self.contact,
        }


def _letter(outcome: Outcome, remains: Left) -> Letter:
    if remains.click:
        return Letter.CLICK
    return Letter.BY_ITSELF if outcome.result is Result.RENEWED else Letter.CURRENT


def _path(letter: Letter, folder: Path | None) -> Path:
    own = folder / letter.value if folder else None
    return own if own and own.exists() else _SHIPPED / letter.value


def _read(path: Path) -> str:
    try:
        content = read_regular(path, _MOST_BYTES)
        return io.StringIO(content.decode("utf-8-sig"), newline=None).read()  # Windows' Editor begins it with a mark
    except (OSError, UnicodeDecodeError):
        text = _("RPA_TEMPLATES: {file} cannot be read as UTF-8; save it as UTF-8.").format(file=path)
        raise SettingsError(text) from None


def _strangers(folder: Path | None) -> Iterator[str]:
    """What would be overlooked in silence: no folder at all, or a text under a name that nothing uses."""
    if folder is None:
        return
    if not folder.is_dir():
        yield _("{folder} is not a folder.").format(folder=folder)
        return
    known = [letter.value for letter in Letter]
    for path in sorted(folder.glob("*.txt")):
        if path.name not in known:
            yield _("{file}: no text has this name; there are {names}.").format(file=path, names=", ".join(known))


def _mistakes(path: Path, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        for found in _BRACED.finditer(line):
            if found[1] is None:
                yield _("{file}, line {line}: a brace stands alone.").format(file=path, line=number)
            elif found[1] not in FIELDS:
                yield _("{file}, line {line}: there is no field {field}; there are {fields}.").format(
                    file=path, line=number, field=f"{{{found[1]}}}", fields=", ".join(FIELDS)
                )


def _one_line(text: str) -> str:
    return " ".join(text.split())
