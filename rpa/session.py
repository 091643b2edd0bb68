"""One login at the portal: a browser context, the road of each client in it, and what to do when a road breaks off."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error

from pages import Portal, Words
from pages.errors import LoginRefused, PageError, PersonNeeded, SessionLost, Unreachable
from rpa import mistake, tokens
from rpa.company import Companies
from rpa.contexts import close_context, learn_cookies, open_context
from rpa.evidence import keep_picture
from rpa.explain import box_told, more_boxes, not_proved, obstacle, trouble
from rpa.intention import NotRecordedError
from rpa.kept_sessions import KeptSessions
from rpa.logins import Logins
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.proof import NotOfferedError, NotProvedError
from rpa.redaction import know, redacted
from rpa.secret import Secret
from rpa.spent import Stopwatch
from rpa.stopped import Stopped
from rpa.trace import HarmlessTrace
from rpa.upload import ChangedFileError
from rpa.visit import Visit

Road = Callable[[Portal, Companies, Visit], Outcome]
"""`rpa.renew.renew` or `rpa.renew.plan`."""

_VISITS_A_CONTEXT, _VISITS_A_TIDYING, _MANY_COMPANIES = 20, 2, 500
"""After so many visits a new context takes over, and the browser lets go of the documents that were left: each visit
leaves 12 MB, which Chromium keeps for as long as it has memory. With 1,000 companies to choose from it is 35 MB: where
there are many, it lets go of them before every visit. What Playwright keeps of a context here, 1 MB a visit, refers to
itself, and would wait 40 visits for Python's collector."""


