"""What stands in reports by right: the program's own words, the portal's, and who is renewed and who logs in.

A secret that is a part of it cannot be told from it where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from rpa.text import bare


@cache
def own_texts() -> tuple[str, ...]:
    """What the program itself writes into its files, in both languages, and what it knows of the portal's words."""
    here = Path(__file__).parent
    texts = [path for path in here.glob("report/**/*") if path.suffix in (".j2", ".json", ".css", ".js")]
    texts += [here / "locale" / "pt_BR" / "LC_MESSAGES" / "rpa.po", here.with_name("pages") / "words.toml"]
    keys = "portal clients_file dry_run database sqlite worker account company started identity generation"
    return (*(path.read_text(encoding="utf-8") for path in texts), keys)


class Public:
    """Texts that are public, learnt as they come to be known."""

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self._joined = ""

    def learn(self, *texts: str | None) -> None:
        """These are, too."""
        new = {text for text in texts if text} - self.texts
        self.texts |= new
        self._joined += "".join(f"\0{bare(text)}" for text in new)

    def holds(self, text: str) -> bool:
        """Whether a text is a part of one of them, whatever its capitals and accents."""
        return bare(text).strip() in self._joined


def among(texts: Iterable[str]) -> Callable[[str], bool]:
    """Tells whether a text is a part of one of these."""
    public = Public()
    public.learn(*texts)
    return cache(public.holds)


@cache
def _own() -> Public:
    own = Public()
    own.learn(*own_texts())
    return own


def is_own(text: str) -> bool:
    """Whether a text is a part of what the program itself writes."""
    return _own().holds(text)
