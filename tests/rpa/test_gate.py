"""The gate: a file that holds a secret of the run is found, whatever kind of file it is, and put away."""

from __future__ import annotations

import base64
import html
import io
import json
import os
import random
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import openpyxl
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from fixtures.certificates import TestChain
from rpa.forms import encoded
from rpa.gate import UNREADABLE, Quarantined, quarantine, scan, sentence
from rpa.secret import Secret

SENHA = 'Cão & "gato" 2027'
SECRET = Secret(SENHA)
NOISE = random.Random(7).randbytes(300_000)


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip with these members, compressed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def workbook(text: str) -> bytes:
    """An XLSX file with a text in one cell."""
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0]["B7"] = text
    book.save(data)
    return data.getvalue()


def database(folder: Path, text: str, rows: int = 1) -> bytes:
    """A database with a text in one row; a long one lies in it in pieces."""
    path = folder / "made.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE workflow (inputs TEXT)")
    connection.executemany("INSERT INTO workflow VALUES (?)", [(text,)] * rows)
    connection.commit()
    connection.close()
    data = path.read_bytes()
    path.unlink()
    return data


def in_pieces(folder: Path, text: str) -> bytes:
    """A database in whose bytes the text stands nowhere whole, for it lies across two pages."""
    for after in range(5000, 9200, 10):  # a row fills its last page to the end
        data = database(folder, "x" * 9000 + " " + text + " " + "y" * after)
        if text.encode() not in data:
            return data
    raise AssertionError("no text lay across two pages")


