"""Reasons about what the certificate is made for."""

from rpa.messages import _

from .rule import Rule, Severity

_UNFIT, _WARN, _INFO = Severity.UNFIT, Severity.WARN, Severity.INFO


def _needs_a1() -> str:
    return _("Ask the client for the company's e-CNPJ A1, or have it issued.")


PERSON = Rule(
    "kind-e-cpf",
    _UNFIT,
    lambda: _("This is the certificate of a person (e-CPF), not of a company."),
    _needs_a1,
)
HARDWARE = Rule(
    "kind-hardware",
    _UNFIT,
    lambda: _("This is a type {kind} certificate, which must live in a card or token, not in a file."),
    _needs_a1,
)
SEAL_HARDWARE = Rule(
    "kind-seal-hardware",
    _UNFIT,
    lambda: _("This is an electronic seal in hardware (SE-H), which must not be in a file."),
    lambda: _("Ask the client for the electronic seal in software (SE-S) or for the e-CNPJ A1."),
)
SEAL = Rule(
    "kind-seal",
    _UNFIT,
    lambda: _("This is an electronic seal (SE-S), the successor of A1. It is not certain that the portal takes it."),
    lambda: _("If the portal is known to take seals, allow them with --accept-seal."),
)
SEAL_ACCEPTED = Rule(
    "kind-seal-accepted",
    _INFO,
    lambda: _("This is an electronic seal (SE-S), allowed because you asked for it."),
    lambda: _("Look at the portal's answer."),
)
SERVER = Rule("kind-server", _UNFIT, lambda: _("This is the certificate of a web server, not of a company."), _needs_a1)
AUTHORITY = Rule(
    "kind-ca",
    _UNFIT,
    lambda: _("This is the certificate of a certification authority, not of a company."),
    _needs_a1,
)
OTHER = Rule(
    "kind-other",
    _UNFIT,
    lambda: _("This is a type {kind} certificate, which is not made for signing fiscal documents."),
    _needs_a1,
)
NO_POLICY = Rule(
    "no-policy",
    _UNFIT,
    lambda: _("The certificate carries no policy of ICP-Brasil."),
    _needs_a1,
)
UNKNOWN_POLICY = Rule(
    "unknown-policy",
    _WARN,
    lambda: _("The certificate's ICP-Brasil policy is not known here ({policy})."),
    lambda: _("Ask the client's certification authority whether it is an e-CNPJ A1."),
)
KEY_USAGE = Rule(
    "key-usage-missing",
    _UNFIT,
    lambda: _(
        "The certificate does not allow digital signature and non-repudiation; the tax authority will refuse it."
    ),
    _needs_a1,
)
CLIENT_AUTH = Rule(
    "client-auth-missing",
    _UNFIT,
    lambda: _("The certificate does not allow client authentication; the tax authority will refuse it."),
    _needs_a1,
)
CLIENT_AUTH_UNSAID = Rule(
    "client-auth-unsaid",
    _WARN,
    lambda: _("The certificate does not say what it is for; client authentication is not named."),
    lambda: _("If the tax authority refuses it, ask the certification authority for one that names it."),
)
