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
from rpa.regular import read_regular

_MOST_BYTES = 1 << 28


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
            for line in read_regular(self.path, _MOST_BYTES).decode().splitlines():
                tick = json.loads(line)
                cnpj, done = Cnpj(tick["cnpj"]), datetime.fromisoformat(tick["done"])
                found[cnpj] = max(done, found.get(cnpj, done))
        except FileNotFoundError:
            return {}
        except OSError as error:
            text = _("{where} cannot be read: {why}.").format(where=self.path, why=error.strerror)
            raise RecordError(text) from None
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            damaged = _("{where} cannot be read ({kind}): it is damaged, or of another version of this program.")
            raise RecordError(damaged.format(where=self.path, kind=type(error).__name__)) from None
        return found
