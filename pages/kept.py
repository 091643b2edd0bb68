"""What the form of a certificate holds, and the question by which it is read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pages.words import Words

READ_BACK = """
  const found = Object.entries(arg.fields).map(([key, names]) => [key, fields(element.ownerDocument, names)]);
  const once = Object.fromEntries(found.filter(([, all]) => all.length === 1).map(([key, [field]]) => [key, field]));
  const [nickname, choice, file] = [once.nickname, once.default, once.pfx];
  return {
    once: Object.keys(once),
    nickname: nickname && nickname.value,
    longest: nickname && nickname.getAttribute("maxlength"),
    choice: choice && describeChoice(choice),
    kind: once.kind && describeChoice(once.kind),
    file: file?.files?.length === 1 ? file.files[0].name : null,
    secret: arg.secret === null || !once.password ? null : once.password.value === arg.secret,
    missing: missing(element.ownerDocument, Object.fromEntries(found), arg),
  };
"""
"""Of an element of the form's document, what `what_is_asked` returns, and a `secret`, or null. Senha is never read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form holds, as it is read back; None for what is not there just once, or cannot be read.

    `longest` is Apelido's maxlength, as it is written; `kind` is whether Tipo is A1, where that can be chosen; `secret`
    whether Senha is the password of which it was asked.
    `missing` are fields that this portal does not ask for: nothing on the form could be one of them by another name.
    """

    nickname: str | None
    default: bool | None
    file: str | None
    longest: str | None
    kind: bool | None = None
    secret: bool | None = None
    missing: frozenset[str] = frozenset()


def what_is_asked(words: Words) -> dict[str, Any]:
    """The captions of the fields, those of the company box, which is none of them, and the answers to Padrão."""
    fields = {key: words[f"form.{key}"] for key in ("nickname", "password", "default", "pfx", "kind")}
    return {"fields": fields, "box": words.company_box, "answers": (*words["words.yes"], *words["words.no"])}
