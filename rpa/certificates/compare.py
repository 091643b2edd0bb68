"""A certificate beside others: those that the portal has, and those of the other rows of a clients file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rpa.cnpj import Cnpj

from .examination import Certificate, Examination
from .reasons import BRASILIA, Reason, dates, rows


def against_portal(certificate: Certificate, portal_until: date) -> Reason | None:
    """What there is to say when the portal has a certificate that ends on that day; None where ours is newer."""
    own = certificate.not_after.astimezone(BRASILIA).date()
    if own < portal_until:
        return dates.OLDER(date=certificate.not_after, portal=portal_until)
    return dates.SAME(date=certificate.not_after) if own == portal_until else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a clients file whose PFX was examined."""

    number: int
    cnpj: Cnpj
    examination: Examination
    default: bool = True

    @property
    def certificate(self) -> Certificate | None:
        """The row's certificate, where it could be read."""
        return self.examination.certificate


def check_rows(clients: Sequence[Row]) -> dict[int, tuple[Reason, ...]]:
    """What the rows of one file say about each other, by row. Rows about which there is nothing to say are absent."""
    by_cnpj: dict[Cnpj, list[Row]] = {}
    by_owner: dict[Cnpj, list[Row]] = {}
    by_root: dict[str, list[Row]] = {}
    for row in clients:
        by_cnpj.setdefault(row.cnpj, []).append(row)
        by_root.setdefault(row.cnpj.root, []).append(row)
        if row.certificate and row.certificate.cnpj:
            by_owner.setdefault(row.certificate.cnpj, []).append(row)
    found = {}
    for row in clients:
        twins = [other for other in by_cnpj[row.cnpj] if other is not row]
        better = by_owner.get(row.cnpj, [])
        reasons = (*_of_twins(row, twins), *_of_owner(row, by_cnpj, by_root), *_of_better(row, better))
        if reasons:
            found[row.number] = reasons
    return found


def _of_twins(row: Row, twins: Sequence[Row]) -> Iterator[Reason]:
    """Rows of the same CNPJ should not have the same certificate, nor both be the default."""
    same = [twin for twin in twins if row.certificate and _fingerprint(twin) == row.certificate.fingerprint]
    if same:
        yield rows.SAME_CERTIFICATE(row=same[0].number)
    defaults = [twin for twin in twins if row.default and twin.default]
    if defaults:
        yield rows.TWO_DEFAULTS(row=defaults[0].number)


def _of_owner(row: Row, by_cnpj: dict[Cnpj, list[Row]], by_root: dict[str, list[Row]]) -> Iterator[Reason]:
    """A certificate of another company may belong to another row."""
    owner = row.certificate.cnpj if row.certificate else None
    if owner is None or owner.root == row.cnpj.root:
        return
    homes = by_cnpj.get(owner) or by_root.get(owner.root)
    if homes:
        yield rows.BELONGS_ELSEWHERE(cnpj=owner.masked, row=homes[0].number)


def _of_better(row: Row, better: Sequence[Row]) -> Iterator[Reason]:
    """Another row's file may be of this very establishment, when the row's own is not."""
    own = row.certificate.cnpj if row.certificate else None
    others = [other for other in better if other.cnpj != row.cnpj]
    if own != row.cnpj and others:
        yield rows.BETTER_FIT(cnpj=row.cnpj.masked, row=others[0].number)


def _fingerprint(row: Row) -> str | None:
    return row.certificate.fingerprint if row.certificate else None
