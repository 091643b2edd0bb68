"""`rpa check --match`: PFX files and passwords as they come by e-mail, made into a clients file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rpa.certificates import Examiner, Severity, Terms, Trust, TrustError
from rpa.certificates.match import Matched, PasswordsFileError, match, pfx_files, read_passwords
from rpa.certificates.matched_file import write_clients
from rpa.console import FILE_OR_SETTINGS, complain
from rpa.harmless import one_line
from rpa.messages import _
from rpa.settings import Settings


def match_folder(paths: Sequence[Path], out: Path, settings: Settings, terms: Terms) -> int:
    """Find out which password opens which file and whom each serves, and write the clients file `out`.

    `paths` are the folder and the file of passwords, in any order. Gives the exit code: 0 every file serves a client,
    1 some do not, 3 nothing could be read or written.
    """
    folder = next((path for path in paths if path.is_dir()), None)
    passwords = next((path for path in paths if not path.is_dir()), None)
    if len(paths) != 2 or folder is None or passwords is None:
        complain(_("--match wants a folder of PFX files and a file of passwords."))
        return FILE_OR_SETTINGS
    files = pfx_files(folder)
    if not files:
        complain(_("There is no PFX file to examine there."))
        return FILE_OR_SETTINGS
    try:
        trust = Trust.load(settings.extra_roots, settings.authorities)
        lines = read_passwords(passwords, files)
        with Examiner(trust) as examiner:
            matched = match(files, lines, examiner, terms=terms)
        if matched.served:
            write_clients(out, matched.served)
    except (PasswordsFileError, TrustError) as error:
        complain(str(error))
        return FILE_OR_SETTINGS
    except FileExistsError:
        complain(_("{file} is there already; name another with --out.").format(file=out))
        return FILE_OR_SETTINGS
    except OSError as error:
        complain(_("{file} cannot be written: {why}.").format(file=out, why=error.strerror))
        return FILE_OR_SETTINGS
    return _tell(matched, out)


def _tell(matched: Matched, out: Path) -> int:
    """Say what became of every file. Gives the exit code."""
    for served in matched.served:
        print(f"{served.cnpj}  {one_line(served.path.name)}")
    for path in matched.unopened:
        complain(_("{file}: none of the passwords opens it.").format(file=path.name))
    for path, examination in matched.unfit:
        why = " ".join(f"{r.text} {r.todo}" for r in examination.reasons if r.severity is Severity.UNFIT)
        nobodys = _("it belongs to no company.")
        complain(f"{path.name}: {why or nobodys}")
    for path in matched.spare:
        complain(_("{file}: left out, for another file serves the same company longer.").format(file=path.name))
    if matched.served:
        complain(_("Written: {file}. It holds passwords; keep it to yourself.").format(file=out))
    return 0 if matched.served and not (matched.unopened or matched.unfit) else 1
