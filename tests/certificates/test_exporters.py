"""What other programs export is opened: OpenSSL, Java's keytool, NSS (Firefox) and GnuTLS, where they are installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from fixtures.certificates import TestChain, TestPfx, rsa_key
from rpa.certificates import Examination, Trust, Verdict, examine
from rpa.cnpj import Cnpj
from rpa.secret import Secret

PASSWORD = "Senha-1234"


def needs(program: str) -> pytest.MarkDecorator:
    """Skip where the program is not installed."""
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed")


def run(*command: str | Path) -> None:
    """Run an exporter, and show what it said if it failed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def pfx(chain: TestChain) -> TestPfx:
    """What is exported."""
    return chain.issue()


@pytest.fixture
def pem(pfx: TestPfx, tmp_path: Path) -> Path:
    """Key and certificate as PEM, with the chain behind them."""
    key = pfx.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    chain = b"".join(each.public_bytes(Encoding.PEM) for each in pfx.chain)
    path = tmp_path / "tudo.txt"
    path.write_bytes(key + pfx.pem + chain)
    (tmp_path / "chave.txt").write_bytes(key)
    (tmp_path / "cert.txt").write_bytes(pfx.pem)
    (tmp_path / "cadeia.txt").write_bytes(chain)
    return path


def look(path: Path, trust: Trust, password: str = PASSWORD) -> Examination:
    """Examine what was exported."""
    return examine(path, Secret(password), trust=trust, client=Cnpj("11222333000181"))


def keytool(source: Path, path: Path, kind: str, *options: str) -> None:
    """Have Java read a PFX and write it as a keystore of its own."""
    run("keytool", "-importkeystore", "-noprompt", "-srckeystore", source, "-srcstoretype", "PKCS12", "-srcstorepass",
        PASSWORD, "-destkeystore", path, "-deststoretype", kind, "-deststorepass", PASSWORD, *options)  # fmt: skip


@needs("openssl")
@pytest.mark.parametrize(
    ("options", "verdict"),
    [
        ([], Verdict.FIT),
        (["-legacy"], Verdict.FIT),  # RC2-40 and TripleDES, as OpenSSL 1.1 wrote by default
        (["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"], Verdict.FIT),
        (["-keypbe", "NONE", "-certpbe", "NONE"], Verdict.FIT),
        (["-keypbe", "AES-128-CBC", "-certpbe", "AES-192-CBC", "-macalg", "sha512"], Verdict.FIT),
        (["-nomac"], Verdict.WARN),
        (["-iter", "100000"], Verdict.FIT),
        (["-name", "Padaria é do José"], Verdict.FIT),
    ],
    ids=lambda value: " ".join(value) or "default" if isinstance(value, list) else "",
)
def test_openssl(options: list[str], verdict: Verdict, pem: Path, trust: Trust, tmp_path: Path) -> None:
    """Whatever OpenSSL is told to write with."""
    path = tmp_path / "o.pfx"
    run("openssl", "pkcs12", "-export", "-in", pem, "-out", path, "-passout", f"pass:{PASSWORD}", *options)
    assert look(path, trust).verdict is verdict


@needs("keytool")
@pytest.mark.parametrize("legacy", [False, True])
def test_keytool(legacy: bool, pfx: TestPfx, trust: Trust, tmp_path: Path) -> None:
    """Java's keystore, with today's algorithms and with those of Java 8."""
    source, path = pfx.write(tmp_path / "s.pfx", PASSWORD), tmp_path / "j.p12"
    keytool(source, path, "PKCS12", *(["-J-Dkeystore.pkcs12.legacy"] if legacy else []))
    assert look(path, trust).verdict is Verdict.FIT


@needs("keytool")
def test_keytool_with_two_aliases(chain: TestChain, trust: Trust, tmp_path: Path) -> None:
    """Java keeps several keys in one file; all of them are seen, not the first alone."""
    path = tmp_path / "j.p12"
    for number, (alias, cnpj) in enumerate({"a": "11444777000161", "b": "11222333000181"}.items()):
        source = chain.issue(cnpj, alias.upper(), key=rsa_key(alias)).write(tmp_path / f"{number}.pfx", PASSWORD)
        keytool(source, path, "PKCS12", "-srcalias", "teste", "-destalias", alias)

    found = look(path, trust)

    assert {found.certificate.holder if found.certificate else "", found.others[0].holder} == {"A", "B"}
    assert found.says("several-keys") or found.says("portal-takes-another-key")


@needs("keytool")
def test_jks(pfx: TestPfx, trust: Trust, tmp_path: Path) -> None:
    """A Java keystore under the name of a PFX is told as what it is."""
    source, path = pfx.write(tmp_path / "s.pfx", PASSWORD), tmp_path / "j.pfx"
    keytool(source, path, "JKS")
    assert look(path, trust).says("file-is-jks")


@needs("pk12util")
@pytest.mark.parametrize("cipher", [None, "AES-256-CBC", "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC"])
def test_nss(cipher: str | None, pfx: TestPfx, trust: Trust, tmp_path: Path) -> None:
    """Firefox's library writes BER: opened, with a warning at most."""
    source, path, base = pfx.write(tmp_path / "s.pfx", PASSWORD), tmp_path / "n.p12", f"sql:{tmp_path}"
    run("certutil", "-N", "-d", base, "--empty-password")
    run("pk12util", "-i", source, "-d", base, "-W", PASSWORD, "-K", "")
    options = ["-c", cipher, "-C", cipher] if cipher else []
    run("pk12util", "-o", path, "-n", "teste", "-d", base, "-W", PASSWORD, "-K", "", *options)

    found = look(path, trust)

    assert found.verdict is not Verdict.UNFIT, [reason.code for reason in found.reasons]
    assert found.certificate
    assert found.certificate.cnpj == Cnpj("11222333000181")


@needs("certtool")
@pytest.mark.parametrize("cipher", ["aes-256", "aes-128", "3des-pkcs12", "rc2-40", "arcfour"])
def test_gnutls(cipher: str, pem: Path, trust: Trust, tmp_path: Path) -> None:
    """GnuTLS in each of its encryptions."""
    path = tmp_path / "g.p12"
    run("certtool", "--to-p12", "--load-privkey", tmp_path / "chave.txt", "--load-certificate", tmp_path / "cert.txt",
        "--load-ca-certificate", tmp_path / "cadeia.txt", "--p12-name", "teste", "--password", PASSWORD,
        "--pkcs-cipher", cipher, "--outder", "--outfile", path)  # fmt: skip
    found = look(path, trust)
    assert found.verdict is not Verdict.UNFIT, [reason.code for reason in found.reasons]
