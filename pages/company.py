"""A company as the portal offers it, and of what make the box is that does so."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Company:
    """A company as the box writes it. `key` is the portal's own mark for it, where there is one: names may be equal.

    `pieces` are what it is written in, where that is more than one text, such as the cells of a row.
    """

    text: str
    key: str = ""
    pieces: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Make:
    """Of what kind the box is (select, widget, input, button or text), and by which marks it was found."""

    kind: str
    found: tuple[str, ...]
