"""`rpa secrets`: passwords into the keyring of the system and out of it; none is an argument, and none is printed."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from rpa import logs
from rpa.clients import ClientsFileError
from rpa.console import FILE_OR_SETTINGS, complain
from rpa.messages import _, ngettext
from rpa.moving import few, move_passwords
from rpa.secret import Secret
from rpa.settings import Settings
from rpa.vault import Vault, VaultError, name_of

_NOT_THERE = 1


def keep_one(settings: Settings, text: str) -> int:
    """Ask for the password of a CNPJ or an e-mail, or read it from a pipe, and keep it. Gives the exit code."""
    try:
        name = name_of(text)
        password = _asked(_("Password of {name}: ").format(name=name))
        if not password:
            complain(_("Nothing was typed; nothing is kept."))
            return FILE_OR_SETTINGS
        Vault(settings.home).put(name, password)
    except (VaultError, OSError) as error:
        complain(str(error))
        return FILE_OR_SETTINGS
    complain(_("Kept: {name}").format(name=name))
    return 0


def tell_names(settings: Settings) -> int:
    """Print for whom there is a password, one name a line. Gives the exit code."""
    try:
        for name in Vault(settings.home).names():
            print(name)
    except (VaultError, OSError) as error:
        complain(str(error))
        return FILE_OR_SETTINGS
    return 0


def forget(settings: Settings, texts: Sequence[str]) -> int:
    """Forget these passwords. Gives the exit code: 1 if one of them was not there."""
    code = 0
    try:
        for name in map(name_of, texts):
            if Vault(settings.home).forget(name):
                complain(_("Forgotten: {name}").format(name=name))
            else:
                complain(_("There is no password of {name}.").format(name=name))
                code = _NOT_THERE
    except (VaultError, OSError) as error:
        complain(str(error))
        return FILE_OR_SETTINGS
    return code


def import_file(settings: Settings, path: Path) -> int:
    """Move the passwords of a clients file into the keyring. Gives the exit code."""
    try:
        moved = move_passwords(path, Vault(settings.home))
    except ClientsFileError as error:
        for problem in error.problems:
            complain(f"{path.name}: {problem}")
        return FILE_OR_SETTINGS
    except (VaultError, OSError) as error:
        complain(str(error))
        complain(_("{file} is as it was.").format(file=path.name))
        return FILE_OR_SETTINGS
    if not moved.clients:
        complain(_("{file} holds no passwords.").format(file=path.name))
        return 0
    count = len(moved.clients)
    if moved.left:
        told = ngettext(
            "{n} password is in the keyring now, and out of its column in {file}. As a part of a CNPJ it can still be "
            "read there ({where}): ask for a file with another password.",
            "{n} passwords are in the keyring now, and out of their column in {file}. As a part of a CNPJ some can "
            "still be read there ({where}): ask for files with other passwords.",
            count,
        )
    else:
        told = ngettext(
            "{n} password is in the keyring now, and no longer in {file}.",
            "{n} passwords are in the keyring now, and no longer in {file}.",
            count,
        )
    complain(told.format(n=count, file=path.name, where=few(moved.left)))
    complain(
        _("Earlier copies of the file (e-mails, backups, the recycle bin) still hold them: delete those yourself.")
    )
    return 0


def _asked(prompt: str) -> Secret | None:
    """What was typed, or came through a pipe; None for nothing. Raises VaultError for what is no text."""
    try:
        typed = getpass.getpass(prompt, stream=sys.stderr) if sys.stdin.isatty() else sys.stdin.readline()
    except EOFError:
        return None
    except UnicodeDecodeError:
        raise VaultError(
            _("What came through the pipe is no text in {encoding}.").format(encoding=sys.stdin.encoding)
        ) from None
    password = Secret(typed.rstrip("\r\n"))
    logs.learn(password)
    return password or None
