"""How requests and examinations cross to a worker and back: frames of JSON, so that nothing in them can run."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from rpa.cnpj import Cnpj
from rpa.secret import Secret

from .examination import Certificate, Examination, Found, Kind, Terms
from .reasons import RULES, Reason

_HEADER = struct.Struct(">I")
Message = dict[str, Any]


def send(stream: BinaryIO, message: Message) -> None:
    """Write one message."""
    body = json.dumps(message, default=_plain).encode("utf-8", "surrogatepass")
    stream.write(_HEADER.pack(len(body)) + body)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """Read one message; None where the other side is gone."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    size = _HEADER.unpack(header)[0]
    body = stream.read(size)
    if len(body) < size:
        return None
    message: Message = json.loads(body, object_hook=_typed)
    return message


def request(path: Path, password: Secret, terms: Terms) -> Message:
    """What a worker is asked. The password leaves its Secret here, on its way through a pipe of our own."""
    return {"path": str(path), "password": password.reveal(), "terms": {**asdict(terms), "client": terms.client}}


def request_of(message: Message) -> tuple[Path, Secret, Terms]:
    """What was asked."""
    return Path(message["path"]), Secret(message["password"]), Terms(**message["terms"])


def answer(examination: Examination) -> Message:
    """What a worker answers."""
    return {
        "reasons": [{"code": reason.code, "values": dict(reason.values)} for reason in examination.reasons],
        "certificate": _certificate(examination.certificate) if examination.certificate else None,
        "others": [_certificate(other) for other in examination.others],
        "sha256": examination.sha256,
    }


def answer_of(message: Message) -> Examination:
    """What was answered."""
    return Examination(
        tuple(Reason(RULES[each["code"]], each["values"]) for each in message["reasons"]),
        _certificate_of(message["certificate"]) if message["certificate"] else None,
        tuple(_certificate_of(other) for other in message["others"]),
        message["sha256"],
    )


def _certificate(certificate: Certificate) -> Message:
    return {**asdict(certificate), "cnpj": certificate.cnpj, "kind": certificate.kind.value}


def _certificate_of(message: Message) -> Certificate:
    lists = {name: tuple(value) for name, value in message.items() if isinstance(value, list)}
    found = tuple(Found(**each) for each in message["found"])
    return Certificate(**{**message, **lists, "kind": Kind(message["kind"]), "found": found})


def _plain(value: object) -> object:
    match value:
        case datetime():
            return {"$time": value.isoformat()}
        case Cnpj():
            return {"$cnpj": value.text}
    raise TypeError(type(value).__name__)


def _typed(message: Message) -> object:
    match message:
        case {"$time": text}:
            return datetime.fromisoformat(text)
        case {"$cnpj": text}:
            return Cnpj(text)
    return message
