"""Reads `.env`, in whichever encoding an editor saved it: Windows' own writes UTF-16, too."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from rpa.messages import _
from rpa.regular import read_regular
from rpa.text_file import TextError, text_of

_MOST_BYTES = 1 << 20


class EnvFileError(Exception):
    """`.env` is there, and cannot be read; the text is a sentence for the operator."""


def read_env(path: Path) -> Mapping[str, str | None]:
    """What `.env` sets, taken as it stands; nothing where there is none. Raises EnvFileError."""
    from dotenv import dotenv_values  # which `rpa --help` need not wait for

    try:
        text = text_of(read_regular(path, _MOST_BYTES))
    except FileNotFoundError:
        return {}
    except TextError as error:
        again = _("{file} cannot be read: {why}. Save it again, as UTF-8.")
        raise EnvFileError(again.format(file=path, why=error)) from None
    except OSError as error:
        raise EnvFileError(_("{file} cannot be read: {why}.").format(file=path, why=error.strerror)) from None
    return dotenv_values(stream=io.StringIO(text, newline=None), interpolate=False)
