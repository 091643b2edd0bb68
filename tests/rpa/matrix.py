"""How `renew` ends on each named portal, and the table of it in the README.

`python -m tests.rpa.matrix` writes the table into the README anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from fixtures.portal import VARIANTS, Variant

README = Path(__file__).parents[2] / "README.md"

ENDS = {
    "maintenance": "failed",
    "locked": "parked: locked",
    "locks-after-three": "parked: login",  # with a wrong password
    "new-password": "parked: new_password",
    "email-code": "parked: code",
    "captcha": "parked: captcha",
    "captcha-image": "parked: captcha",
    "terms": "parked: terms",
    "terms-box": "parked: terms",
    "terms-modal": "parked: terms",
    "wizard": "parked: wizard",
    "switch-undone": "failed",
    "switch-ignored": "failed",
    "no-icon": "parked: permission",
    "no-add": "parked: permission",
    "denied": "parked: permission",
    "duplicates-refused": "possible_duplicate",  # with another certificate under the Apelido
    "list-months-left": "possible_duplicate",
    "doubt-said": "unverified",
    "doubt-status": "unverified",
    "old-default-refused": "refused",
    "old-default-asked": "refused",
    "not-editable": "refused",  # with the certificate in the list already, and not as the default
    "other-company-warned": "blocked",
    "other-company-refused": "blocked",  # with another company's certificate, which the portal never sees
    "other-company-silent": "blocked",
    "refusal-balloon": "refused",  # to these five portals the certificate has expired
    "refusal-toast": "refused",
    "refusal-alert": "refused",
    "refusal-ajax": "refused",
    "refusal-modal": "refused",
    "lost": "unverified",
    "shown-once": "unverified",
    "error-before": "unverified",
    "cut-before": "unverified",
    "session-save": "unverified",
    "session-save-redirect": "unverified",
}
"""The result, and what a person is needed for where it is `parked`. A preset that is not named ends `renewed`."""

_MET_BY = {
    "other_company": ("other-company-",),
    "refusal_place": ("refusal-", "old-default-refused"),
    "refusal_words": ("refusal-", "old-default-refused"),
}
"""How presets are called that meet the values of a switch, where others have them without ever coming upon them."""

_START, _END = "<!-- matrix: python -m tests.rpa.matrix -->\n", "<!-- end of matrix -->"


def end_of(preset: str) -> str:
    """How `renew` must end on a named portal."""
    return ENDS.get(preset, "renewed")


def table() -> str:
    """Switch by switch: with which values a renewal passes, and with which it stops, and how."""
    lines = ["| switch | passed | stopped safely |", "|---|---|---|"]
    for switch in fields(Variant):
        if switch.name not in ("description", "renamed"):
            passed, stopped = _values(switch.name)
            lines.append(f"| `{switch.name}` | {', '.join(passed)} | {', '.join(stopped)} |")
    return "\n".join(lines) + "\n"


def with_matrix(text: str) -> str:
    """The README with this table in it."""
    return re.sub(
        f"({re.escape(_START)}).*?({re.escape(_END)})", lambda m: m[1] + table() + m[2], text, flags=re.DOTALL
    )


def _values(switch: str) -> tuple[list[str], list[str]]:
    """The values of a switch in the named portals: those with which one of them passes, and those with which none."""
    ends: dict[Any, list[str]] = {}
    for name, variant in VARIANTS.items():
        if not name.startswith(_MET_BY.get(switch, "")):
            continue
        ends.setdefault(getattr(variant, switch), []).append(end_of(name))
    passed = [_shown(value) for value, found in ends.items() if "renewed" in found]
    stopped = [f"{_shown(value)} ({_how(found)})" for value, found in ends.items() if "renewed" not in found]
    return passed, stopped


def _how(found: list[str]) -> str:
    return ", ".join(dict.fromkeys(_without_kind(found)))


def _without_kind(found: list[str]) -> Iterator[str]:
    return (end.split(":")[0] for end in found)


def _shown(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    README.write_text(with_matrix(README.read_text(encoding="utf-8")), encoding="utf-8")
