"""What an operator reads of the portal's screens, and of what goes amiss on them: pages know no language."""

from __future__ import annotations

from rpa.messages import _


def screen_named(name: str) -> str:
    """The screen of this name in `pages`, or several of them with commas between."""
    names = {
        "login": _("login"),
        "refusal": _("refusal of the login"),
        "password_again": _("password asked for again"),
        "inside": _("start page"),
        "home": _("start page"),
        "company_box": _("company box"),
        "company_data": _("data of the company"),
        "control_panel": _("control panel"),
        "certificates": _("list of certificates"),
        "certificate_form": _("form of the certificate"),
        "choice": _("form of the certificate"),
    }
    return " / ".join(dict.fromkeys(names.get(part, part) for part in name.split(", ")))


def told(what: str) -> str:
    """What a `ScreenTrouble` of `pages` says, which speaks developer's English, in the operator's language."""
    known = {
        "maintenance": _("maintenance"),
        "no answer in time": _("no answer in time"),
        "an error in place of an answer": _("an error in place of an answer"),
        "the connection was lost": _("the connection was lost"),
        "the browser's page is closed": _("the browser's page is closed"),
        "the screen did not come": _("the screen did not come"),
        "nothing was sent": _("the password was not sent"),
        "the password field does not take the whole password": _("the password field does not take the whole password"),
        "the list did not open": _("the list did not open"),
        "the list has no end": _("the list has no end"),
        "the next page of the list": _("the next page of the list"),
        "a row of the list is not like its titles": _("a row of the list is not like its titles"),
        "the entry is no longer in the list": _("the entry is no longer in the list"),
        "the way into an entry": _("the way into an entry"),
        "the company cannot be changed": _("the company cannot be changed"),
        "the company is no longer offered": _("the company is no longer offered"),
        "nothing opens the list of companies": _("nothing opens the list of companies"),
        "nothing opens the list of choices": _("nothing opens the list of choices"),
    }
    return known.get(what, what)
