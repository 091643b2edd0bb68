"""Which of many parameters every test run takes; the others are for `-m long`."""

from __future__ import annotations

from collections.abc import Iterable
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
