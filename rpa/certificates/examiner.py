"""Looks at one file and says everything about it. Whatever the file contains, the outcome is an Examination."""

from __future__ import annotations

from pathlib import Path

from rpa.secret import Secret

from .chain import Library
from .examination import Certificate, Examination, RefusedError, Terms
from .judge import judge
from .leaf import describe
from .paper import Paper, paper_of
from .reader import MAX_SIZE, Opened, open_pfx
from .reasons import Reason, Value, file, key, trust


def examine_here(path: Path, password: Secret, library: Library, terms: Terms) -> Examination:
    """Examine a file in this very process, without a limit of time or memory. Workers call it."""
    try:
        opened = open_pfx(read_file(path), password.reveal())
        return _judged(opened, library, terms)
    except RefusedError as refused:
        return Examination((refused.reason,))


def read_file(path: Path) -> bytes:
    """A file's bytes, unless it is too large to be a certificate. Raises RefusedError."""
    try:
        size = path.stat().st_size
        if size > MAX_SIZE:
            raise RefusedError(file.TOO_LARGE(size=size, limit=MAX_SIZE))
        with path.open("rb") as stream:
            return stream.read(MAX_SIZE + 1)
    except FileNotFoundError:
        raise RefusedError(file.MISSING()) from None
    except (OSError, ValueError) as error:
        raise RefusedError(file.UNREADABLE(why=getattr(error, "strerror", None) or type(error).__name__)) from None


def _judged(opened: Opened, library: Library, terms: Terms) -> Examination:
    papers = [paper for paper in map(paper_of, opened.certificates) if paper]
    reasons = list(opened.notes)
    if not opened.certificates:
        return Examination((*reasons, key.NO_CERTIFICATE(), *([] if opened.keys else [key.NO_KEY()])))
    owners = [_owner(public, papers) for public in opened.keys]
    owned = [paper for paper in owners if paper]
    leaf, key_reasons = _choose_leaf(owned, papers, opened, terms)
    reasons += key_reasons
    if leaf is None:
        return Examination((*reasons, key.UNREADABLE_CERTIFICATE()))
    others = tuple(describe(paper) for paper in owned if paper is not leaf)
    chain = library.chain_of(leaf, [der for der in opened.certificates if der != leaf.der])
    certificate = describe(leaf, chain.papers)
    if len(opened.certificates) == 1 and len(chain.papers) > 1:
        reasons.append(trust.NO_CHAIN())
    reasons += judge(certificate, chain, terms)
    if not leaf.is_strict:
        reasons.append(file.LOOSE())
    return Examination(tuple(reasons), certificate, others)


def _owner(public: bytes | None, papers: list[Paper]) -> Paper | None:
    """The certificate that a key belongs to."""
    return next((paper for paper in papers if paper.spki == public), None) if public else None


def _choose_leaf(
    owned: list[Paper], papers: list[Paper], opened: Opened, terms: Terms
) -> tuple[Paper | None, list[Reason]]:
    """The certificate that this file is about, and what there is to say of its keys."""
    if len(owned) > 1:
        return _choose_among(owned, terms)
    if owned:
        return owned[0], []
    bystander = next((paper for paper in papers if not paper.is_authority), papers[0] if papers else None)
    if not opened.keys:
        return bystander, [key.NO_KEY()]
    return bystander, [key.CORRUPT() if None in opened.keys else key.MISMATCH()]


def _choose_among(owned: list[Paper], terms: Terms) -> tuple[Paper, list[Reason]]:
    certificates: list[Certificate] = [describe(paper) for paper in owned]
    client = terms.client
    exact = [i for i, each in enumerate(certificates) if client and each.cnpj == client]
    same = [i for i, each in enumerate(certificates) if client and each.cnpj and each.cnpj.root == client.root]
    chosen = (exact or same or [0])[0]
    holders = [each.holder for each in certificates]
    rule = key.ANOTHER_TAKEN if chosen else key.SEVERAL
    values: dict[str, Value] = {"holders": ", ".join(holders), "first": holders[0], "own": holders[chosen]}
    return owned[chosen], [rule(count=len(owned), **values)]
