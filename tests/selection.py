"""Which of many parameters every test run takes; the others are for `-m long`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def few(values: Iterable[Any], *chosen: Any) -> list[Any]:
    """Parameters, or tuples of them, of which all but the chosen ones are marked `long`."""
    return [
        pytest.param(
            *(value if isinstance(value, tuple) else [value]), marks=() if value in chosen else pytest.mark.long
        )
        for value in values
    ]


def each_with_one(names: Iterable[Any], values: Sequence[Any], chosen: Any) -> list[Any]:
    """Pairs of a name and a value: the chosen name with each value in every run, each other name with the first one.

    All with all would be hundreds of processes that prove the same.
    """
    others = [name for name in names if name != chosen]
    return [
        *(pytest.param(chosen, value) for value in values),
        *(pytest.param(name, values[0], marks=pytest.mark.long) for name in others),
    ]
