"""Everything that can be said of a certificate file, by topic. Codes are stable; sentences come in two languages."""

from types import ModuleType

from . import cnpj, dates, file, key, kind, rows, trust
from .rule import BRASILIA, Reason, Rule, Severity, Value


def _rules_in(*topics: ModuleType) -> dict[str, Rule]:
    return {rule.code: rule for topic in topics for rule in vars(topic).values() if isinstance(rule, Rule)}


RULES = _rules_in(file, key, kind, cnpj, dates, trust, rows)
"""Every rule by its code."""

__all__ = [
    "BRASILIA", "RULES", "Reason", "Rule", "Severity", "Value", "cnpj", "dates", "file", "key", "kind", "rows", "trust",
]  # fmt: skip
