"""Reasons about when the certificate is valid. Dates are Brasília's."""

from rpa.messages import _

from .rule import Rule, Severity

_UNFIT, _WARN = Severity.UNFIT, Severity.WARN


def _ask_for_renewed() -> str:
    return _("Ask the client for the renewed certificate.")


EXPIRED = Rule("expired", _UNFIT, lambda: _("The certificate expired on {date}."), _ask_for_renewed)
NOT_YET = Rule(
    "not-yet-valid",
    _UNFIT,
    lambda: _("The certificate is valid only from {date}."),
    lambda: _("Wait until then. If today is later than that, set this computer's clock right."),
)
SOON = Rule(
    "expires-soon",
    _WARN,
    lambda: _("The certificate expires on {date}; days left: {days}."),
    lambda: _("Ask the client whether there is a newer one already."),
)
OLDER = Rule(
    "older-than-portal",
    _UNFIT,
    lambda: _("The portal already has a newer certificate, valid until {portal}; this one ends on {date}."),
    _ask_for_renewed,
)
SAME = Rule(
    "same-as-portal",
    Severity.INFO,
    lambda: _("The portal already has a certificate that ends on the same day, {date}."),
    lambda: _("Nothing, if it is this one."),
)
BEYOND_ISSUER = Rule(
    "beyond-issuer",
    _WARN,
    lambda: _("The certificate claims to be valid until {date}, longer than its issuer, which ends on {issuer}."),
    lambda: _("Expect it to stop working when its issuer ends."),
)
ISSUER_EXPIRED = Rule(
    "issuer-expired",
    _UNFIT,
    lambda: _("The authority {issuer}, above this certificate, expired on {date}."),
    _ask_for_renewed,
)
NONSENSE = Rule(
    "validity-reversed",
    _UNFIT,
    lambda: _("The certificate ends before it begins."),
    lambda: _("The certification authority must issue it again."),
)
