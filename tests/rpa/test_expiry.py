"""An expiry in the portal's list: what people write is read, and what cannot be read for certain is never guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pages import Words
from rpa.expiry import Expiry, read_expiry

TODAY, WORDS = date(2026, 11, 30), Words.shipped()
MONTHS = ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"]
HALLOWEEN = date(2027, 10, 31)


def expiry(text: str, title: str = "Vencimento") -> Expiry:
    """What a cell below this title says."""
    return read_expiry(text, title, TODAY, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "31/10/2027", "31-10-2027", "31.10.2027", "31/10/27", "31.10.27", "31 10 2027", "31 / 10 / 2027",
        "2027-10-31",
        "2027/10/31", "2027.10.31", "20271031", "31102027", "20271031235959Z", "31 out 2027", "31 out. 2027",
        "31/out/27",
        "31-OUT-2027", "31out2027", "31 de outubro de 2027", "31 de out. de 2027", "dom., 31 de out. de 2027",
        "domingo, 31 de outubro de 2027 às 23h59", "31 octubre 2027", "October 31, 2027", "Oct 31st, 2027",
        "2027-out-31",
        "31/10/2027 23:59:59", "31/10/27 23:59", "2027-10-31T23:59:59-03:00", "2027-10-31 23:59",
        "Válido até 31/10/2027",
        "Vence em 31 de outubro de 2027", "31/10/2027 (335 dias)", "31/10/2026 a 31/10/2027",
        "De 31/10/2026 até 31/10/2027",
        "\u200e31\u200e/\u200e10\u200e/\u200e2027", "３１/１０/２０２７",
        "31\u201310\u20132027", "31\u00a0out\u00a02027",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    """Months in figures, words and cut words, years of two and four digits, any separator, with a time or without."""
    assert expiry(text) == Expiry(HALLOWEEN)


@pytest.mark.parametrize("month", MONTHS)
def test_every_month_is_known_by_three_letters(month: str) -> None:
    """The Portuguese months in their order."""
    assert expiry(f"01 {month} 2027") == Expiry(date(2027, MONTHS.index(month) + 1, 1))


@pytest.mark.parametrize(
    ("text", "title", "days"),
    [
        ("334", "Dias restantes", 334), ("334", "Vencimento", 334), ("334 dias", "Vencimento", 334),
        ("Faltam 334 dias", "Vencimento", 334), ("vence em 1.095 dias", "Vencimento", 1095),
        ("-3", "Dias restantes", -3),
        ("\u22123 dias", "Vencimento", -3), ("Vencido há 3 dias", "Vencimento", -3), ("hoje", "Vencimento", 0),
        ("amanhã", "Vencimento", 1), ("ontem", "Vencimento", -1), ("0", "Dias para vencer", 0),
    ],
)  # fmt: skip
def test_days_left_count_from_today_and_may_be_off_by_one(text: str, title: str, days: int) -> None:
    """A list that counts days rounds as it likes."""
    assert expiry(text, title) == Expiry(TODAY + timedelta(days=days), slack=1)


@pytest.mark.parametrize(
    "text",
    [
        "vence em 11 meses", "11 meses e 5 dias", "1 ano", "daqui a 3 semanas", "faltam 20 horas", "1 dia e 3 horas",
        "31 brumário 2027", "31/13/2027", "10/31/2027", "31/02/2027", "31 de fevereiro de 2027", "outubro de 2027",
        "out/2027", "10/2027", "31 de outubro", "46691", "99999999999 dias", "334,5 dias", "15 de 30 dias",
        "31/10/2027 31/10/2028", "31/10/2027 ou 30/11/2027", "não vencido", "a vencer", "sem vencimento",
        "próximo ano",
        "A1", "?", "n/d", "0x1A",
    ],
)  # fmt: skip
def test_what_cannot_be_read_for_certain_is_told_to_be_unread(text: str) -> None:
    """Too coarse, two days that both may be meant, no day that there is: the text itself is what is known."""
    found = expiry(text)

    assert found == (Expiry() if text == "?" else Expiry(unread=text))


@pytest.mark.parametrize("text", ["", " ", "-", "\u2014", "  /  /    ", "00/00/0000", "//"])
def test_an_empty_expiry_says_nothing(text: str) -> None:
    """GeneXus writes no day as blanks between slashes, or as zeros."""
    assert expiry(text) == Expiry()


@pytest.mark.parametrize("text", ["Vencido", "EXPIRADO", "vencido há 3 meses", "há 2 anos"])
def test_what_is_over_is_none_to_come_however_coarsely_it_is_told(text: str) -> None:
    """An expired certificate is never the one that is to be renewed: it need not be known when it expired."""
    assert expiry(text) == Expiry()


def test_a_column_that_counts_days_makes_no_number_of_days_of_another_shape() -> None:
    """Under "Dias restantes", too, a month of a year and "334 de 365" are no number of days."""
    assert [expiry(text, "Dias restantes").day for text in ("10/2027", "334 de 365", "11 meses")] == [None] * 3
