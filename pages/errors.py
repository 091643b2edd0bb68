"""What can go wrong on the portal's screens, split by two questions: whose turn is it, and may we try again?

    PageError
    ├── PersonNeeded      a person has to do something in the portal; trying again changes nothing
    │   ├── LoginRefused      e-mail and password were refused: never try them again
    │   └── NotAuthorised     the user has not the permission
    ├── PortalRefused     the portal said no to what was sent, in its own words
    ├── SessionLost       the login screen came back: log in again, then from the start
    └── ScreenTrouble     the portal is not as it should be just now; trying again is safe
        ├── Lost              something that was looked for is not there, or is there twice
        │   └── LoginUnclear      the password was sent, and nobody can tell what became of it: a person has to look
        └── Unreachable       the portal does not answer, or answers with an error of its own

An error carries data, not sentences for operators: the caller words them in the operator's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class PageError(Exception):
    """Something went wrong on a screen. `said` is the portal's own words, one message each."""

    said: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass
class PersonNeeded(PageError):
    """The portal waits for a person.

    `obstacle` is one of: captcha, code, terms, question, new_password, locked, wizard, permission, login, foreign_host,
    led_away, no_password.
    """

    obstacle: str


@dataclass
class LoginRefused(PersonNeeded):
    """The portal refused e-mail and password. Never try the same ones again: it may lock the user out.

    `obstacle` is "locked" where it has done so already.
    """

    obstacle: str = "login"


@dataclass
class NotAuthorised(PersonNeeded):
    """The user may not see or add certificates (permission AlterarCertificadosDaEmpresa).

    `missing` is what was looked for in vain, `nearest` what is there instead; both empty where the portal said it.
    """

    obstacle: str = "permission"
    missing: str = ""
    nearest: tuple[str, ...] = ()


@dataclass
class PortalRefused(PageError):
    """The portal refused what was sent; `kind` is the group of `words.toml [messages]` that its words fall into."""

    kind: str = "refused"


@dataclass
class SessionLost(PageError):
    """The login screen, or the words of an expired session, came in place of what was expected."""


@dataclass
class ScreenTrouble(PageError):
    """The portal is not as it should be; `what` says it in developer's English, without values."""

    what: str = ""

    def __str__(self) -> str:
        return self.what


@dataclass
class Lost(ScreenTrouble):
    """What was looked for on `screen` is not there, or is there more than once.

    `wanted` are the captions looked for, `matches` how many things bear one, `nearest` what is there instead.
    """

    screen: str = ""
    wanted: tuple[str, ...] = ()
    matches: int = 0
    nearest: tuple[str, ...] = ()


@dataclass
class LoginUnclear(Lost):
    """The password was sent, and what came then is not known: it may have been refused, so a person has to look."""


class ReadOnlyError(Exception):
    """Salvar was to be pressed in a window for looking only: a mistake of the caller's, not a state of the portal."""


@dataclass
class Unreachable(ScreenTrouble):
    """The portal did not answer at all, is down for maintenance, or answered with an error page."""
