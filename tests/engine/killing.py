"""kill -9 of a process and all that it has started, and the requests at which the portal has it done."""

from __future__ import annotations

import subprocess
from typing import Any

import psutil

from fixtures.portal import StandIn
from fixtures.portal.memory import Request

AT_REQUESTS = {
    "login page asked for": Request("GET", "/login.aspx", ""),
    "logging in": Request("POST", "/login.aspx", "ENTER"),
    "choosing the company": Request("POST", "/inicio.aspx", "VEMPRESA_MPAGE.CHANGE"),
    "reading the list": Request("GET", "/wwcertificado.aspx", ""),
    "opening the form": Request("GET", "/certificado.aspx?INS,0", ""),
    "Salvar": Request("POST", "/certificado.aspx?INS,0", "ENTER"),
}
"""The requests of the road. A company may be chosen on any screen."""


def kill_at(portal: StandIn, process: subprocess.Popen[Any], name: str, when: str) -> None:
    """Have a process killed when a request first `arrives` at the portal, or when it `is answered`."""
    wanted, killed = AT_REQUESTS[name], [False]

    def kill(request: Request) -> None:
        same = (request.method, request.event) == (wanted.method, wanted.event)
        anywhere = wanted.event.startswith("VEMPRESA")
        if same and (anywhere or request.path == wanted.path) and not killed[0]:
            killed[0] = True
            kill_tree(process.pid)

    setattr(portal, "on_arrival" if when == "arrives" else "on_answer", kill)


def kill_tree(process: int) -> None:
    """What a power cut does to a program: its children first, so that none of them can end in an orderly way."""
    root = psutil.Process(process)
    children = root.children(recursive=True)
    for member in [*children, root]:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(children, timeout=10)  # the root is for whoever started it to wait for