class Session:
    """An account at work. Log in once; then `visit` client after client. Close it in the end.

    `browser` gives one that runs: another one after a crash. `picture` tells where the picture of the screen on which
    a visit ended goes; `words` are the portal's, where they are not those that ship with the pages; `logins` are those
    of all sessions, so that no password is tried again that failed; `traces` is the folder for traces of the harmless
    parts, if they are wanted; `kept` where a person may have left a login to go on with.
    """

    def __init__(
        self,
        browser: Callable[[], Browser],
        url: str,
        account: str,
        password: Secret,
        picture: Callable[[Visit], Path],
        *,
        words: Words | None = None,
        logins: Logins | None = None,
        traces: Path | None = None,
        kept: KeptSessions | None = None,
    ) -> None:
        self._browser = browser
        self._url = url
        self._account = account
        self._password = password
        self._picture = picture
        self._words = words
        self._logins = logins or Logins()
        self._traces = traces
        self._trace: HarmlessTrace | None = None
        self._kept = kept
        self._context: BrowserContext | None = None
        self._stopped = Stopped()
        self._troubled = False
        self._unserved = False  # logged in, and no visit has come to its end since
        self._visits = 0
        self.unreachable = False  # how the last visit ended: the portal did not answer at all
        self.client_failed = False  # it failed by what its client is: a list or a file that is another one, no proof

    @property
    def is_in(self) -> bool:
        """Whether it is logged in, as far as it knows."""
        return self._context is not None

    @property
    def heard(self) -> int:
        """Grows as long as the portal's pages answer what they are asked."""
        return self._portal.heard if self._context else 0

    def log_in(self) -> None:
        """Open a fresh context and log in, once, or go on with a login that was made by hand.

        Raises PersonNeeded, Unreachable or another PageError.
        """
        session = self._kept.find(self._account) if self._kept else None
        self.close()
        self._troubled = False
        context = open_context(self._browser(), session.storage if session else None)
        self._portal, self._context = Portal(context.new_page(), self._url, self._words), context
        self._companies = Companies(self._portal)
        if self._traces:
            self._trace = self._portal.window.discretion.recorder = HarmlessTrace(context, self._traces)
            self._trace.resume()
        try:
            if not (session and self._portal.resume(session.start, self._password.reveal())):
                self._sign_in()
            if not self._trace:  # which would record them as what the call gave; `close` asks when it has ended
                learn_cookies(context)  # now, too: a browser that crashes takes them with it
        except (PageError, Error):
            self.close()
            raise

    def _sign_in(self) -> None:
        if not self._password:
            raise PersonNeeded("no_password")
        self._logins.sign_in(self._portal, self._account, self._password, in_vain=self._unserved)
        self._unserved = True

    def close(self) -> None:
        """Forget the login, cookies included."""
        context, self._context = self._context, None
        if self._trace:
            self._trace.pause()
        close_context(context)

    def visit(self, visit: Visit, road: Road) -> Outcome:
        """Take one client along the road. However it ends, it is an Outcome.

        A lost session is taken up again once, by a new login; the road itself then reads before it acts. Raises
        PersonNeeded if that new login is refused: the account is at its end.
        """
        watch = Stopwatch(self._portal)
        visit.secrets = (self._password,)
        know(visit.renewal, self._password)
        self.unreachable = self.client_failed = False
        if self._troubled:
            self._start_afresh()
        elif self._visits >= _VISITS_A_CONTEXT and not self._traces:  # a trace belongs to its context
            self._renew_context()
        elif self._is_untidy:
            self._portal.tidy_up()
        self._visits += 1
        if self._trace:
            self._trace.about(f"{visit.renewal.row:05d}-{visit.renewal.cnpj.text}")
            self._portal.window.discretion.relax(self._portal.window.page)
        try:
            outcome = self._walk(visit, road)
        except SessionLost:
            self._kept = None  # one that was made by hand is over
            self.log_in()
            try:
                outcome = self._walk(visit, road)
            except SessionLost as error:
                outcome = visit.breaks_off(trouble(error))
        if self._trace:
            self._trace.pause()
        outcome = redacted(self._with_dialogs(visit, outcome), visit.renewal.password, self._password)
        tokens.name(outcome.nickname, *(nickname for nickname, _expiry, _default in outcome.seen))
        with visit.step("picture"):
            evidence = self._keep_picture(visit, outcome)
        if evidence is None:
            outcome = replace(outcome, warnings=(*outcome.warnings, _("No picture could be taken.")))
        self._troubled = outcome.result in (Result.FAILED, Result.UNVERIFIED, Result.PARKED)
        return replace(outcome, evidence=evidence, seconds=watch.seconds, spent=watch.spent, steps=dict(visit.steps))

    @property
    def _is_untidy(self) -> bool:
        visits = 1 if len(self._companies.names_offered) > _MANY_COMPANIES else _VISITS_A_TIDYING
        return self._visits % visits == visits - 1

    def _with_dialogs(self, visit: Visit, outcome: Outcome) -> Outcome:
        """The outcome, with what the browser's own boxes have said, and what was stopped, where it does not say so."""
        texts = [text for text in self._portal.take_dialogs() if text not in outcome.said]
        notes = [*map(box_told, texts), *more_boxes(self._portal.more_dialogs)]
        notes += self._stopped.notes(visit.renewal.row, self._portal)
        return replace(outcome, warnings=(*outcome.warnings, *(note for note in notes if note not in outcome.reason)))

    def _walk(self, visit: Visit, road: Road) -> Outcome:
        """Raises SessionLost; LoginRefused, which ends the account; NotRecordedError."""
        outcome = self._walked(visit, road)
        self._logins.served(self._account)
        self._unserved = False
        return outcome

    def _walked(self, visit: Visit, road: Road) -> Outcome:
        try:
            outcome = road(self._portal, self._companies, visit)
            self.client_failed = outcome.result is Result.FAILED
            return outcome
        except (SessionLost, NotRecordedError):
            raise
        except LoginRefused:  # where the password was asked for again: it is never typed once more
            self._logins.remember(self._account, self._password)
            raise
        except PersonNeeded as error:
            return visit.breaks_off(obstacle(error), Result.PARKED)
        except NotProvedError as error:
            return self._not_proved(visit, error)
        except (PageError, ChangedFileError) as error:
            self.unreachable = isinstance(error, Unreachable)
            self.client_failed = isinstance(error, ChangedFileError)
            return visit.breaks_off(trouble(error))
        except Error as error:  # its text may hold what was typed: only its kind is told
            kind = type(error).__name__
            return visit.breaks_off(_("The browser gave up on the screen ({kind}).").format(kind=kind))
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one client must not stop the others
            mistake.write_down(error)
            where = mistake.place(error)
            return visit.breaks_off(_("The program made a mistake ({where}); please report it.").format(where=where))

    def _not_proved(self, visit: Visit, error: NotProvedError) -> Outcome:
        """Before Salvar nothing was saved; after it, the company that is shown instead is another place to look at."""
        visit.saw_elsewhere(error.shown if visit.sent else "")
        if visit.may_have_saved:
            return visit.breaks_off(not_proved(error))
        if isinstance(error, NotOfferedError):
            return visit.ends(Result.NO_ACCESS, not_proved(error))
        self.client_failed = True
        return visit.ends(Result.FAILED, " ".join([not_proved(error), _("Nothing was saved.")]))

    def _start_afresh(self) -> None:
        """After trouble, the next client begins on a clean page; where not even that comes, with a new login."""
        try:
            self._portal.start_over()
            self._troubled = False
        except (PageError, Error):
            self.log_in()

    def _renew_context(self) -> None:
        """Go on in a fresh context with the same login; where the portal does not take it, by a new login.

        The old one is closed before, so that the two are never in memory together.
        """
        old, self._visits = self._context, 0
        try:
            state = old.storage_state() if old else None
            close_context(old)
            self._context = open_context(self._browser(), state)
            self._portal.move_to(self._context.new_page())
        except (PageError, Error):
            self.log_in()
        gc.collect()

    def _keep_picture(self, visit: Visit, outcome: Outcome) -> Path | None:
        """Where the picture of the screen on which the client ended is; None if none can be had."""
        if self._context is None:
            return None
        path, secrets = self._picture(visit), (visit.renewal.password, self._password)
        return path if keep_picture(self._portal, self._companies, visit, outcome, secrets=secrets, path=path) else None


def host_of(url: str) -> str:
    """The host of an address, which is the only one that the browser may reach."""
    return urlsplit(url).hostname or ""
