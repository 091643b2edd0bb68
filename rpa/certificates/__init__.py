"""Knows everything about a certificate file before the portal is touched. Start at `examine`.

Importing this package is cheap: `cryptography` comes only with the first examination.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rpa.cnpj import Cnpj
from rpa.secret import Secret

from .examination import Certificate, Examination, Found, Kind, Terms, Verdict
from .reasons import BRASILIA, Reason, Severity
from .trust import Trust, TrustError
from .workers import Examiner, Request, shared

__all__ = [
    "BRASILIA", "Certificate", "Examination", "Examiner", "Found", "Kind", "Reason", "Request", "Severity", "Terms",
    "Trust", "TrustError", "Verdict", "examine", "examine_again",
]  # fmt: skip


def examine(
    path: Path,
    password: Secret,
    *,
    trust: Trust,
    client: Cnpj | None = None,
    now: datetime | None = None,
    warn_days: int = 30,
    accept_seal: bool = False,
    exact_cnpj: bool = False,
) -> Examination:
    """Look at one PFX and say whether it is fit for the client. Never raises for what the file contains.

    The file is opened in a worker process that is kept for the next call. For many files at once see `Examiner`.
    """
    return shared(trust).examine(path, password, Terms(client, now, warn_days, accept_seal, exact_cnpj))


def examine_again(data: bytes, password: Secret, *, trust: Trust, terms: Terms) -> Examination:
    """Look at a PFX that is in memory only, and that `examine` has found fit once before; in this very process."""
    from .chain import Library
    from .examiner import examine_bytes

    return examine_bytes(data, password, Library(trust), terms)
