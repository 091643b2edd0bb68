"""A secret is a type of its own: it shows itself only to who calls `reveal()`, so `grep reveal(` is the audit."""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """A password. Its text appears in no `repr`, format or pickle; `reveal()` is the only way out."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The secret itself. Call it as late as can be, and never keep, print or raise what it returns."""
        return self.__text

    def __bool__(self) -> bool:
        return bool(self.__text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.__text == self.__text

    def __hash__(self) -> int:
        return hash((Secret, self.__text))

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is never written down")
