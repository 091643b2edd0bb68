"""What a person sees at one moment, and what the page is told to look for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pages.obstacles import obstacles
from pages.sight import question
from pages.words import Words

if TYPE_CHECKING:
    from pages.screen import Screen

LOOK = question("""
  const [after, wanted, calm] = [arg[0], JSON.parse(arg[1]), arg[2]];
  const pass = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const now = () => { forget(); return look(document, wanted); };
  const isBusyNow = () => { forget(); return documents(document).some(({ document }) => isBusy(document)); };
  const still = (seen) => (seen.busy || !calm ? seen : pass(calm).then(() => ({ ...seen, busy: isBusyNow() })));
  return after || calm ? pass(after).then(now).then(still) : now();
""")
"""Of milliseconds to let pass before, of what `wanted` returns, and of milliseconds for which it must stay calm then.

`Sight.told` takes what comes of it.
"""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Something that lies over the page: its words, what it asks (terms, question or nothing), whether to close it."""

    text: str
    asks: str
    harmless: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person sees at one moment. A screen's path tells the marks of the iframes in which it lies."""

    busy: bool
    screens: tuple[tuple[str, tuple[str, ...]], ...]
    overlay: Overlay | None
    messages: tuple[str, ...]

    @classmethod
    def told(cls, seen: Mapping[str, Any]) -> Sight:
        """What the page has told."""
        over = seen["overlay"]
        return cls(
            busy=seen["busy"],
            screens=tuple((s["name"], tuple(s["path"])) for s in seen["screens"]),
            overlay=Overlay(**over) if over else None,
            messages=tuple(seen["messages"]),
        )


@lru_cache(64)
def wanted(words: Words, screens: tuple[type[Screen], ...], *, obstacles_too: bool) -> str:
    """What a look is to look for, as the page is told it: made once, for it is asked again and again."""
    landmarks = (obstacles(words) if obstacles_too else {}) | {s.name: s.landmark(words) for s in screens}
    return json.dumps({"landmarks": landmarks, "overlayWords": overlay_words(words)})


def overlay_words(words: Words) -> dict[str, Any]:
    """The words by which what lies over something is told to be harmless or not.

    What closes it, what may do so where it is `alone`, and stems of `weighty` texts under which it may not; stems of
    what agrees to something; what the list has that is no notice; stems of what speaks of cookies, what refuses those,
    and stems of what is a contract.
    """
    closing = {"close": "shell.close", "alone": "shell.alone", "weighty": "obstacles.weighty"}
    others = {"consent": "obstacles.agrees", "add": "certificates.add"}
    cookies = {"cookies": "obstacles.cookies", "refuse": "shell.no_cookies", "contract": "obstacles.contract"}
    return {name: words[key] for name, key in (closing | others | cookies).items()}
