"""`rpa roots update`: what is kept was signed by a pinned root, wherever it came from."""

from __future__ import annotations

import io
import ssl
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from fixtures.certificates import TestChain, TestPfx
from rpa.certificates import Terms, Trust, Verdict, examine
from rpa.certificates.roots import RootsError, age_of, update_from, update_roots
from rpa.certificates.trust import TrustError
from rpa.cnpj import Cnpj
from rpa.secret import Secret
from tests.desk import run_rpa

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Site:
    """ITI's site on this machine: what it holds by path."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.moved_to = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = site.files.get(self.path)
                if site.moved_to:
                    self.send_response(302)
                    self.send_header("Location", site.moved_to)
                else:
                    self.send_response(200 if found is not None else 404)
                self.send_header("Content-Length", str(len(found or b"")))
                self.end_headers()
                self.wfile.write(found or b"")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def show(self, pfx: TestPfx, folder: Path) -> None:
        """Speak TLS from here on, with this certificate and the authority above it, not the root."""
        parts = pfx.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), pfx.pem, _pem(pfx.chain[0])
        (folder / "server.pem").write_bytes(b"".join(parts))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem")
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.scheme = "https"

    def publish(self, **entries: bytes) -> str:
        """Publish an archive of these entries and return its address; __ in a name stands for a dot."""
        return self.publish_named({name.replace("__", "."): data for name, data in entries.items()})

    def publish_named(self, entries: dict[str, bytes]) -> str:
        """Publish an archive of these entries and return its address."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries.items():
                archive.writestr(name, data)
        self.files["/credenciadas/AC/lista.zip"] = packed.getvalue()
        return self.url

    @property
    def url(self) -> str:
        """The archive's address."""
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}/credenciadas/AC/lista.zip"


@pytest.fixture
def site() -> Iterator[Site]:
    """A site for one test."""
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def pinned(chain: TestChain) -> Trust:
    """As if the test chain's root were ICP-Brasil's."""
    return Trust(pinned=frozenset({sha256(_der(chain.root)).hexdigest()}))


def _der(certificate: object) -> bytes:
    encoded: bytes = certificate.public_bytes(Encoding.DER)  # type: ignore[attr-defined]
    return encoded


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def server_certificate(chain: TestChain, address: str = "127.0.0.1") -> TestPfx:
    """What a server at this address would show."""
    return chain.issue(kind="server", alternative_names=[x509.IPAddress(ip_address(address))])


def test_a_server_that_nobody_trusts_gives_nothing(site: Site, pinned: Trust, chain: TestChain, tmp_path: Path) -> None:
    """TLS is verified although signatures are the proof; the sentence says how to do it by hand."""
    site.show(server_certificate(TestChain("INTRUSO")), tmp_path)
    url, path = site.publish(raiz=_der(chain.root)), tmp_path / "l.pem"

    with pytest.raises(RootsError, match=r"does not trust .*rpa roots update --file"):
        update_roots(url, path, pinned)

    assert not path.exists()


def test_a_certificate_of_another_server_is_none(site: Site, pinned: Trust, chain: TestChain, tmp_path: Path) -> None:
    """Its name counts, not only who has signed it."""
    site.show(server_certificate(chain, "127.0.0.2"), tmp_path)

    with pytest.raises(RootsError, match="does not trust"):
        update_roots(site.publish(a=_der(chain.root)), tmp_path / "l.pem", replace(pinned, extra=(_der(chain.root),)))


@pytest.mark.parametrize("known", ["extra", "authorities"])
def test_a_server_under_a_root_that_is_known_is_trusted(
    known: str, site: Site, pinned: Trust, chain: TestChain, tmp_path: Path
) -> None:
    """A root of RPA_EXTRA_ROOTS, or one of ICP-Brasil's that an earlier list has brought."""
    site.show(server_certificate(chain), tmp_path)
    trust = replace(pinned, **{known: (_der(chain.root),)})  # type: ignore[arg-type]

    assert update_roots(site.publish(a=_der(chain.root)), tmp_path / "l.pem", trust).kept == 1


def test_an_authority_that_is_no_root_vouches_for_no_server(
    site: Site, pinned: Trust, stranger: TestChain, tmp_path: Path
) -> None:
    """What the list has to complete chains with is not thereby trusted."""
    site.show(server_certificate(stranger), tmp_path)
    trust = replace(pinned, authorities=(_der(stranger.intermediate), _der(stranger.root)))

    with pytest.raises(RootsError, match="does not trust"):
        update_roots(site.publish(a=_der(stranger.root)), tmp_path / "l.pem", trust)


