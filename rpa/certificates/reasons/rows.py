"""Reasons about one row of a clients file beside the others."""

from rpa.messages import _

from .rule import Rule, Severity

_UNFIT, _WARN = Severity.UNFIT, Severity.WARN

SAME_CERTIFICATE = Rule(
    "same-certificate-twice",
    _WARN,
    lambda: _("Row {row} uses the same certificate for the same CNPJ."),
    lambda: _("Take one of the two rows out."),
)
TWO_DEFAULTS = Rule(
    "two-defaults",
    _UNFIT,
    lambda: _("Row {row} wants to be the default of the same company."),
    lambda: _("Leave the default to one of them; write no in the other."),
)
BETTER_FIT = Rule(
    "another-fits-better",
    _WARN,
    lambda: _("The file of row {row} is of {cnpj} itself, and so fits this company better than its own."),
    lambda: _("Check that the two files were not swapped."),
)
BELONGS_ELSEWHERE = Rule(
    "belongs-to-another-row",
    _UNFIT,
    lambda: _("The file is of {cnpj}, the company of row {row}."),
    lambda: _("Move it to that row, and ask for this company's own."),
)
