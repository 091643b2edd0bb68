"""What `rpa check` prints: a table with days left, or one JSON object a line; a progress bar above twenty files."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rpa.certificates import BRASILIA, Examination, Severity, Verdict
from rpa.harmless import harmless, json_line, one_line, plain
from rpa.messages import _

_COLOURS = {Verdict.FIT: "green", Verdict.WARN: "yellow", Verdict.UNFIT: "red"}
_FILES_WITHOUT_BAR = 20
_WIDTH_OF_A_PIPE = 200


@dataclass(frozen=True, slots=True)
class Examined:
    """One file with its examination, and its row where it comes from a clients file."""

    file: Path
    row: int | None
    examination: Examination

    def as_json(self) -> dict[str, Any]:
        """The fields of a line of `--json`; times are Brasília's."""
        certificate = self.examination.certificate
        return {
            "file": str(self.file),
            "row": self.row,
            "verdict": self.examination.verdict.value,
            "cnpj": certificate.cnpj.text if certificate and certificate.cnpj else None,
            "kind": certificate.kind.value if certificate else None,
            "holder": certificate.holder if certificate else None,
            "valid_from": certificate.not_before.astimezone(BRASILIA).isoformat() if certificate else None,
            "valid_until": certificate.not_after.astimezone(BRASILIA).isoformat() if certificate else None,
            "fingerprint": certificate.fingerprint if certificate else None,
            "reasons": [{"code": r.code, "text": r.text, "todo": r.todo} for r in self.examination.reasons],
        }

    def as_cells(self) -> tuple[str, ...]:
        """The cells of its line in the table: file, verdict, CNPJ, holder, days left, reasons."""
        certificate = self.examination.certificate
        told = [r for r in self.examination.reasons if r.severity is not Severity.INFO]
        return (
            one_line(self.file.name if self.row is None else f"{self.row}: {self.file.name}"),
            word(self.examination.verdict),
            str(certificate.cnpj) if certificate and certificate.cnpj else "–",
            one_line(certificate.holder) if certificate else "–",
            str(certificate.days_left()) if certificate else "–",
            "\n".join(f"{r.text} {r.todo}".strip() for r in told),
        )


def word(verdict: Verdict) -> str:
    """The word for a verdict in the operator's language."""
    return {Verdict.FIT: _("fit"), Verdict.WARN: _("fit, but"), Verdict.UNFIT: _("unfit")}[verdict]


class Display:
    """Shows examinations as they come (JSON) or all at the end (table). Use it in a `with`."""

    def __init__(self, total: int, *, as_json: bool) -> None:
        self._total = total
        self._as_json = as_json
        self._lines: list[tuple[Verdict, tuple[str, ...]]] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._advance = self._bar() if self._total > _FILES_WITHOUT_BAR and sys.stderr.isatty() else lambda: None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stack.close()
        if kind is None and not self._as_json:
            self._print_table()

    def show(self, examined: Examined) -> None:
        """Show one more."""
        if self._as_json:
            print(json_line(examined.as_json()), flush=True)
        else:
            self._lines.append((examined.examination.verdict, examined.as_cells()))
        self._advance()

    def _bar(self) -> Any:
        from rich.console import Console
        from rich.progress import Progress

        progress = self._stack.enter_context(Progress(console=Console(file=plain(sys.stderr)), transient=True))
        task = progress.add_task(_("Examining"), total=self._total)
        return lambda: progress.advance(task)

    def _print_table(self) -> None:
        """Sorted by file; cut by nothing in a pipe. Colours only say again what the words say."""
        from rich.console import Console
        from rich.markup import escape
        from rich.table import Table

        shown = Table(box=None, pad_edge=False, header_style="bold")
        for title in (_("File"), _("Verdict"), "CNPJ", _("Holder"), _("Days left"), _("Reasons")):
            shown.add_column(title, no_wrap=title in ("CNPJ", _("Verdict")))
        for verdict, (file, said, *others) in sorted(self._lines, key=lambda line: line[1]):
            colour = _COLOURS[verdict]
            shown.add_row(
                escape(harmless(file)), f"[{colour}]{said}[/{colour}]", *(escape(harmless(text)) for text in others)
            )
        Console(file=plain(sys.stdout), width=None if sys.stdout.isatty() else _WIDTH_OF_A_PIPE).print(shown)
