"""Passwords to keys: the two ways in which a PFX turns its password into a MAC and into cipher keys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from asn1crypto import algos
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4, TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from . import rc2
from .examination import RefusedError
from .reasons import file

BLOCK = {"sha1": 64, "sha224": 64, "sha256": 64, "md5": 64, "sha384": 128, "sha512": 128}
"""Block sizes of the hashes that PKCS#12's own key derivation may use."""


@dataclass(frozen=True, slots=True, repr=False)
class Spelling:
    """A password as bytes: for PKCS#12's own derivation, and for PBKDF2. Old programs wrote accents otherwise."""

    bmp: bytes
    raw: bytes

    @classmethod
    def of(cls, text: str) -> Spelling:
        """As the standard says: big-endian UTF-16 with a final NUL, and UTF-8."""
        return cls(_bmp(text), text.encode())

    @classmethod
    def none(cls) -> Spelling:
        """No password at all, which some programs write otherwise than an empty one."""
        return cls(b"", b"")

    @classmethod
    def old(cls, text: str) -> list[Spelling]:
        """As old programs wrote accents: UTF-8 taken for Latin-1, or Latin-1 itself. Empty without accents."""
        if text.isascii():
            return []
        spellings = [cls(_bmp(text.encode().decode("latin-1")), text.encode())]
        for encoding in ("latin-1", "cp1252"):
            try:
                raw = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            spellings.append(cls(_bmp(raw.decode("latin-1")), raw))
        return spellings


def _bmp(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass") + b"\0\0"


def derive(hash_name: str, password: bytes, salt: bytes, rounds: int, *, purpose: int, length: int) -> bytes:
    """PKCS#12's own key derivation (RFC 7292, appendix B.2). Purpose 1 is a key, 2 an IV, 3 a MAC."""
    block = BLOCK[hash_name]
    filled = _fill(salt, block) + _fill(password, block)
    out = b""
    while True:
        digest = hashlib.new(hash_name, bytes([purpose]) * block + filled, usedforsecurity=False).digest()
        for _ in range(rounds - 1):
            digest = hashlib.new(hash_name, digest, usedforsecurity=False).digest()
        out += digest
        if len(out) >= length:
            return out[:length]
        step = int.from_bytes(_fill(digest, block)[:block], "big") + 1
        filled = b"".join(_add(filled[i : i + block], step) for i in range(0, len(filled), block))


def _fill(data: bytes, block: int) -> bytes:
    """The data repeated up to a whole number of blocks."""
    size = -(-len(data) // block) * block
    return (data * (size // len(data) + 1))[:size] if data else b""


def _add(part: bytes, step: int) -> bytes:
    return ((int.from_bytes(part, "big") + step) % (1 << 8 * len(part))).to_bytes(len(part), "big")


_PBES1: dict[str, tuple[str, int]] = {
    "pkcs12_sha1_tripledes_3key": ("3des", 24),
    "pkcs12_sha1_tripledes_2key": ("3des", 16),
    "pkcs12_sha1_rc2_128": ("rc2", 16),
    "pkcs12_sha1_rc2_40": ("rc2", 5),
    "pkcs12_sha1_rc4_128": ("rc4", 16),
    "pkcs12_sha1_rc4_40": ("rc4", 5),
}


def rounds_of(algorithm: algos.EncryptionAlgorithm) -> int | None:
    """How many rounds of hashing this encryption asks for; None where it does not count so."""
    parameters = algorithm["parameters"]
    if algorithm["algorithm"].native == "pbes2":
        kdf = parameters["key_derivation_func"]
        return int(kdf["parameters"]["iteration_count"].native) if kdf["algorithm"].native == "pbkdf2" else None
    return int(parameters["iterations"].native) if algorithm["algorithm"].native in _PBES1 else None


def decrypt(algorithm: algos.EncryptionAlgorithm, data: bytes, password: Spelling) -> bytes:
    """Undo the encryption. Raises ValueError for a wrong password or bad data, RefusedError for a foreign cipher."""
    name = algorithm["algorithm"].native
    if name == "pbes2":
        return _decrypt_pbes2(algorithm, data, password)
    if name not in _PBES1:
        raise RefusedError(file.CIPHER(name=_name(algorithm["algorithm"])))
    cipher, size = _PBES1[name]
    salt, rounds = algorithm["parameters"]["salt"].native, algorithm["parameters"]["iterations"].native
    key = derive("sha1", password.bmp, salt, rounds, purpose=1, length=size)
    if cipher == "rc4":
        return Cipher(ARC4(key), None).decryptor().update(data)
    iv = derive("sha1", password.bmp, salt, rounds, purpose=2, length=8)
    if cipher == "rc2":
        return _unpad(rc2.decrypt_cbc(key, iv, data, bits=8 * size), 8)
    return _cbc(TripleDES(key if size == 24 else key + key[:8]), iv, data)


def _decrypt_pbes2(algorithm: algos.EncryptionAlgorithm, data: bytes, password: Spelling) -> bytes:
    kdf, scheme = algorithm["parameters"]["key_derivation_func"], algorithm["parameters"]["encryption_scheme"]
    cipher = scheme["algorithm"].native
    sizes = {"aes128_cbc": 16, "aes192_cbc": 24, "aes256_cbc": 32, "tripledes_3key": 24}
    if kdf["algorithm"].native != "pbkdf2" or cipher not in sizes:
        raise RefusedError(file.CIPHER(name=_name(scheme["algorithm"])))
    key = pbkdf2(kdf["parameters"], password.raw, sizes[cipher])
    iv = scheme["parameters"].native
    return _cbc(TripleDES(key) if cipher == "tripledes_3key" else AES(key), iv, data)


def pbkdf2(parameters: algos.Pbkdf2Params, password: bytes, length: int) -> bytes:
    """The key that PBKDF2 makes of the password, with the parameters of the file."""
    hash_name = parameters["prf"]["algorithm"].native
    if hash_name not in BLOCK:
        raise RefusedError(file.CIPHER(name=str(hash_name)))
    if not 0 < length <= 64:
        raise ValueError("key length")
    salt, rounds = parameters["salt"].native, parameters["iteration_count"].native
    return hashlib.pbkdf2_hmac(hash_name, password, salt, rounds, length)


def _cbc(cipher: CipherAlgorithm, iv: bytes, data: bytes) -> bytes:
    decryptor = Cipher(cipher, modes.CBC(iv)).decryptor()
    return _unpad(decryptor.update(data) + decryptor.finalize(), len(iv))


def _unpad(data: bytes, block: int) -> bytes:
    count = data[-1] if data else 0
    if not 1 <= count <= block or data[-count:] != bytes([count]) * count:
        raise ValueError("padding")
    return data[:-count]


def _name(oid: object) -> str:
    return str(getattr(oid, "native", oid))
