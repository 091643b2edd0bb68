"""Reasons about the private key and the certificate it belongs to."""

from rpa.messages import _

from .rule import Rule, Severity

_UNFIT, _WARN = Severity.UNFIT, Severity.WARN


def _export_with_key() -> str:
    return _("Ask the client to export the certificate again with the option to include the private key.")


NO_KEY = Rule("no-key", _UNFIT, lambda: _("There is no private key in the file."), _export_with_key)
NO_CERTIFICATE = Rule("no-certificate", _UNFIT, lambda: _("There is no certificate in the file."), _export_with_key)
MISMATCH = Rule(
    "key-mismatch",
    _UNFIT,
    lambda: _("The private key in the file belongs to another certificate."),
    _export_with_key,
)
CORRUPT = Rule(
    "key-corrupt",
    _UNFIT,
    lambda: _("The private key in the file is damaged."),
    _export_with_key,
)
UNREADABLE_CERTIFICATE = Rule(
    "certificate-corrupt",
    _UNFIT,
    lambda: _("The certificate in the file is damaged."),
    _export_with_key,
)
WEAK = Rule(
    "key-weak",
    _UNFIT,
    lambda: _("The key is too short ({key}); ICP-Brasil asks for RSA 2048 at least."),
    lambda: _("The client needs a new certificate."),
)
NOT_RSA = Rule(
    "key-not-rsa",
    _UNFIT,
    lambda: _("The key is of a kind that fiscal documents do not use ({key}); it should be RSA."),
    lambda: _("The client needs a certificate with an RSA key."),
)
SEVERAL = Rule(
    "several-keys",
    _WARN,
    lambda: _("There are {count} keys in the file: {holders}. The portal should take the first, {first}."),
    lambda: _("Better ask the client for a file with one certificate alone."),
)
ANOTHER_TAKEN = Rule(
    "portal-takes-another-key",
    _UNFIT,
    lambda: _("There are {count} keys in the file: {holders}. The portal would take the first, {first}, not {own}."),
    lambda: _("Ask the client for a file with the certificate of {own} alone."),
)
