"""Before a secret is typed, and until it is gone: it stays with the portal, and nobody looks on."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Error, Page

from pages.controls import TYPE
from pages.errors import Lost, PersonNeeded
from pages.screen import Tell

# Where the document is, and wherever its form may be sent to; what a form calls "action" itself may be a field of it.
_ELSEWHERE = """
  const doc = element.ownerDocument, view = doc.defaultView;
  const home = arg ? new URL(arg) : new URL(view.origin);
  const form = element.form;
  const targets = [[form, "action"]].concat(
    [...doc.querySelectorAll("[formaction]")].filter((b) => b.form === form).map((b) => [b, "formaction"]));
  const addresses = [view.origin];
  for (const [e, name] of targets) {
    const written = e && Element.prototype.getAttribute.call(e, name);
    if (written && !/^\\s*(javascript:|#)/i.test(written)) addresses.push(written);
  }
  for (const address of addresses) {
    let url = null;
    try { url = new URL(address, doc.baseURI); } catch { return address.slice(0, 2000); }
    if (url.origin !== home.origin) return url.host || url.protocol;
  }
  return "";
"""
_TYPE = f"""
  const elsewhere = ((arg) => {{ {_ELSEWHERE} }})(arg.home);
  if (elsewhere) return {{ elsewhere }};
  element.ownerDocument[Symbol.for("typed into")] = true;
  return {{ typed: ((arg) => {{ {TYPE} }})(arg.secret) }};
"""
_MARKED = '() => document[Symbol.for("typed into")] === true'


class Recorder(Protocol):
    """Something that records what happens in the browser, and can be told to look away."""

    def pause(self) -> None:
        """Record nothing from here on. To pause twice is to pause."""

    def resume(self) -> None:
        """Record again. Without a pause before, nothing."""


class Discretion:
    """Of one window. `home` is the portal's address, whose origin is the only one that a secret may go to."""

    def __init__(self) -> None:
        self.home: str | None = None
        self.recorder: Recorder | None = None

    def type_secret(self, tell: Tell, secret: str, screen: str) -> None:
        """Type a secret into the field of which `tell` tells, unrecorded.

        Raises PersonNeeded (foreign_host) where page or form belong to another origin, Lost where the field does not
        take it whole.
        """
        self.look_away()
        told = tell(_TYPE, {"home": self.home, "secret": secret})
        if "elsewhere" in told:
            raise PersonNeeded("foreign_host", said=(str(told["elsewhere"]),))
        if told["typed"] != "typed":
            raise Lost(what="the password field does not take the whole password", screen=screen)

    def look_away(self) -> None:
        """Record nothing until `relax`: a secret is about to be told to the page."""
        if self.recorder:
            self.recorder.pause()

    def relax(self, page: Page) -> None:
        """Another screen is there: record again, if every document has been replaced into which a secret was typed."""
        if self.recorder is None:
            return
        try:
            if any(frame.evaluate(_MARKED) for frame in page.frames):
                return
        except Error:  # a frame is just being replaced; there will be another screen
            return
        self.recorder.resume()
