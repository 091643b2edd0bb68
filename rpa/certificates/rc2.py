"""RC2 (RFC 2268), with which Windows encrypted the certificates in a PFX for years; no library offers its 40 bits."""

from __future__ import annotations

import struct

_PI = bytes.fromhex(
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2"
    "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82"
    "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626"
    "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7"
    "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec"
    "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731"
    "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9"
    "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad"
)
_MASK = 0xFFFF


def expand_key(key: bytes, bits: int) -> tuple[int, ...]:
    """The 64 words of the key schedule for a key of that effective length."""
    table = bytearray(key)
    while len(table) < 128:
        table.append(_PI[(table[-1] + table[-len(key)]) & 0xFF])
    size = (bits + 7) // 8
    table[128 - size] = _PI[table[128 - size] & (0xFF >> (8 * size - bits))]
    for i in range(127 - size, -1, -1):
        table[i] = _PI[table[i + 1] ^ table[i + size]]
    return struct.unpack("<64H", table)


def _decrypt_block(words: tuple[int, ...], block: bytes) -> bytes:
    a, b, c, d = struct.unpack("<4H", block)
    for turn in range(15, -1, -1):
        k = 4 * turn
        d = (((d >> 5 | d << 11) & _MASK) - (a & ~c & _MASK) - (b & c) - words[k + 3]) & _MASK
        c = (((c >> 3 | c << 13) & _MASK) - (d & ~b & _MASK) - (a & b) - words[k + 2]) & _MASK
        b = (((b >> 2 | b << 14) & _MASK) - (c & ~a & _MASK) - (d & a) - words[k + 1]) & _MASK
        a = (((a >> 1 | a << 15) & _MASK) - (b & ~d & _MASK) - (c & d) - words[k]) & _MASK
        if turn in (11, 5):  # the mashing rounds lie behind the mixing rounds 5 and 11
            d = (d - words[c & 63]) & _MASK
            c = (c - words[b & 63]) & _MASK
            b = (b - words[a & 63]) & _MASK
            a = (a - words[d & 63]) & _MASK
    return struct.pack("<4H", a, b, c, d)


def decrypt_cbc(key: bytes, iv: bytes, data: bytes, *, bits: int) -> bytes:
    """Undo RC2 in CBC mode; the padding stays on. Raises ValueError where the data is no whole number of blocks."""
    if len(data) % 8:
        raise ValueError("length")
    words = expand_key(key, bits)
    out = bytearray()
    for i in range(0, len(data), 8):
        block = data[i : i + 8]
        out += bytes(x ^ y for x, y in zip(_decrypt_block(words, block), iv, strict=True))
        iv = block
    return bytes(out)