@pytest.mark.parametrize("address", ["http://192.0.2.1/x.zip", "ftp://127.0.0.1/x.zip", "file:///etc/hostname"])
def test_nobody_is_led_out_of_tls(address: str, site: Site, pinned: Trust, tmp_path: Path) -> None:
    """Neither by RPA_ROOTS_URL nor by a server that sends on; nothing is asked of that address."""
    site.moved_to = address

    for url in (site.url, address):
        with pytest.raises(RootsError, match=r"is not https|is not allowed"):
            update_roots(url, tmp_path / "l.pem", pinned)


def test_a_list_that_was_fetched_by_hand_is_as_good(
    site: Site, pinned: Trust, chain: TestChain, stranger: TestChain, tmp_path: Path
) -> None:
    """Only what a pinned root has signed is kept of it; the root itself may be known from an earlier list."""
    site.publish(ac=_der(chain.intermediate), outra=_der(stranger.root))
    archive = tmp_path / "ACcompactado.zip"
    archive.write_bytes(site.files["/credenciadas/AC/lista.zip"])

    with pytest.raises(RootsError, match="no authority of ICP-Brasil"):
        update_from(archive, tmp_path / "l.pem", pinned)
    kept = update_from(archive, tmp_path / "l.pem", replace(pinned, authorities=(_der(chain.root),)))

    assert (kept.kept, kept.left_out) == (2, 0)
    with pytest.raises(RootsError, match="cannot be read"):
        update_from(tmp_path / "none.zip", tmp_path / "l.pem", pinned)


def test_the_command_says_what_to_do(site: Site, chain: TestChain, tmp_path: Path) -> None:
    """Code 3 and a sentence, where the server is not trusted, where the list or the extra roots cannot be read."""
    site.show(server_certificate(TestChain("INTRUSO")), tmp_path)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "icp-brasil.pem").write_text("torn", encoding="utf-8")
    environment = {"RPA_HOME": str(tmp_path / "home"), "RPA_ROOTS_URL": site.publish(raiz=_der(chain.root))}

    fetched = run_rpa("roots", "update", environment=environment, folder=tmp_path)
    (tmp_path / "by-hand.zip").write_bytes(site.files["/credenciadas/AC/lista.zip"])
    by_hand = run_rpa("roots", "update", "--file", "by-hand.zip", environment=environment, folder=tmp_path)
    extra = run_rpa("roots", "update", environment={**environment, "RPA_EXTRA_ROOTS": "none.pem"}, folder=tmp_path)

    assert (fetched.code, by_hand.code, extra.code) == (3, 3, 3)
    assert "rpa roots update --file" in fetched.err
    assert "no authority of ICP-Brasil" in by_hand.err
    assert "none.pem" in extra.err


def test_only_what_a_pinned_root_signed_is_kept(
    site: Site, pinned: Trust, chain: TestChain, stranger: TestChain, tmp_path: Path
) -> None:
    """Strangers, companies and notes are left out; DER and PEM are both read."""
    url = site.publish(
        raiz__crt=chain.root_pem, ac__crt=_der(chain.intermediate), outra__crt=_der(stranger.root),
        empresa__cer=chain.issue().der, LEIAME__txt=b"oi",
    )  # fmt: skip
    fetched = update_roots(url, tmp_path / "deep" / "lista.pem", pinned)
    assert (fetched.kept, fetched.left_out, fetched.missing) == (2, 2, ())


def test_the_list_completes_chains(site: Site, pinned: Trust, chain: TestChain, tmp_path: Path, client: Cnpj) -> None:
    """A file without its chain is undetermined before, and fit after the update."""
    path = chain.issue().write(tmp_path / "a.pfx", "1", with_chain=False)
    known = tmp_path / "lista.pem"
    before = examine(path, Secret("1"), trust=Trust(pinned=pinned.pinned), client=client)
    update_roots(site.publish(a=_der(chain.root), b=_der(chain.intermediate)), known, pinned)

    trust = Trust(authorities=Trust.load(authorities=known).authorities, pinned=pinned.pinned)
    after = examine(path, Secret("1"), trust=trust, client=client)

    assert before.verdict is Verdict.WARN
    assert before.says("issuer-unknown")
    assert after.verdict is Verdict.FIT
    assert {reason.code for reason in after.reasons} == {"chain-absent", "revocation-not-checked"}


