"""Which clicks in Siscoban were made: ticked off by a person, and remembered across runs in RPA_HOME."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rpa import private
from rpa.cnpj import Cnpj
from rpa.messages import _
from rpa.record import RecordError


@dataclass(frozen=True, slots=True)
class Ticks:
    """The ticks that are kept below a `home`, one a line, so that two people can tick at once."""

    home: Path

    @property
    def path(self) -> Path:
        """The file that keeps them."""
        return self.home / "follow-up.jsonl"

    def add(self, cnpj: Cnpj, now: datetime) -> None:
        """Remember that this client's click was made by now. Raises OSError."""
        private.folder(self.home)
        private.append_private(self.path, json.dumps({"cnpj": cnpj.text, "done": now.isoformat()}) + "\n")

    def latest(self) -> dict[Cnpj, datetime]:
        """When each client's click was last ticked off. Raises RecordError if the file cannot be read."""
        found: dict[Cnpj, datetime] = {}
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
            for line in lines:
                tick = json.loads(line)
                cnpj, done = Cnpj(tick["cnpj"]), datetime.fromisoformat(tick["done"])
                found[cnpj] = max(done, found.get(cnpj, done))
        except (OSError, ValueError, TypeError, KeyError) as error:
            text = _("{where} cannot be read ({kind}).").format(where=self.path, kind=type(error).__name__)
            raise RecordError(text) from None
        return found
