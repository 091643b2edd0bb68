"""Which PFX of a folder would serve whom, with every password that there is, as `rpa check --match` finds it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rpa.certificates import Examiner, Severity, Terms, Trust
from rpa.certificates.match import Line, Matched, PasswordsFileError, match, pfx_files, read_passwords
from rpa.clients import Client
from rpa.cnpj import Cnpj
from rpa.listed import brasilia
from rpa.messages import _
from rpa.passwords import Passwords
from rpa.secret import Secret
from rpa.settings import Settings, SettingsError
from rpa.watch.state import Supply


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of PFX files, and a file of passwords as it comes with them, if there is one."""

    path: Path
    passwords: Path | None = None

    def files(self) -> list[Path]:
        """The PFX files in it. Raises SettingsError where it is no folder."""
        if not self.path.is_dir():
            raise SettingsError(_("{folder} is not a folder.").format(folder=self.path))
        return pfx_files(self.path)

    def lines(self, files: Sequence[Path]) -> list[Line]:
        """The lines of the file of passwords. Raises SettingsError."""
        try:
            return read_passwords(self.passwords, files) if self.passwords else []
        except PasswordsFileError as error:
            raise SettingsError(str(error)) from None


def supplies(
    folder: Folder, wanted: Sequence[Cnpj], clients: Sequence[Client], settings: Settings, say: Callable[[str], None]
) -> Mapping[Cnpj, Supply]:
    """For each company the file that serves it longest; `say` is told of the files that serve nobody, and why.

    Raises SettingsError or TrustError.
    """
    files = folder.files()
    trust = Trust.load(settings.extra_roots, settings.authorities)
    lines = [*folder.lines(files), *_known(files, wanted, clients, settings)]
    with Examiner(trust) as examiner:
        matched = match(files, lines, examiner, clients=wanted, terms=Terms())
    for sentence in _left_over(matched):
        say(sentence)
    return {
        served.cnpj: Supply(served.path, brasilia(served.examination.certificate.not_after))
        for served in matched.served
        if served.examination.certificate
    }


def _known(
    files: Sequence[Path], wanted: Sequence[Cnpj], clients: Sequence[Client], settings: Settings
) -> Iterator[Line]:
    """Every password that is known without asking: those of the clients file, of the settings, of the keyring; none."""
    silent = Passwords(settings, ask=False)
    for client in clients:
        if client.password:
            yield Line(client.password, client.pfx.name.casefold())
    for file in files:
        for cnpj in Cnpj.find(file.stem.replace("_", " ")):
            if secret := silent.of_pfx(cnpj.text):
                yield Line(secret, file.name.casefold())
    for cnpj in wanted:
        if secret := silent.of_pfx(cnpj.text):
            yield Line(secret)
    yield Line(Secret(""))


def _left_over(matched: Matched) -> Iterator[str]:
    for path in matched.unopened:
        yield _("{file}: none of the passwords opens it.").format(file=path.name)
    for path, examination in matched.unfit:
        unfit = " ".join(f"{r.text} {r.todo}" for r in examination.reasons if r.severity is Severity.UNFIT)
        why = unfit or _("it belongs to no company.")
        yield f"{path.name}: {why}"
    for path in matched.spare:
        yield _("{file}: serves none of the companies that were read, or another file serves longer.").format(
            file=path.name
        )