def test_roots_are_fetched_where_the_archive_lacks_them(
    site: Site, pinned: Trust, chain: TestChain, tmp_path: Path
) -> None:
    """ITI publishes the roots one by one too; only a pinned one is believed."""
    site.files["/credenciadas/RAIZ/ICP-Brasilv5.crt"] = chain.root_pem
    assert update_roots(site.publish(ac=_der(chain.intermediate)), tmp_path / "l.pem", pinned).kept == 2


def test_the_age_of_the_list(site: Site, pinned: Trust, chain: TestChain, tmp_path: Path) -> None:
    """The list knows when it was fetched."""
    path = tmp_path / "lista.pem"
    assert age_of(path) is None
    update_roots(site.publish(raiz=_der(chain.root)), path, pinned, NOW)
    assert age_of(path, NOW + timedelta(days=40)) == timedelta(days=40)


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ({"grande.crt": bytes(65 * 1024)}, "unfolds"),
        ({f"{i}.crt": b"" for i in range(5001)}, "unfolds"),
        ({f"{i}.crt": bytes(60 * 1024) for i in range(600)}, "unfolds"),
        ({"../../evil.crt": b"x"}, "odd name"),
        ({"/etc/evil.crt": b"x"}, "odd name"),
        ({"C:\\evil.crt": b"x"}, "odd name"),
        ({"a\\..\\evil.crt": b"x"}, "odd name"),
        ({"a\x1b[2Jb.crt": b"x"}, "odd name"),
        ({"LEIAME.txt": b"oi"}, "no authority"),
    ],
)  # fmt: skip
def test_an_archive_that_is_not_itis(
    entries: dict[str, bytes], why: str, site: Site, pinned: Trust, tmp_path: Path
) -> None:
    """Bombs, odd names and empty lists are refused, and the old list stays as it was."""
    path = tmp_path / "lista.pem"
    path.write_bytes(old := b"the old list")

    with pytest.raises(RootsError, match=why):
        update_roots(site.publish_named(entries), path, pinned)

    assert path.read_bytes() == old
    assert [each.name for each in tmp_path.iterdir()] == ["lista.pem"]


def test_a_forged_authority_is_not_kept(site: Site, pinned: Trust, tmp_path: Path, chain: TestChain) -> None:
    """A root with the pinned one's very name and another key, and what it signed, are strangers."""
    forger = TestChain("FALSA")
    url = site.publish(verdadeira=_der(chain.root), raiz=_der(forger.root), ac=_der(forger.intermediate))
    assert update_roots(url, tmp_path / "l.pem", pinned).kept == 1


@pytest.mark.parametrize("data", [b"", b"<html>404</html>", b"PK\x03\x04 broken"])
def test_what_is_no_archive(data: bytes, site: Site, pinned: Trust, tmp_path: Path) -> None:
    """An error page is said to be no archive."""
    site.files["/credenciadas/AC/lista.zip"] = data
    with pytest.raises(RootsError, match="no sound ZIP"):
        update_roots(site.url, tmp_path / "l.pem", pinned)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x.zip", "http://127.0.0.1:9/x.zip"])
def test_an_address_that_gives_nothing(url: str, tmp_path: Path) -> None:
    """Only http and https are fetched, and what cannot be reached is said in a sentence."""
    with pytest.raises(RootsError):
        update_roots(url, tmp_path / "l.pem")


def test_extra_roots_that_are_missing_or_malformed(tmp_path: Path, chain: TestChain) -> None:
    """RPA_EXTRA_ROOTS is named with what is wrong with it."""
    path = tmp_path / "roots.pem"
    with pytest.raises(TrustError, match="cannot be read"):
        Trust.load(path)
    path.write_bytes(b"oi")
    with pytest.raises(TrustError, match="holds no certificate"):
        Trust.load(path)
    path.write_bytes(chain.root_pem.replace(b"MII", b"M!!"))
    with pytest.raises(TrustError, match="malformed"):
        Trust.load(path)


def test_a_list_that_is_not_there_yet(tmp_path: Path) -> None:
    """Before the first update, chains are simply not completed."""
    assert Trust.load(authorities=tmp_path / "none.pem").authorities == ()
    assert Terms().client is None
