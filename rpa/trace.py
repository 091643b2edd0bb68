"""A Playwright trace of the harmless parts of the road, for developers: what was looked for, done, how long it took.

Nothing is recorded from before a secret is typed until its document is gone (`pages.discretion`). Each part in between
is a file of its own, made by a recording of its own: chunks of one recording would share what passed over the network.
There are no pictures, no snapshots of the page and none of its traffic in it: each may hold what the portal repeats,
values of hidden fields and cookies. https://trace.playwright.dev shows such a file without sending it anywhere.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Error

from rpa import private


class HarmlessTrace:
    """Records one browser context, in files below `folder`, named after what is `about` to be done."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        self._context = context
        self._folder = private.folder(folder)
        self._name = "login"
        self._recording = False

    def about(self, name: str) -> None:
        """What comes next is on behalf of this client; it is recorded under this name."""
        self.pause()
        self._name = name

    def resume(self) -> None:
        """Record from here on; a trace that cannot be had stops no work."""
        if not self._recording:
            try:
                self._context.tracing.start(screenshots=False, snapshots=False, sources=False)
                self._recording = True
            except Error:
                return

    def pause(self) -> None:
        """Look away, and keep what was recorded so far, where that can be done: no work stops for it."""
        if not self._recording:
            return
        self._recording = False
        path = self._next()
        try:
            self._context.tracing.stop(path=path)
            private.restrict(path)
        except (Error, OSError):  # the browser has crashed, and the recording with it, or the disk is full
            path.unlink(missing_ok=True)

    def _next(self) -> Path:
        number = 1
        while (path := self._folder / f"{self._name}-{number}.zip").exists():
            number += 1
        return path
