"""No disguise hides a secret: capitals, accents, hex, blanks between the letters, or that only half of it is left."""

from __future__ import annotations

import html
import json
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from rpa import logs
from rpa.gate import scan
from rpa.redaction import clean
from rpa.secret import Secret

ACCENTED, PLAIN, SHORT = "Pão-de-Açúcar 27", "Kz9!wexTor-Blum", "zut-41x"
SECRETS = [ACCENTED, PLAIN, SHORT]


def unaccented(text: str) -> str:
    """The text in ASCII."""
    return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()


SPELLINGS: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "swapped": str.swapcase,
    "unaccented": unaccented,
    "unaccented upper": lambda s: unaccented(s).upper(),
    "accents apart": lambda s: unicodedata.normalize("NFD", s),
    "upper, accents apart": lambda s: unicodedata.normalize("NFD", s.upper()),
}
ENCODINGS: dict[str, Callable[[str], str]] = {
    "raw": str,
    "JSON": lambda s: json.dumps(s)[1:-1],
    "URL": lambda s: quote(s, safe=""),
    "HTML": html.escape,
}
OTHERS: dict[str, Callable[[str], str]] = {
    "hex": lambda s: s.encode().hex(),
    "HEX": lambda s: s.encode().hex().upper(),
    "hex with colons": lambda s: s.encode().hex(":"),
    "hex with blanks": lambda s: s.encode().hex(" ").upper(),
    "hex of Windows": lambda s: s.encode("cp1252").hex(),
    "spaced": " ".join,
    "SPACED": lambda s: " ".join(s.upper()),
    "base64 of capitals": lambda s: b64encode(s.upper().encode()).decode(),
    "within base64 of capitals": lambda s: b64encode(f"x:{s.upper()}".encode()).decode(),
}


def both(spell: Callable[[str], str], encode: Callable[[str], str]) -> Callable[[str], str]:
    """Spelt, then encoded."""
    return lambda secret: encode(spell(secret))


WRITTEN = {
    f"{how}, {code}": both(spell, encode) for how, spell in SPELLINGS.items() for code, encode in ENCODINGS.items()
}
WRITTEN |= OTHERS


@pytest.mark.parametrize("how", WRITTEN)
@pytest.mark.parametrize("secret", SECRETS)
def test_no_disguise_is_told_or_kept(secret: str, how: str, tmp_path: Path) -> None:
    """The gate finds it, what is told is without it, and so is the log."""
    if secret == SHORT and how.startswith("within"):
        pytest.skip("seven characters leave fewer than ten within base64")
    written = WRITTEN[how](secret)
    (tmp_path / "a.log").write_text(f"O portal disse: {written}.", encoding="utf-8")
    logs.learn(Secret(secret))

    assert scan([tmp_path], [Secret(secret)])
    for told in (clean(f"O portal disse: {written}.", Secret(secret)), logs.clean(f"O portal disse: {written}.")):
        assert written not in told
        assert told.startswith("O portal disse: ")
        assert "…" in told


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_capitals_are_found_in_every_encoding_of_a_file(encoding: str, tmp_path: Path) -> None:
    """Of an old spreadsheet program's file, and of Windows' own."""
    (tmp_path / "a.txt").write_bytes(f"senha: {ACCENTED.upper()}".encode(encoding))

    assert scan([tmp_path], [Secret(ACCENTED)])


CUTS = [
    (secret, piece)
    for secret in SECRETS
    for length in range(max(6, (len(secret) + 1) // 2), len(secret))
    for piece in (secret[:length], secret[-length:])
]


@pytest.mark.parametrize(("secret", "piece"), CUTS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_half_a_secret_or_more_is_found(secret: str, piece: str, encoding: str, tmp_path: Path) -> None:
    """Its beginning or its end, however long, in capitals too, by the gate; and nothing of it is told."""
    for said in (piece, piece.upper()):
        written = ENCODINGS[encoding](said)
        (tmp_path / "a.log").write_text(f'{{"said": "{written}"}}', encoding="utf-8")

        assert scan([tmp_path], [Secret(secret)]), written
        assert clean(f"disse {written}", Secret(secret)) == "disse …"


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("segredo99", "segregado"),  # begins alike, and is another word
        ("ana-2027", "ana, 27/11/2027"),  # fewer than five letters
        ("senha123", "a senha não confere"),  # a word of the program's own
        ("certificado2027", "Certificado Digital salvo"),
        ("20272028", "2027, 12.202720, 2720281"),  # fewer than six digits, or within a number
        ("pfx-7b1d", "8a2b-7b1d-11f0"),  # of an identifier
    ],
)
def test_a_word_that_is_part_of_a_secret_is_no_alarm(secret: str, text: str, tmp_path: Path) -> None:
    """A piece says whose it is only from five letters on, as a word of its own, and where it is none of our words."""
    from rpa.public import own_texts

    (tmp_path / "a.log").write_text(text, encoding="utf-8")

    assert scan([tmp_path], [Secret(secret)], own_texts()) == []
    assert clean(text, Secret(secret)) == text


def test_half_a_secret_that_is_the_companys_name_is_no_alarm(tmp_path: Path) -> None:
    """Many passwords begin with it; all but the last character of one is found all the same."""
    (tmp_path / "a.log").write_text("PADARIA ESTRELA LTDA", encoding="utf-8")
    assert scan([tmp_path], [Secret("padaria2027")], ["Padaria Estrela Ltda"]) == []

    (tmp_path / "a.log").write_text("a senha padaria202", encoding="utf-8")
    assert scan([tmp_path], [Secret("padaria2027")], ["Padaria Estrela Ltda"])


def test_secrets_that_are_learnt_one_by_one_are_as_good_as_learnt_together() -> None:
    """Neither hides what is left of another one that holds it."""
    for text in ("quintal", "quintal-de-cima", "cima-e-baixo", "x4"):
        logs.learn(Secret(text))
        logs.clean("anything")

    assert logs.clean("um Quintal-de-Cima-e-Baixo, X4, quintalx") == "um …, …, …x"
