"""From a certificate to its root: who issued whom, proved by signatures, names compared as RFC 5280 does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from .paper import Paper, paper_of
from .trust import Trust

_LONGEST = 8


class Ending(Enum):
    """Where a chain leads."""

    ICP_BRASIL = "icp-brasil"  # to a pinned root
    EXTRA = "extra"  # to a root that the operator gave
    SELF_SIGNED = "self-signed"  # nowhere: the certificate vouches for itself
    OTHER_ROOT = "other-root"  # to a root that nobody gave
    UNKNOWN = "unknown"  # the next issuer is neither in the file nor in the list
    BAD_SIGNATURE = "bad-signature"  # the next issuer is there, but did not sign
    NO_AUTHORITY = "no-authority"  # the next issuer signed, but may not


@dataclass(frozen=True, slots=True)
class Chain:
    """The certificates from the leaf upwards, as far as they are proved, and what comes behind the last."""

    papers: tuple[Paper, ...]
    ending: Ending


class Library:
    """The certificates that chains are built of: a file's own, then those of the trust's list."""

    def __init__(self, trust: Trust) -> None:
        self.trust = trust
        self._listed = _Index((*trust.extra, *trust.authorities))

    def chain_of(self, leaf: Paper, companions: Iterable[bytes] = ()) -> Chain:
        """The chain of a leaf, built of the other certificates in its file and of the list."""
        own = _Index(companions)
        papers = [leaf]
        while len(papers) <= _LONGEST:
            last = papers[-1]
            ending = self._end_at(last, is_leaf=last is leaf)
            if ending:
                return Chain(tuple(papers), ending)
            issuer, ending = _choose(last, [*own.issuers_of(last), *self._listed.issuers_of(last)])
            if issuer is None:
                return Chain(tuple(papers), ending)
            papers.append(issuer)
            if not issuer.is_authority and not self.trust.trusts(issuer.der):
                return Chain(tuple(papers), Ending.NO_AUTHORITY)
        return Chain(tuple(papers), Ending.UNKNOWN)

    def _end_at(self, paper: Paper, *, is_leaf: bool) -> Ending | None:
        """The ending that this certificate is by itself, or None where somebody stands above it."""
        if paper.fingerprint in self.trust.pinned:
            return Ending.ICP_BRASIL
        if self.trust.is_extra(paper.der):
            return Ending.EXTRA
        if paper.is_self_issued and paper.is_signed_by(paper):
            return Ending.SELF_SIGNED if is_leaf else Ending.OTHER_ROOT
        return None


class _Index:
    """Certificates by subject and by key id, to find issuers in."""

    def __init__(self, ders: Iterable[bytes]) -> None:
        self._by_subject: dict[str, list[Paper]] = {}
        self._by_key_id: dict[bytes, list[Paper]] = {}
        for paper in filter(None, map(paper_of, ders)):
            self._by_subject.setdefault(paper.subject_key, []).append(paper)
            if paper.own_key_id:
                self._by_key_id.setdefault(paper.own_key_id, []).append(paper)

    def issuers_of(self, paper: Paper) -> list[Paper]:
        """Whoever bears the issuer's name or key id, except the certificate itself."""
        named = self._by_subject.get(paper.issuer_key, [])
        keyed = self._by_key_id.get(paper.issuer_key_id or b"", [])
        return [found for found in dict.fromkeys([*named, *keyed]) if found.der != paper.der]


def _choose(paper: Paper, candidates: list[Paper]) -> tuple[Paper | None, Ending]:
    """Of the candidates, the one that signed. A namesake with another key id who did not sign is not the issuer."""
    claimed = False
    for candidate in candidates:
        signed = paper.is_signed_by(candidate)
        if signed:
            return candidate, Ending.UNKNOWN
        ids = (paper.issuer_key_id, candidate.own_key_id)
        claimed = claimed or (signed is False and (None in ids or ids[0] == ids[1]))
    return None, Ending.BAD_SIGNATURE if claimed else Ending.UNKNOWN
