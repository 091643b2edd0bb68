"""How each screen was built, kept for somebody far away, or compared with how it was: outlines and masked pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, Page

from pages import Words
from pages.outline import outline, picture
from rpa import logs, private
from rpa.messages import _
from rpa.regular import read_regular
from rpa.screens import screen_named

_MOST_BYTES = 16 << 20
_MOST_OF_NAME = 60


@dataclass
class Outlines:
    """The outlines of one walk. `save` is where to keep them, `compare` where earlier ones were kept.

    `written` are the files that it has made.
    """

    save: Path | None = None
    compare: Path | None = None
    written: list[Path] = field(default_factory=list)
    _taken: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything differs from what was kept."""
        return any(True for _line in self.differences())

    def take(self, screen: str, page: Page, words: Words) -> None:
        """Read one screen, and keep it if that is asked for. Raises OSError."""
        if self.save is None and self.compare is None:
            return
        self._taken[screen] = tuple(dict.fromkeys(map(_brief, outline(page, words))))
        if self.save is None:
            return
        private.folder(self.save)
        stem = f"{len(self._taken):02d}-{screen}"
        self.written += [self.save / f"{stem}.txt", self.save / f"{stem}.jpg"]
        private.touch(self.save / f"{stem}.txt").write_text("\n".join(self._taken[screen]) + "\n", encoding="utf-8")
        try:
            picture(page, words, self.save / f"{stem}.jpg")
        except Error:
            (self.save / f"{stem}.jpg").unlink(missing_ok=True)

    def differences(self) -> Iterator[str]:
        """What has come and gone on each screen since the outlines of `compare` were kept. Raises OSError."""
        if self.compare is None:
            return
        for screen, now in self._taken.items():
            name = screen_named(screen)
            kept = next(iter(self.compare.glob(f"[0-9][0-9]-{screen}.txt")), None)
            if kept is None:
                yield _("{screen}: there is no earlier outline of it.").format(screen=name)
                continue
            before = read_regular(kept, _MOST_BYTES).decode(errors="replace").splitlines()
            yield from (_("{screen}: gone: {what}").format(screen=name, what=w) for w in before if w not in now)
            yield from (_("{screen}: new: {what}").format(screen=name, what=w) for w in now if w not in before)


def _brief(line: str) -> str:
    """A line of an outline, what it is and how it is called, without secrets, and the name then cut."""
    what, colon, name = logs.without_secrets(line).partition(": ")
    return f"{what}{colon}{name[:_MOST_OF_NAME]}"
