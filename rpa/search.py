"""The gate at the end of a command: what it has written is searched for its secrets, wherever it wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError

from rpa import gate, logs, tokens
from rpa.console import FILE_OR_SETTINGS, complain
from rpa.engine import Engine
from rpa.messages import _
from rpa.needles import Needles
from rpa.outcome import Outcome
from rpa.public import own_texts
from rpa.settings import Settings


@dataclass
class Search:
    """What a command writes, to be searched when it ends.

    `paths` are its folder and files; `ended` the clients that it told of, and `public` what else stands there by right.
    In the database of runs it wrote the rows of a `run` or, where it took whatever waited, of what was begun `since` a
    moment (seconds since 1970).
    """

    settings: Settings
    paths: list[Path] = field(default_factory=list)
    ended: Sequence[Outcome] = ()
    public: Sequence[str] = ()
    run: str | None = None
    since: float | None = None
    _found: bool = False
    _complete: bool = True

    def code(self, code: int) -> int:
        """The exit code of the command, unless a secret was found, or not all could be searched. After the search."""
        if self._found:
            return gate.SECRET_WRITTEN
        return code if self._complete else code or FILE_OR_SETTINGS

    def go(self) -> None:
        """Search it all, and tell of what is found: files go to quarantine, a database stays as it is."""
        public = [*self._public(), *own_texts()]
        for outcome in self.ended:
            tokens.name(outcome.nickname, *(nickname for nickname, _expiry, _default in outcome.seen))
        try:
            public += self._of_book()
        except (SQLAlchemyError, OSError):
            self._is_incomplete()
        needles = Needles(logs.learnt(), public, tokens.names())
        try:
            if self._uses_book:
                self._search_book(needles)
        except (SQLAlchemyError, OSError):
            self._is_incomplete()
        try:
            if not gate.passes(needles, self.paths, self.settings.home, complain):
                self._found = True
        except OSError:
            self._is_incomplete()

    def _is_incomplete(self) -> None:
        if self._complete:
            complain(_("Not all that was written could be searched for passwords."))
        self._complete = False

    def _search_book(self, needles: Needles) -> None:
        """The database is never moved or changed: it knows what may have been saved."""
        for leak in gate.scan_for(needles, self.settings.home.glob("runs.sqlite*")):
            self._found = True
            told = _("A password of this run is in {file}, which stays where it is. Report this, without the file.")
            complain(told.format(file=leak.path))
        for table in sorted(set(self._tables_that_leak(needles))):
            self._found = True
            told = _(
                "A password of this run is in the table {table} of the database, which stays as it is. Report this, "
                "without the rows."
            )
            complain(told.format(table=table))

    def _tables_that_leak(self, needles: Needles) -> Iterator[str]:
        with closing(self._engine()) as engine:
            yield from (table for table, cells in engine.written(self.run, self.since or 0.0) if needles.find(cells))

    @property
    def _uses_book(self) -> bool:
        return self.run is not None or self.since is not None

    def _engine(self) -> Engine:
        return Engine.open(self.settings.database_url, self.settings.home)

    def _public(self) -> Iterator[str]:
        """What stands there by right: clients, and words of the portal, the login, the database's address.

        A password such as "invoicy" cannot be told from the portal's name.
        """
        for outcome in self.ended:
            yield from (outcome.cnpj.text, outcome.cnpj.masked, outcome.company)
        yield from self.public
        yield urlsplit(self.settings.values.get("INVOICY_URL", "")).netloc
        yield self.settings.email or ""
        yield re.sub(r":[^:/@]*@", " ", self.settings.values.get("RPA_DATABASE_URL", ""))

    def _of_book(self) -> list[str]:
        if not self._uses_book:
            return []
        with closing(self._engine()) as engine:
            clients = engine.clients(self.run, self.since or 0.0)
        return [text for cnpj, company in clients for text in (cnpj.text, cnpj.masked, company)]


@contextmanager
def searching(settings: Settings) -> Iterator[Search]:
    """Around a command, outside of what explains its troubles: however it ends, what it wrote is searched."""
    search = Search(settings)
    try:
        yield search
    finally:
        search.go()
