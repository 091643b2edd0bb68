"""The physical limit of the portal: the requests that its pages make, without a browser. One session."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.contenders.clients import Client, read
from fixtures.portal_client import PortalClient


def main(url: str, clients: list[Client]) -> None:
    """One login, client after client: company, its data, list, form, its data again, Salvar, list."""
    with PortalClient(url) as portal:
        portal.log_in(clients[0].account, clients[0].login_password)
        for client in clients:
            if not portal.choose(client.cnpj):
                raise SystemExit(f"no company {client.cnpj}")
            portal.certificates()
            portal.open_form()
            portal.works_on(client.cnpj)
            portal.save(client.nickname, client.password, Path(client.pfx).read_bytes())
            if not any(row.nickname == client.nickname for row in portal.certificates()):
                raise SystemExit(f"not in the list: {client.cnpj}")


if __name__ == "__main__":
    main(sys.argv[1], read(sys.argv[2]))
