"""What holds for every input: for any CNPJ, any password, any damage."""

from __future__ import annotations

import base64
import io
import unicodedata
from datetime import UTC
from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st
from stdnum.br import cnpj as rules

from fixtures.certificates import Recipe, TestChain, TestPfx, write_container
from fixtures.certificates.container import ENCRYPTIONS
from fixtures.certificates.oddities import as_ber, with_explicit_false
from rpa.certificates import Examination, Kind, Terms, Trust, Verdict
from rpa.certificates.chain import Library
from rpa.certificates.examination import RefusedError
from rpa.certificates.examiner import judged
from rpa.certificates.leaf import describe
from rpa.certificates.paper import Paper
from rpa.certificates.pbe import Spelling
from rpa.certificates.reader import Opened, open_pfx
from rpa.certificates.reasons import RULES
from rpa.certificates.wire import answer, answer_of, receive, send
from rpa.cnpj import Cnpj

quick = settings(max_examples=60, deadline=None)
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
cnpjs = (
    st.text(CHARACTERS, min_size=12, max_size=12)
    .filter(lambda text: text.strip("0"))  # fourteen zeros are no CNPJ, though their check digits agree
    .map(lambda text: text + rules.calc_check_digits(text))
)
passwords = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@cache
def chain() -> TestChain:
    """One chain for all examples."""
    return TestChain()


@cache
def good() -> TestPfx:
    """One certificate for all examples."""
    return chain().issue()


@cache
def explicit() -> bytes:
    """A file that only the tolerant reader opens."""
    ders = [with_explicit_false(good().der, chain().key), *good().ders[1:]]
    return write_container(ders, [good().key], "1234", Recipe(rounds=1))


def opened(data: bytes, password: str) -> Opened | str:
    """What came out, or the code of the refusal; anything else that is raised fails the test."""
    try:
        return open_pfx(data, password)
    except RefusedError as refused:
        return refused.reason.code


@quick
@given(cnpjs, st.sampled_from(["octet", "printable", "utf8", "ia5", "t61", "bmp"]), st.booleans())
@example("12ABC34501DE35", "octet", False)
def test_any_cnpj_is_read_in_any_string_type(number: str, string: str, masked: bool) -> None:
    """Leading zeros and letters included, masked or not."""
    written = Cnpj(number).masked if masked else number
    pfx = chain().issue(written, string=string, common_name="X")
    assert describe(Paper(pfx.der)).cnpj == Cnpj(number)


@quick
@given(cnpjs, st.integers(0, 13), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_no_cnpj(number: str, place: int, character: str) -> None:
    """A slip in one place never goes unnoticed as another valid number, but for the pairs that modulus 11 confuses."""
    slipped = number[:place] + character + number[place + 1 :]
    pfx = chain().issue(slipped, common_name="X")
    assert (describe(Paper(pfx.der)).cnpj is not None) == (slipped[12:].isdigit() and rules.is_valid(slipped))


@quick
@given(passwords, st.sampled_from(ENCRYPTIONS), st.booleans())
def test_any_password_opens_what_it_closed(password: str, encryption: str, inside: bool) -> None:
    """In every encryption, by the library or by hand."""
    data = good().written(password, Recipe(encryption=encryption, rounds=1, keys_inside=inside))
    result = opened(data, password)
    assert isinstance(result, Opened)
    assert (result.certificates[0], len(result.keys)) == (good().der, 1)


@quick
@given(passwords, passwords, st.sampled_from(["3des", "rc2-40", "aes256", "rc4-40"]))
def test_no_other_password_opens_it(password: str, other: str, encryption: str) -> None:
    """Another password is told as wrong, or as the right one with a flaw that is named."""
    data = good().written(password, Recipe(encryption=encryption, rounds=1))
    result = opened(data, other)
    if isinstance(result, Opened) and other != password:
        said = {note.code for note in result.notes}
        assert said & {"password-has-blank", "password-accents", "password-not-needed"} or same(password, other)
    elif other != password:
        assert result == "wrong-password"


def same(one: str, other: str) -> bool:
    """Whether two passwords are one to PKCS#12, which counts in UTF-16 and repeats short ones."""
    a, b = Spelling.of(one).bmp, Spelling.of(other).bmp
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other) or repeated(a) == repeated(b)


