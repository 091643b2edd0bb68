"""Reasons about who vouches for the certificate."""

from rpa.messages import _

from .rule import Rule, Severity, no_advice

_UNFIT, _WARN, _INFO = Severity.UNFIT, Severity.WARN, Severity.INFO


def _needs_icp_brasil() -> str:
    return _("Ask the client for a certificate of ICP-Brasil.")


SELF_SIGNED = Rule(
    "self-signed",
    _UNFIT,
    lambda: _("The certificate vouches for itself; no certification authority stands behind it."),
    _needs_icp_brasil,
)
OTHER_ROOT = Rule(
    "other-root",
    _UNFIT,
    lambda: _("The certificate comes from another root than ICP-Brasil's: {root}."),
    lambda: _("Ask the client for a certificate of ICP-Brasil. For homologation, name the root in RPA_EXTRA_ROOTS."),
)
BAD_SIGNATURE = Rule(
    "bad-signature",
    _UNFIT,
    lambda: _("The signature of {issuer} on the certificate of {subject} is wrong: one of them is forged or damaged."),
    _needs_icp_brasil,
)
NOT_AN_AUTHORITY = Rule(
    "issuer-not-an-authority",
    _UNFIT,
    lambda: _("{issuer}, which issued this certificate, is no certification authority."),
    _needs_icp_brasil,
)
ISSUER_UNKNOWN = Rule(
    "issuer-unknown",
    _WARN,
    lambda: _("The authority {issuer} is neither in the file nor in the list, so its trust cannot be judged."),
    lambda: _("Fetch the list of authorities with: rpa roots update"),
)
NO_CHAIN = Rule(
    "chain-absent",
    _INFO,
    lambda: _("The file holds no certificates of authorities; they were completed from the list."),
    no_advice,
)
HOMOLOGATION = Rule(
    "homologation",
    _INFO,
    lambda: _("The certificate is trusted only because of RPA_EXTRA_ROOTS ({root}): good for tests, not for real use."),
    no_advice,
)
REVOCATION = Rule(
    "revocation-not-checked",
    _INFO,
    lambda: _("Whether the certificate was revoked has not been checked."),
    no_advice,
)
