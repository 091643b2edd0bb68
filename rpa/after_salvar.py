"""What is told where Salvar may have been pressed: never that nothing was saved, but where to look."""

from __future__ import annotations

from rpa.messages import _


def where_to_look(elsewhere: str = "") -> str:
    """Where a certificate may be; `elsewhere` is what another company is called that was selected after Salvar."""
    look = _("Salvar was pressed before that: look in the list. The same command reads it first.")
    return f"{look} {look_there(elsewhere)}" if elsewhere else look


def look_there(elsewhere: str) -> str:
    """That the certificate may be another company's now."""
    told = _(
        "After Salvar the portal was at work on “{company}”: the certificate may have been saved there. Look in the "
        "list of that company, too."
    )
    return told.format(company=elsewhere)
