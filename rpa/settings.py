"""The settings: from the environment, then from `.env` in the current folder. All are listed in `.env.example`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from rpa import logs, safe_home
from rpa.database_address import is_unambiguous, passwords_in
from rpa.env_file import EnvFileError, read_env
from rpa.messages import _
from rpa.secret import Secret

_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

_taken: dict[str, str] = {}


def take_secrets() -> None:
    """Take passwords out of the environment, for `Settings.load` alone: every process that is started inherits it.

    Before anything else is imported: libraries start programs too, such as a compiler, to look for other libraries.
    """
    for name in [name for name in os.environ if is_secret(name)]:
        _taken[name] = os.environ.pop(name)


class SettingsError(Exception):
    """A setting is missing or malformed; the text names it and says what to write."""


def is_secret(name: str) -> bool:
    """Whether a variable of this name holds a password, or a key, or an address with a password in it."""
    return name.startswith(("INVOICY_PASSWORD", "PFX_PASSWORD_")) or name in ("RPA_FILE_KEY", "RPA_DATABASE_URL")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as they were when the program started. Read one, and it is checked."""

    values: Mapping[str, str]

    @classmethod
    def load(cls) -> Settings:
        """The environment and `.env`, of which the environment wins. Empty values count as absent.

        Every secret among them is learnt here: from now on none is logged, and the gate looks for it. Raises
        SettingsError, also where others can write to RPA_HOME, where the current folder has been deleted, or where
        there is no place to keep runs.
        """
        try:
            written = read_env(_current_folder() / ".env")
        except EnvFileError as error:
            raise SettingsError(str(error)) from None
        merged = {**written, **os.environ, **_taken}
        settings = cls({name: value for name, value in merged.items() if value})
        logs.learn(*settings.secrets())
        try:
            if told := safe_home.amiss(settings.home):
                raise SettingsError(told)
        except OSError as error:
            raise SettingsError(str(error)) from None
        return settings

    def secrets(self) -> Iterator[Secret]:
        """Every password and key among the settings; of the database's address its password alone."""
        for name, value in self.values.items():
            if name == "RPA_DATABASE_URL":
                yield from passwords_in(value)
            elif is_secret(name) or name == "PGPASSWORD":  # the last is PostgreSQL's own, read by its library
                yield Secret(value)

    @property
    def url(self) -> str:
        """INVOICY_URL: the address of the portal's login. Raises SettingsError unless https, or on this machine."""
        url = self._required(
            "INVOICY_URL", _("the address of the portal, such as https://app.invoicy.com.br/login.aspx")
        )
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                _(
                    "INVOICY_URL is “{url}”; write a whole address, such as https://app.invoicy.com.br/login.aspx."
                ).format(url=url)
            )
        if parts.username or parts.password:
            raise SettingsError(_("INVOICY_URL contains a login; use INVOICY_EMAIL and INVOICY_PASSWORD."))
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise SettingsError(_("INVOICY_URL must begin with https://, or passwords would travel unprotected."))
        return url if parts.path.strip("/") else url.rstrip("/") + "/login.aspx"

    @property
    def email(self) -> str | None:
        """INVOICY_EMAIL: the login for clients whose row names no account."""
        return self.values.get("INVOICY_EMAIL", "").strip().lower() or None

    @property
    def home(self) -> Path:
        """RPA_HOME: where runs are kept; by default the user's own folder for program data. Raises SettingsError."""
        if chosen := self._path("RPA_HOME"):
            return chosen
        import platformdirs

        try:
            home = platformdirs.user_data_dir("invoicy-rpa", appauthor=False)
        except RuntimeError:  # a service may have no home of its own
            home = "~"
        if home.startswith("~") or not _is_text(home):
            raise SettingsError(
                _(
                    "This user has no home folder that can be used. Set RPA_HOME to the folder in which to keep "
                    "the runs."
                )
            )
        return Path(home)

    @property
    def browser(self) -> Path | None:
        """RPA_BROWSER: the path of a browser to use, and no other."""
        return self._path("RPA_BROWSER")

    @property
    def extra_roots(self) -> Path | None:
        """RPA_EXTRA_ROOTS: a PEM file of further trusted roots."""
        return self._path("RPA_EXTRA_ROOTS")

    @property
    def authorities(self) -> Path:
        """The list of ICP-Brasil's authorities that `rpa roots update` keeps, with which chains are completed."""
        return self.home / "icp-brasil.pem"

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """RPA_ALLOWED_HOSTS: what the browser may reach beside the portal's host. No password is ever typed there.

        Raises SettingsError.
        """
        hosts = re.split(r"[\s,;]+", self.values.get("RPA_ALLOWED_HOSTS", "").strip())
        for host in filter(None, hosts):
            if not _HOST.fullmatch(host):
                raise SettingsError(
                    _("RPA_ALLOWED_HOSTS: “{host}” is no host; write names such as cdn.example.com.").format(host=host)
                )
        return tuple(filter(None, hosts))

    @property
    def portal_words(self) -> Path | None:
        """RPA_PORTAL_WORDS: a TOML file whose entries take the place of those in pages/words.toml."""
        return self._path("RPA_PORTAL_WORDS")

    @property
    def database_url(self) -> str | None:
        """RPA_DATABASE_URL: the PostgreSQL database of runs that several machines share; else a file in RPA_HOME."""
        url = self.values.get("RPA_DATABASE_URL")
        if url and not re.match(r"postgres(ql)?(\+\w+)?://", url):
            raise SettingsError(
                _("RPA_DATABASE_URL must begin with postgresql://; left out, a file in RPA_HOME serves.")
            )
        if url and not is_unambiguous(url):  # never quoted: its password would be, or a part of it
            raise SettingsError(
                _(
                    "RPA_DATABASE_URL is no whole address, such as postgresql://user:password@host:5432/invoicy. In "
                    "the password, write {signs} as {codes}."
                ).format(signs="@ : / # ? %", codes="%40 %3A %2F %23 %3F %25")
            )
        return url

    @property
    def file_key(self) -> Secret | None:
        """RPA_FILE_KEY: the key that seals PFX files for other machines."""
        return Secret(self.values["RPA_FILE_KEY"]) if "RPA_FILE_KEY" in self.values else None

    @property
    def pace(self) -> float:
        """RPA_PACE: seconds between the beginnings of two visits of a session, at least; 1 if left out."""
        return self._numbers("RPA_PACE", (1.0,))[0]

    @property
    def retry_pauses(self) -> tuple[float, ...]:
        """RPA_RETRY_PAUSES: seconds before each further attempt at what failed; 5,20,60 if left out."""
        return self._numbers("RPA_RETRY_PAUSES", (5.0, 20.0, 60.0))

    @property
    def portal_pauses(self) -> tuple[float, ...]:
        """RPA_PORTAL_PAUSES: seconds between looks at a portal that does not answer; the last one again and again."""
        return self._numbers("RPA_PORTAL_PAUSES", (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0))

    @property
    def templates(self) -> Path | None:
        """RPA_TEMPLATES: a folder with texts for clients that take the place of those that ship."""
        return self._path("RPA_TEMPLATES")

    @property
    def contact(self) -> str | None:
        """RPA_CONTACT: whom a client is to call, as it stands in the text that the client gets."""
        return self.values.get("RPA_CONTACT", "").strip() or None

    def portal_password(self, account: str) -> Secret | None:
        """INVOICY_PASSWORD_<E-MAIL>, with anything but letters and digits as _; for INVOICY_EMAIL, INVOICY_PASSWORD."""
        own = self.values.get("INVOICY_PASSWORD_" + re.sub(r"[^A-Z0-9]", "_", account.upper()))
        password = own or (self.values.get("INVOICY_PASSWORD") if account == self.email else None)
        return Secret(password) if password else None

    def pfx_password(self, cnpj: str) -> Secret | None:
        """PFX_PASSWORD_<CNPJ>, the CNPJ without its mask."""
        password = self.values.get(f"PFX_PASSWORD_{cnpj}")
        return Secret(password) if password else None

    def _path(self, name: str) -> Path | None:
        """A path, with the home folder in the place of ~. Raises SettingsError where there is none, or for a NUL."""
        written = self.values.get(name)
        if not written:
            return None
        try:
            path = Path(written).expanduser()
        except RuntimeError:  # no such user, or no home
            path = None
        if path is None or "\0" in written or not _is_text(written):
            raise SettingsError(_("{name} is no path that can be used; write a whole one, in UTF-8.").format(name=name))
        return path

    def _required(self, name: str, what: str) -> str:
        if name not in self.values:
            missing = _("{name} is missing, {what}: set it, or write it into .env.")
            raise SettingsError(missing.format(name=name, what=what))
        return self.values[name].strip()

    def _numbers(self, name: str, default: tuple[float, ...]) -> tuple[float, ...]:
        try:
            numbers = (
                tuple(float(number) for number in self.values[name].split(",")) if name in self.values else default
            )
        except ValueError:
            numbers = ()
        if not numbers or not all(0 <= number < float("inf") for number in numbers):
            wrong = _("{name} is “{text}”; write seconds, such as {example}.")
            example = ",".join(f"{number:g}" for number in default)
            raise SettingsError(wrong.format(name=name, text=self.values[name], example=example))
        return numbers


def _is_text(path: str) -> bool:
    """Whether a path can be written down, in a database's address say: on POSIX it may be any bytes."""
    return path == path.encode(errors="replace").decode()


def _current_folder() -> Path:
    try:
        return Path.cwd()
    except OSError:
        gone = _("The current folder has been deleted. Go to another one (cd), then give the same command again.")
        raise SettingsError(gone) from None
