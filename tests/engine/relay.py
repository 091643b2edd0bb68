"""A relay between a client and a server that can swallow what passes, as a network does that loses every packet.

It goes on taking what is sent, so that no system of either side has any doubt.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self


class Relay:
    """Listens on a port of its own. While it `swallows`, nothing passes; what was connected then is lost for ever."""

    def __init__(self, server: int) -> None:
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._guard = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._lost: set[socket.socket] = set()
        self._swallows = False
        self.port = int(self._listener.getsockname()[1])

    @classmethod
    @contextmanager
    def to(cls, server: int) -> Iterator[Self]:
        """A relay to a port of this machine for as long as the block lasts."""
        relay = cls(server)
        threading.Thread(target=relay._accept, daemon=True).start()
        try:
            yield relay
        finally:
            relay._listener.close()
            with relay._guard:
                for each in relay._sockets:
                    each.close()

    def swallow(self) -> None:
        """Let nothing pass from now on, in no connection."""
        with self._guard:
            self._swallows = True
            self._lost.update(self._sockets)

    def pass_on(self) -> None:
        """Let pass what is connected from now on."""
        with self._guard:
            self._swallows = False

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._server)) if not self._swallows else None
                with self._guard:
                    self._sockets += [near, *([far] if far else [])]
                    if self._swallows:
                        self._lost.update(self._sockets)
                if far:
                    for ends in ((near, far), (far, near)):
                        threading.Thread(target=self._pass, args=ends, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if source not in self._lost:
                    target.sendall(data)
            if source not in self._lost:
                target.shutdown(socket.SHUT_WR)
