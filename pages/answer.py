"""The portal's answer to Salvar: waiting until it is complete, and what its words mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.wait import Wait
from pages.words import Words

if TYPE_CHECKING:
    from pages.screen import Screen
    from pages.window import Window

_CALM_AFTER_PRAISE, _CALM_AFTER_NEWS, _CALM_AFTER_WORDS, _CALM_IN_SILENCE = 0.0, 0.05, 0.4, 4.0
"""Seconds for which the screen must not change until the portal's answer to Salvar is over: after another document that
speaks of success, which the list will show; after another one, which says all when it is there; after words or a form
that closed, for more may come; and without a word."""

_SOON = 20  # milliseconds from one look to the next once another document is there, however long it has taken


@dataclass(frozen=True, slots=True)
class Answer:
    """How the portal answered Salvar: in its own words, and what they mean. No answer is proof of anything.

    `kind` is a group of `words.toml [messages]`, "unknown" for other words, "silence" for none, "lost" where the
    connection or the server broke, "question" where it asked something that was declined, "not_pressed" where
    something lay over Salvar to the end. `praises` is whether one of the words speaks of success, whatever others say.
    """

    kind: str
    said: tuple[str, ...] = ()
    praises: bool = False


def meaning(words: Words, said: tuple[str, ...]) -> str:
    """The kind of an answer by its words: what refuses counts before what praises."""
    kinds = [kind for message in said if (kind := words.kind_of(message))]
    refusals = [kind for kind in kinds if kind != "success"]
    return refusals[0] if refusals else kinds[0] if kinds else "unknown" if said else "silence"


def await_answer(
    window: Window, form: type[Screen], before: tuple[str, ...], loads: int, patience: float
) -> tuple[tuple[str, ...], bool]:
    """The new words, and whether one of them was a question; returns when the portal has come to rest.

    `before` are the words that stood there before Salvar: they are no answer, unless they went and came again. `loads`
    is how many documents there had been by then.
    """
    wait, traffic, old = Wait(patience), window.traffic, set(before)
    said: dict[str, None] = {}
    news = False  # another document came in place of the form
    while not wait.over:
        sight = window.look(form, after=_SOON if news else wait.pause)
        for dialog in traffic.dialogs:
            said[dialog.text] = None
        if sight is None:
            continue
        old &= set(sight.messages)
        said |= dict.fromkeys(message for message in sight.messages if message not in old)
        calm = not sight.busy and not traffic.waiting
        if calm and sight.overlay and sight.overlay.asks:
            return (*said, sight.overlay.text), True
        if calm and sight.overlay and sight.overlay.harmless:
            said[sight.overlay.text] = None
        gone = not any(name == form.name for name, _ in sight.screens)
        news = gone and traffic.loads > loads
        if calm and wait.unchanged(sight) >= _enough(window.words, said, gone=gone, news=news):
            break
    return tuple(said), any(d.kind in ("confirm", "prompt") and not traffic.expired for d in traffic.dialogs)


def _enough(words: Words, said: Iterable[str], *, gone: bool, news: bool) -> float:
    if news:
        return _CALM_AFTER_PRAISE if any(words.means(text, "messages.success") for text in said) else _CALM_AFTER_NEWS
    return _CALM_AFTER_WORDS if gone or said else _CALM_IN_SILENCE
