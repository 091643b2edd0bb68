"""Reasons about whose certificate it is."""

from rpa.messages import _

from .rule import Rule, Severity, no_advice

_UNFIT, _INFO = Severity.UNFIT, Severity.INFO


def _ask_for_own() -> str:
    return _("Ask the client for the certificate of this company.")


NONE = Rule(
    "no-cnpj",
    _UNFIT,
    lambda: _("The certificate carries no CNPJ."),
    _ask_for_own,
)
CHECK_DIGITS = Rule(
    "cnpj-check-digits",
    _UNFIT,
    lambda: _("The certificate's CNPJ has wrong check digits: {found}."),
    lambda: _("The certification authority must issue it again."),
)
DISAGREE = Rule(
    "cnpj-disagrees",
    _UNFIT,
    lambda: _("The certificate contradicts itself about its CNPJ: {found}."),
    lambda: _("The certification authority must issue it again."),
)
TWO = Rule(
    "two-cnpjs",
    _UNFIT,
    lambda: _("The certificate carries more than one CNPJ: {found}."),
    _ask_for_own,
)
OTHER_COMPANY = Rule(
    "other-company",
    _UNFIT,
    lambda: _("The certificate is of another company: {found} instead of {wanted}."),
    _ask_for_own,
)
BRANCH = Rule(
    "same-company-branch",
    _INFO,
    lambda: _("The certificate is of the same company, but another establishment: {found}."),
    no_advice,
)
NOT_EXACT = Rule(
    "cnpj-not-exact",
    _UNFIT,
    lambda: _(
        "The certificate is of another establishment of the company ({found}), and you asked for the exact CNPJ."
    ),
    _ask_for_own,
)
