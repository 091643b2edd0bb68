"""Secrets are taken out of what a portal repeats."""

from __future__ import annotations

import html
import json
from base64 import b64encode
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpa.redaction import clean
from rpa.secret import Secret


@pytest.mark.parametrize(
    "written",
    [
        str,
        html.escape,
        lambda s: json.dumps(s)[1:-1],
        quote,
        quote_plus,
        lambda s: b64encode(s.encode()).decode(),
    ],
    ids=["raw", "html", "json", "quote", "quote_plus", "base64"],
)
@given(secret=st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="…"), min_size=4))
def test_no_form_of_a_secret_is_left(written, secret: str) -> None:  # type: ignore[no-untyped-def]
    """Raw, escaped for HTML, JSON or addresses, or in base64: it is gone, and the words around it stay."""
    told = clean(f"A senha {written(secret)} é inválida", Secret(secret))

    assert written(secret) not in told
    assert told.startswith("A senha ")


def test_a_short_secret_is_only_taken_as_a_word() -> None:
    """A password of one digit does not eat every date."""
    assert clean("Linha 1, 12/11/2026: 1", Secret("1")) == "Linha …, 12/11/2026: …"