KINDS: dict[str, Callable[[str, Path], bytes]] = {
    "run.log": lambda s, _: f"linha um\nsenha errada: {s}\n".encode(),
    "cp1252.csv": lambda s, _: f"cnpj;senha\n1;{s}\n".encode("cp1252"),
    "utf16le.txt": lambda s, _: f"senha {s}".encode("utf-16"),
    "utf16be.txt": lambda s, _: f"senha {s}".encode("utf-16-be"),
    "results.jsonl": lambda s, _: json.dumps({"said": [s]}).encode(),
    "results-utf8.jsonl": lambda s, _: json.dumps({"said": [s]}, ensure_ascii=False).encode(),
    "report.html": lambda s, _: f"<p>{html.escape(s)}</p>".encode(),
    "jinja.html": lambda s, _: f"<p>{html.escape(s).replace('&quot;', '&#34;')}</p>".encode(),
    "har.txt": lambda s, _: f"vSENHA={quote_plus(s)}&x=1".encode(),
    "old-har.txt": lambda s, _: f"vSENHA={quote(s, encoding='cp1252').replace('%E3', '%e3')}&x=1".encode(),
    "basic.txt": lambda s, _: b"Authorization: Basic " + base64.b64encode(f"loja:{s}".encode()),
    "pickled.txt": lambda s, _: base64.b64encode(b"\x80\x04\x95" + s.encode() + b"\x94."),
    "picture.jpg": lambda s, _: b"\xff\xd8\xff\xe0" + NOISE + s.encode() + NOISE,
    "report.xlsx": lambda s, _: workbook(f"A senha {s} é inválida"),
    "trace.zip": lambda s, _: zipped({"trace.trace": json.dumps({"params": {"value": s}}).encode()}),
    "zip-in-zip.zip": lambda s, _: zipped({"inner.zip": zipped({"a/b.xlsx": workbook(s)})}),
    "name.zip": lambda s, _: zipped({f"{quote(s)}.txt": b"nothing"}),
    "run.sqlite": lambda s, folder: database(folder, s),
    "pages.sqlite": lambda s, folder: in_pieces(folder, s),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_secret_is_found_in_each_kind_of_file(name: str, tmp_path: Path) -> None:
    """Planted in one file among clean ones of its kind, it is found, and nothing else is."""
    make = KINDS[name]
    (tmp_path / f"clean-{name}").write_bytes(make("uma frase sem segredo", tmp_path))
    (tmp_path / name).write_bytes(make(SENHA, tmp_path))

    leaks = scan([tmp_path], [SECRET, Secret("outra-senha-88")])

    assert [leak.path.name for leak in leaks] == [name]


@pytest.mark.parametrize("encryption", ["aes", "3des"])
@pytest.mark.parametrize(
    "written",
    [
        lambda pfx: pfx,
        lambda pfx: b"x" * 5 + pfx + b"x",
        lambda pfx: b'{"buffer": "' + base64.b64encode(b"xx" + pfx) + b'"}',
        lambda pfx: zipped({"resources/a.bin": pfx}),
    ],
    ids=["file", "within", "base64", "zip"],
)
def test_a_pfx_is_found_whosever_it_is(
    chain: TestChain, encryption: str, written: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    """By what every PKCS #12 file holds; a certificate, which everybody may read, is none."""
    pfx = chain.issue()
    path = pfx.write(tmp_path / "made.pfx", password="x", encryption=encryption)
    (tmp_path / "leak").write_bytes(written(path.read_bytes()))
    (tmp_path / "public.pem").write_bytes(pfx.pem + chain.root_pem)
    (tmp_path / "public.der").write_bytes(pfx.der)
    path.unlink()

    (leak,) = scan([tmp_path], [])

    assert leak.path.name == "leak"
    assert "A PFX file or a private key is written in leak" in sentence(Quarantined(leak, None))


def test_a_private_key_is_found(chain: TestChain, tmp_path: Path) -> None:
    """As text, where no PFX is around it."""
    key = chain.issue().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "run.log").write_bytes(b"said: " + key)

    assert [leak.form for leak in scan([tmp_path], [])] == ["key"]


def test_the_members_that_lead_to_it_are_named(tmp_path: Path) -> None:
    """In a zip within a zip, the sentence says which file, and in which form; never the secret."""
    path = tmp_path / "evidence.zip"
    path.write_bytes(KINDS["zip-in-zip.zip"](SENHA, tmp_path))

    (moved,) = quarantine(scan([path], [SECRET]), tmp_path / "quarantine")

    assert moved.leak.inside[:2] == ("inner.zip", "a/b.xlsx")
    assert "evidence.zip > inner.zip > a/b.xlsx > xl/" in sentence(moved)
    assert SENHA not in sentence(moved)


def test_a_file_that_leaks_is_moved_where_only_its_owner_can_read_it(tmp_path: Path) -> None:
    """It is gone from the run's folder; two of one name do not replace each other; a database takes its log along."""
    run = tmp_path / "run"
    for folder in (run / "a", run / "b"):
        folder.mkdir(parents=True)
        (folder / "x.sqlite").write_text(SENHA, encoding="utf-8")
        (folder / "x.sqlite-wal").write_text("rest", encoding="utf-8")

    moved = quarantine(scan([run], [SECRET]), tmp_path / "quarantine")

    assert [p for p in run.rglob("*") if p.is_file()] == []
    assert len({m.now for m in moved}) == 2
    assert all(m.now and m.now.read_text(encoding="utf-8") == SENHA for m in moved)
    if os.name != "nt":
        kept = [tmp_path / "quarantine", *(tmp_path / "quarantine").rglob("*")]
        assert {stat.S_IMODE(p.stat().st_mode) & 0o077 for p in kept} == {0}


def test_what_cannot_be_looked_into_counts_as_bad(tmp_path: Path) -> None:
    """A broken zip is named, for nothing is known of it."""
    whole = zipped({"a.txt": b"x" * 5000})
    (tmp_path / "broken.zip").write_bytes(whole[: len(whole) // 2])

    assert [leak.form for leak in scan([tmp_path], [SECRET])] == [UNREADABLE]


@pytest.mark.parametrize(
    ("secret", "text", "found"),
    [
        ("ab1", "row 3, ab1, id", False),
        ("ab1", '"senha": "ab1"', True),
        ("2027", "valid until 21/11/2027, row 2027", False),
        ("2027", "senha=2027&x", True),
        ("abcd", "xabcdx YWJjZAYW", False),
        ("abcd", "said: abcd.", True),
        ("123456", "11123456789, 0.123456, 12.123456", False),
        ("123456", "said: 123456.", True),
        ("11222333", '"cnpj": "11222333000181"', False),
        ("padaria", "xpadariax", False),
        ("padaria7", "xpadaria7x", True),
    ],
)
def test_a_short_secret_is_no_false_alarm(secret: str, text: str, found: bool, tmp_path: Path) -> None:
    """Below 4 characters (6, if digits) it counts behind its name alone; below 8 as a word; digits as a number."""
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")

    assert bool(scan([tmp_path], [Secret(secret)])) is found


def test_a_password_that_everybody_may_read_is_not_searched_for(tmp_path: Path) -> None:
    """Many use their CNPJ as password: where it stands by right, it cannot be told from it; in base64 it can."""
    (tmp_path / "a.txt").write_text('"cnpj": "11222333000181"', encoding="utf-8")
    secret = Secret("11222333000181")

    assert scan([tmp_path], [secret])
    assert not scan([tmp_path], [secret], public=["11222333000181"])
    (tmp_path / "b.txt").write_bytes(base64.b64encode(b"x11222333000181"))
    assert [leak.path.name for leak in scan([tmp_path], [secret], public=["11222333000181"])] == ["b.txt"]


def test_noise_holds_no_secret(tmp_path: Path) -> None:
    """A hundred pictures' bytes hold no password by chance, whatever the passwords."""
    chance = random.Random(3)
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff" + chance.randbytes(10_000_000))
    secrets = [Secret("".join(chance.choices("abcdefghij0123456789", k=chance.randint(4, 9)))) for _ in range(2000)]

    assert scan([tmp_path], secrets) == []


def test_each_form_is_made_once() -> None:
    """The forms of a simple password are few: that is what keeps the search quick."""
    data = [each.data for each in encoded(Secret("simples-2027"))]

    assert len(data) == len(set(data)) <= 16
