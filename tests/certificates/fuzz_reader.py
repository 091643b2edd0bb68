"""A fuzz run of the reader: no input makes it hang or crash, or tell the password. Needs atheris, so Linux.

    python tests/certificates/fuzz_reader.py -max_total_time=60 -timeout=10

It begins with good files of each kind, and lets the engine damage them. A file may ask for five million rounds of
hashing, which is honest work for the time limit of a worker, and no hang; here a thousand are enough.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["rpa", "asn1crypto"]):
    from rpa.certificates import container, wire
    from rpa.certificates.chain import Library
    from rpa.certificates.examination import Examination, RefusedError, Terms
    from rpa.certificates.examiner import judged
    from rpa.certificates.reader import Opened, open_pfx

from fixtures.certificates import Recipe, TestChain, rsa_key, write_container
from fixtures.certificates.container import ENCRYPTIONS
from fixtures.certificates.oddities import as_ber, with_explicit_false
from rpa.certificates import Trust
from rpa.cnpj import Cnpj

PASSWORD = "Senha-Que-Ninguem-Deve-Ver"
CHAIN = TestChain()
GOOD = CHAIN.issue(key=rsa_key("fuzz", 1024))
TERMS = Terms(Cnpj("11222333000181"))
LIBRARY = Library(Trust(extra=(GOOD.ders[2],)))
container.MAX_ROUNDS = 1000


def seeds() -> list[bytes]:
    """Good files to begin with: what only the reader's own code opens, in every encryption."""
    explicit = [with_explicit_false(GOOD.der, CHAIN.key), *GOOD.ders[1:]]
    plain = Recipe(rounds=1, encryption=None, key_encryption=None, mac=None)
    every = [write_container(explicit, [GOOD.key], PASSWORD, Recipe(encryption=name, rounds=1)) for name in ENCRYPTIONS]
    return [
        *every,
        as_ber(every[0]),
        write_container(explicit, [GOOD.key, GOOD.key], PASSWORD, plain),
        write_container(explicit, [GOOD.key], PASSWORD, Recipe(rounds=1, mac="pbmac1", encryption="aes256")),
        GOOD.pem,
        *explicit,
        GOOD.der,
    ]


def one_input(data: bytes) -> None:
    """Read, judge, and send as a worker would; whatever is raised beyond a refusal is a find."""
    try:
        _hold(judged(open_pfx(data, PASSWORD), LIBRARY, TERMS))
    except RefusedError as refused:
        _hold(Examination((refused.reason,)))
    _hold(judged(Opened([data, *GOOD.ders], [None]), LIBRARY, TERMS))  # the same bytes as a certificate


def _hold(found: Examination) -> None:
    """What must be true of every examination."""
    assert wire.answer_of(wire.answer(found)) == found
    assert PASSWORD not in repr(found)
    for reason in found.reasons:
        assert reason.text


def main() -> None:
    """Run the engine on a corpus in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        for i, seed in enumerate(seeds()):
            (corpus / str(i)).write_bytes(seed)
        options = ["-max_len=20000", "-print_final_stats=1", f"-artifact_prefix={name}/", *sys.argv[1:]]
        atheris.Setup([sys.argv[0], *options, str(corpus)], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
