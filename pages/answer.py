"""The portal's answer to Salvar: waiting until it is complete, and what its words mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.sight import question
from pages.wait import Wait
from pages.words import Words

if TYPE_CHECKING:
    from pages.screen import Screen
    from pages.window import Window

_CALM_AFTER_PRAISE, _CALM_AFTER_NEWS, _CALM_AFTER_WORDS, _CALM_IN_SILENCE = 0.0, 0.05, 0.4, 4.0
"""Seconds for which the screen must not change until the portal's answer to Salvar is over: after another document that
speaks of success, which the list will show; after another one, which says all when it is there; after words or a form
that closed, for more may come; and without a word."""

_PLAIN_TEXTS = """
  return documents(document).flatMap(({ document: doc }) => {
    const others = [...(gridWith(doc, arg)?.rows || []), ...clickables(doc)];
    const plain = smallest(doc).filter((e) => !e.matches("select, input, textarea"));
    return plain.filter((e) => !others.some((o) => o.contains(e))).map(words);
  });
"""
"""Every text on the screen but entries of the list and names of what is clicked."""

_PLAIN = question(_PLAIN_TEXTS)
_BEFORE = question(f"""
  const plain = ((arg) => {{ {_PLAIN_TEXTS} }})(arg);
  return {{ messages: documents(document).flatMap(({{ document }}) => messages(document)), plain }};
""")

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
    """The kind of an answer by its words: what refuses counts before what praises, what says why before a mere no."""
    kinds = [kind for message in said if (kind := words.kind_of(message))]
    refusals = sorted((kind for kind in kinds if kind != "success"), key=lambda kind: kind == "refused")
    return refusals[0] if refusals else kinds[0] if kinds else "unknown" if said else "silence"


@dataclass(frozen=True, slots=True)
class Before:
    """What stood there before Salvar, where a portal shows messages and anywhere else, after how many documents.

    It is no answer, unless it went and came again.
    """

    messages: frozenset[str]
    texts: frozenset[str]
    loads: int

    @classmethod
    def seen(cls, window: Window) -> Before:
        """What stands there now. Raises Playwright's Error."""
        seen = window.ask(_BEFORE, _columns(window))
        return cls(frozenset(seen["messages"]), frozenset(seen["plain"]), window.traffic.loads)


def await_answer(window: Window, form: type[Screen], before: Before, patience: float) -> tuple[tuple[str, ...], bool]:
    """The new words, and whether one of them was a question; returns when the portal has come to rest.

    Where nothing is said in the places for it, a text anywhere that means something known is taken for the answer.
    """
    wait, traffic, old = Wait(patience), window.traffic, set(before.messages)
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
        news = gone and traffic.loads > before.loads
        # An event of before may still have to be answered until Salvar is sent, which takes no part of the calm.
        unchanged = wait.unchanged((sight, traffic.posts, traffic.posting))
        if calm and unchanged >= _enough(window.words, said, gone=gone, news=news):
            break
    if not said:
        texts = [text for text in _texts(window) if text not in before.texts]
        said = dict.fromkeys(text for text in texts if window.words.kind_of(text))
    return tuple(said), any(d.kind in ("confirm", "prompt") and not traffic.expired for d in traffic.dialogs)


def _texts(window: Window) -> list[str]:
    return list(window.ask(_PLAIN, _columns(window)))


def _columns(window: Window) -> list[tuple[str, ...]]:
    return [window.words[key] for key in ("certificates.column_nickname", "certificates.column_expiry")]


def _enough(words: Words, said: Iterable[str], *, gone: bool, news: bool) -> float:
    if news:
        return _CALM_AFTER_PRAISE if any(words.means(text, "messages.success") for text in said) else _CALM_AFTER_NEWS
    return _CALM_AFTER_WORDS if gone or said else _CALM_IN_SILENCE