def repeated(bmp: bytes) -> bytes:
    """What the derivation makes of a password: repeated to a block of 64 bytes, or a multiple."""
    return (bmp * 64)[: -(-len(bmp) // 64) * 64]


@settings(quick, max_examples=300)
@given(st.data())
def test_no_damage_raises(data: st.DataObject) -> None:
    """Bytes changed, cut out or put in: the tolerant reader refuses or opens, and never raises anything else."""
    source = bytearray(explicit())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(source) - 1))
        match data.draw(st.sampled_from("xdi")):
            case "x":
                source[place] = data.draw(st.integers(0, 255))
            case "d":
                del source[place : place + data.draw(st.integers(1, 40))]
            case "i":
                source[place:place] = data.draw(st.binary(max_size=8))
    assert isinstance(opened(bytes(source), "1234"), Opened | str)


@settings(quick, max_examples=300)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=6))
def test_no_damaged_certificate_raises(place: int, change: bytes) -> None:
    """A certificate damaged anywhere is described as far as it can be, or told as damaged."""
    der = good().der
    at = place % len(der)
    damaged = der[:at] + change + der[at + len(change) :]
    found = judged(Opened([damaged, *good().ders[1:]], [Paper(der).spki]), library(), Terms(Cnpj("11222333000181")))
    assert found.verdict is not Verdict.FIT or damaged == der


@cache
def library() -> Library:
    """Trust in the chain."""
    return Library(Trust(extra=(good().ders[2],)))


@quick
@given(st.binary(max_size=300))
def test_any_bytes_are_told_as_something(data: bytes) -> None:
    """A file of noise is refused with a reason that is in the catalogue."""
    for each in (data, b"\x30" + data, b"\x30\x80\x02\x01\x03" + data, base64.b64encode(data)):
        result = opened(each, "1234")
        assert isinstance(result, str)
        assert result in RULES


@quick
@given(st.integers(1, 3000), st.binary(min_size=1, max_size=100))
def test_ber_and_bytes_behind_change_nothing(chunk: int, behind: bytes) -> None:
    """Content in chunks of any size, and anything behind the end, give the same certificates."""
    result = opened(as_ber(good().data("1"), chunk) + behind, "1")
    assert isinstance(result, Opened)
    assert result.certificates == good().ders
    assert {note.code for note in result.notes} == {"not-quite-der", "trailing-bytes"}


@quick
@given(st.data())
def test_an_examination_survives_the_way_from_the_worker(data: st.DataObject) -> None:
    """What a worker found arrives as it was."""
    chosen = data.draw(st.lists(st.sampled_from(sorted(RULES)), unique=True, max_size=5))
    times = st.datetimes(timezones=st.just(UTC))
    values = data.draw(st.dictionaries(st.sampled_from(["cnpj", "date", "row"]), st.text() | st.integers() | times))
    reasons = tuple(RULES[code](**values) for code in chosen)
    sent = Examination(reasons, describe(Paper(good().der)), sha256="0f" * 32)
    stream = io.BytesIO()
    send(stream, answer(sent))
    stream.seek(0)
    message = receive(stream)
    assert message
    assert answer_of(message) == sent


def test_kinds_that_begin_alike() -> None:
    """Policies are compared number by number: 2.16.76.1.2.1 is not the beginning of 2.16.76.1.2.101."""
    issued = [chain().issue(policies=(f"2.16.76.1.2.{arc}.1",)) for arc in (1, 101, 10)]
    assert [describe(Paper(each.der)).kind for each in issued] == [Kind.A1, Kind.S1, Kind.UNKNOWN]
