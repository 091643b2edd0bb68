"""Where an address leads to: host and port, as a browser takes them."""

from __future__ import annotations

from urllib.parse import urlsplit

_PORTS = {"https": 443, "wss": 443, "http": 80, "ws": 80}


def authority(url: str) -> str:
    """Host and port of an address, the port also where it is not written; nothing where it has no host."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    return f"{host}:{parts.port or _PORTS.get(parts.scheme, 0)}" if host else ""


def origin(url: str) -> str:
    """Scheme, host and port of an address as a person would write them: what it asks for is left out."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
