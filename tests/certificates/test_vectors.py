"""A foreign corpus: the PKCS#12 files of `cryptography-vectors`, with a table of what opens and what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpa.certificates import Severity, Trust, examine
from rpa.secret import Secret

vectors = pytest.importorskip("cryptography_vectors", reason="pip install cryptography-vectors")
FOLDER = Path(vectors.__file__).parent / "pkcs12"

# None of these is a company's: what is said of kind, key, dates and issuer is the same for all that opens.
_EXPECTED_OF_ALL = {
    "kind-ca", "key-not-rsa", "self-signed", "no-policy", "key-usage-missing", "no-cnpj", "expired", "issuer-unknown",
}  # fmt: skip

TABLE = {
    # file: (password, what is said of the file, its password and its key)
    "cert-aes256cbc-no-key.p12": ("cryptography", {"no-key"}),
    "cert-key-aes256cbc.p12": ("cryptography", set()),
    "cert-none-key-none.p12": ("cryptography", set()),
    "cert-rc2-key-3des.p12": ("cryptography", set()),
    "java-truststore.p12": ("", {"password-empty", "no-key"}),
    "no-password.p12": ("", {"password-empty"}),
    "no-cert-key-aes256cbc.p12": ("cryptography", {"no-certificate"}),
    **{f"{name}-pwd.p12": ("password", set()) for name in (
        "name-1", "name-2", "name-3", "name-2-3", "name-all", "name-unicode", "no-name",
    )},
    **{f"{name}-no-pwd.p12": ("", {"password-empty"}) for name in (
        "name-1", "name-2", "name-3", "name-2-3", "name-all", "name-unicode", "no-name",
    )},
    **{f"no-cert-{name}-pwd.p12": ("password", {"no-key"}) for name in (
        "name-2", "name-3", "name-all", "name-unicode", "no-name",
    )},
    **{f"no-cert-{name}-no-pwd.p12": ("", {"no-key", "password-empty"}) for name in (
        "name-2", "name-3", "name-all", "name-unicode", "no-name",
    )},
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(TABLE))
def test_vector(name: str) -> None:
    """The file opens with its password, and its key and certificates are told as they are."""
    password, said = TABLE[name]
    found = examine(FOLDER / name, Secret(password), trust=Trust())
    codes = {reason.code for reason in found.reasons if reason.severity is not Severity.INFO}
    assert codes - _EXPECTED_OF_ALL == said


@pytest.mark.parametrize("name", sorted(TABLE))
def test_vector_with_another_password(name: str) -> None:
    """With a password that is not its own, the password is to blame, and never the file."""
    found = examine(FOLDER / name, Secret("outra"), trust=Trust())
    assert found.says("password-not-needed" if not TABLE[name][0] else "wrong-password")


def test_the_table_is_complete() -> None:
    """Every file of the corpus is in the table."""
    assert {path.name for path in FOLDER.glob("*.p12")} == set(TABLE)
