"""One certificate to be renewed: it exists only after its PFX was opened and found fit for its company."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rpa.certificates import Certificate
from rpa.cnpj import Cnpj
from rpa.listed import brasilia
from rpa.secret import Secret

NICKNAME_LIMIT = 40
"""Characters of a name that is made here; the portal takes 100, some of its screens perhaps 20."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A certificate that this program sent to a company: under which Apelido, and when it expires, as far as known."""

    nickname: str | None
    fingerprint: str
    expiry: date | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """What is to be in the portal afterwards: this certificate, for this company, as default or not.

    `accept_same_day`: an entry of the list that expires on the same day is this one, whatever its Apelido. `sha256` is
    of the PFX file's bytes that were examined, in hex: no others may be sent. `content` is the PFX itself where it came
    sealed from another machine: `pfx` is then only its name.
    """

    row: int
    cnpj: Cnpj
    company: str
    account: str
    pfx: Path
    password: Secret
    certificate: Certificate
    sha256: str
    default: bool = True
    nickname: str | None = None
    warnings: tuple[str, ...] = ()
    accept_same_day: bool = False
    content: bytes | None = field(default=None, repr=False)

    @property
    def expiry(self) -> date:
        """The day, in Brasília, on which the certificate expires."""
        return brasilia(self.certificate.not_after)

    @property
    def name(self) -> str:
        """The company's name: as the clients file has it, else as the certificate does."""
        return self.company or self.certificate.holder

    def nickname_beside(self, taken: Collection[str], limit: int | None = None) -> str:
        """The Apelido to give: the file's own, or one made of company and year of expiry that is not taken yet.

        `limit` is how many characters the portal's field takes; both are cut to it.
        """
        if self.nickname:
            return self.nickname[:limit]
        room = min(NICKNAME_LIMIT, limit or NICKNAME_LIMIT)
        for number in range(1, len(taken) + 2):
            ending = f" {self.expiry.year}" + (f" ({number})" if number > 1 else "")
            name = self.name[: room - len(ending)].strip() + ending
            if name.casefold() not in {t.casefold() for t in taken}:
                return name
        raise AssertionError("more names than entries cannot all be taken")
