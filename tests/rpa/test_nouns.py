"""The small nouns: CNPJ, Secret, the list's rows, nicknames."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import Entry, Words
from rpa.cnpj import Cnpj, InvalidCnpjError
from rpa.listed import read
from rpa.secret import Secret

TODAY, WORDS = date(2026, 11, 23), Words.shipped()


def a_row(expiry: str, default: str | None = "Sim", title: str = "Vencimento") -> Entry:
    """A row of the list."""
    return Entry("x", expiry, default, "A1", "Ativo", title)


@pytest.mark.parametrize(
    "written", ["11.222.333/0001-81", "11222333000181", " 11 222 333 0001 81 ", "12.abc.345/01de-35"]
)
def test_a_cnpj_is_read_masked_or_bare(written: str) -> None:
    """Masks, blanks and small letters are the writer's; the CNPJ is 14 characters."""
    assert len(Cnpj.parse(written).text) == 14


@pytest.mark.parametrize(
    "written", ["11222333000182", "1122233300018", "", "00000000000000", "12ABC34501DE36", "ABCDEFGHIJKLMN"]
)
def test_what_is_no_cnpj_is_none(written: str) -> None:
    """There is no Cnpj whose check digits do not agree."""
    with pytest.raises(InvalidCnpjError):
        Cnpj.parse(written)


@given(
    st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=12, max_size=12).filter(lambda b: len(set(b)) > 1)
)
def test_a_cnpj_is_found_in_any_text_as_it_was_written(base: str) -> None:
    """Whatever its letters, masked or bare, between other words, exactly it is found again."""
    from stdnum.br import cnpj as rules

    cnpj = Cnpj(base + rules.calc_check_digits(base))

    assert Cnpj.find(f"EMPRESA - {cnpj.masked} (matriz)") == [cnpj]
    assert Cnpj.find(f"{cnpj.text} EMPRESA") == [cnpj]
    assert Cnpj.find(cnpj.masked[:17]) == []


def test_a_secret_shows_itself_to_nobody() -> None:
    """No text made of it, and no pickle, contains it; `reveal` does."""
    secret = Secret("hunter2")

    assert secret.reveal() == "hunter2"
    assert "hunter2" not in f"{secret} {secret!r} {secret:>20} {[secret]} {vars(type(secret))}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("22/11/2027", "Vencimento"),
        ("2027-11-22", "Validade"),
        ("22/11/27", "Vencimento"),
        ("22/11/2027 23:59:59", "Vencimento"),
        ("Válido até 22.11.2027", "Vencimento"),
        ("364", "Dias restantes"),
        ("364 dias", "Vencimento"),
        ("Vence em 364 dias", "Vencimento"),
        ("22/11/2027 (364 dias)", "Vencimento"),
    ],
)
def test_an_expiry_is_understood_in_every_shape(text: str, title: str) -> None:
    """Dates in four shapes and days left say the same day."""
    (row,) = read([a_row(text, title=title)], TODAY, WORDS)

    assert row.expiry == date(2027, 11, 22)
    assert row.expires_on(date(2027, 11, 22))
    assert not row.expires_on(date(2027, 11, 24))


def test_days_left_may_be_off_by_one_and_a_date_may_not() -> None:
    """A list that counts days rounds as it likes; a date is a date."""
    counted, dated = read([a_row("364 dias"), a_row("22/11/2027")], TODAY, WORDS)

    assert counted.expires_on(date(2027, 11, 23))
    assert not dated.expires_on(date(2027, 11, 23))


def test_days_since_the_expiry_are_in_the_past() -> None:
    """ "Vencido há 3 dias" is three days ago."""
    (row,) = read([a_row("Vencido há 3 dias")], TODAY, WORDS)

    assert row.expiry == TODAY - timedelta(days=3)


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        (["Sim", "Não"], [True, False]),
        (["☑", "☐"], [True, False]),
        (["Padrão", ""], [True, False]),
        (["", ""], [None, None]),
        ([None, None], [None, None]),
        (["?", "S"], [None, True]),
    ],
)
def test_a_default_is_read_from_words_or_marks(shown: list[str | None], meant: list[bool | None]) -> None:
    """An empty cell means no only where another row is marked; a column that is not there means nothing."""
    assert [row.default for row in read([a_row("22/11/2027", default) for default in shown], TODAY, WORDS)] == meant


def test_the_lists_own_words_can_be_said_anew(tmp_path: Path) -> None:
    """What a portal writes for the default, and how it counts days, are entries of the words file like any other."""
    file = tmp_path / "palavras.toml"
    file.write_text(
        'certificates.default_yes = ["Principal"]\ncertificates.default_no = ["Reserva"]\n'
        "certificates.days_left = ['jornada']\ncertificates.days_over = ['passad']\n",
        encoding="utf-8",
    )
    entries = [a_row("3 jornadas", "Principal"), a_row("3 jornadas passadas", "Reserva"), a_row("3 dias", "☑")]

    found = [(row.default, row.expiry) for row in read(entries, TODAY, Words.overridden(file))]

    three = timedelta(days=3)
    assert found == [(True, TODAY + three), (False, TODAY - three), (True, None)]
    assert [row.default for row in read(entries, TODAY, WORDS)] == [None, None, True]
