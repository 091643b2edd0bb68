"""Looks at one file and says everything about it. Whatever the file contains, the outcome is an Examination."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from rpa.cnpj import Cnpj
from rpa.regular import TooLargeError, read_regular
from rpa.secret import Secret

from .chain import Library
from .examination import MAX_SIZE, Certificate, Examination, RefusedError, Terms
from .judge import judge
from .leaf import describe, name_of
from .paper import Paper, paper_of
from .reader import Opened, open_pfx
from .reasons import Reason, Value, file, key, trust


def examine_here(path: Path, password: Secret, library: Library, terms: Terms) -> Examination:
    """Examine a file in this very process, without a limit of time or memory. Workers call it."""
    try:
        return examine_bytes(read_file(path), password, library, terms)
    except RefusedError as refused:
        return Examination((refused.reason,))


def examine_bytes(data: bytes, password: Secret, library: Library, terms: Terms) -> Examination:
    """Examine what a file holds, in this very process: only what was examined by a worker once before."""
    try:
        examination = judged(open_pfx(data, password.reveal()), library, terms)
    except RefusedError as refused:
        return Examination((refused.reason,))
    return replace(examination, sha256=sha256(data).hexdigest())


def read_file(path: Path) -> bytes:
    """A file's bytes, unless it is too large to be a certificate. Raises RefusedError."""
    try:
        return read_regular(path, MAX_SIZE)
    except TooLargeError:
        raise RefusedError(file.TOO_LARGE(size=path.stat().st_size, limit=MAX_SIZE)) from None
    except FileNotFoundError:
        raise RefusedError(file.MISSING()) from None
    except OSError as error:
        raise RefusedError(file.UNREADABLE(why=error.strerror or type(error).__name__)) from None


def judged(opened: Opened, library: Library, terms: Terms) -> Examination:
    """Everything there is to say of what came out of a file."""
    reasons = list(opened.notes)
    if not opened.certificates:
        return Examination((*reasons, key.NO_CERTIFICATE(), *([] if opened.keys else [key.NO_KEY()])))
    papers = [paper for paper in map(paper_of, opened.certificates) if paper]
    owners = [_owner(public, papers) for public in dict.fromkeys(opened.keys)]
    leaf, of_keys = _choose_leaf(owners, papers, opened, terms)
    if leaf is None:
        return Examination((*reasons, *of_keys, key.UNREADABLE_CERTIFICATE()))
    chain = library.chain_of(leaf, [der for der in opened.certificates if der != leaf.der])
    certificate = describe(leaf, chain.papers)
    reasons += [*of_keys, *judge(certificate, chain, terms)]
    if len(opened.certificates) == 1 and len(chain.papers) > 1:
        reasons.append(trust.NO_CHAIN())
    if not leaf.is_strict:
        reasons.append(file.LOOSE())
    others = tuple(describe(paper) for paper in owners if paper and paper is not leaf)
    return Examination(tuple(reasons), certificate, others)


def _owner(public: bytes | None, papers: list[Paper]) -> Paper | None:
    """The certificate that a key belongs to."""
    return next((paper for paper in papers if paper.public_half == public), None) if public else None


def _choose_leaf(
    owners: list[Paper | None], papers: list[Paper], opened: Opened, terms: Terms
) -> tuple[Paper | None, list[Reason]]:
    """The certificate that this file is about, and what there is to say of its keys."""
    if any(owners):
        return _choose_among(owners, terms)
    bystander = next((paper for paper in papers if not paper.is_authority), papers[0] if papers else None)
    if not opened.keys:
        return bystander, [key.NO_KEY()]
    return bystander, [key.CORRUPT() if None in opened.keys else key.MISMATCH()]


def _choose_among(owners: list[Paper | None], terms: Terms) -> tuple[Paper, list[Reason]]:
    """Of several keys the client's; the portal is expected to take the first, as most programs do."""
    owned = [paper for paper in owners if paper]
    certificates = [describe(paper) for paper in owned]
    if len(owners) == 1:
        return owned[0], []
    chosen = max(range(len(owned)), key=lambda i: (_fitness(certificates[i], terms.client), -i))
    values: dict[str, Value] = {
        "count": len(owners),
        "holders": ", ".join(name_of(paper) if paper else "?" for paper in owners),
        "first": certificates[0].holder,
        "own": certificates[chosen].holder,
    }
    return owned[chosen], [(key.ANOTHER_TAKEN if chosen else key.SEVERAL)(**values)]


def _fitness(certificate: Certificate, client: Cnpj | None) -> int:
    """How well a certificate fits the client: 2 the very establishment, 1 the company, 0 not at all."""
    own = certificate.cnpj
    return (own == client) + (own.root == client.root) if own and client else 0
