"""Fetches a file over verified TLS: trusted are this machine's own roots, ICP-Brasil's, and what the operator adds."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from rpa.messages import _

from .trust import Trust, as_pem

_LARGEST = 20 * 1024 * 1024
_SECONDS = 60
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class FetchError(ValueError):
    """The file cannot be had; the text is a sentence that says what to do."""


def fetch(url: str, trust: Trust) -> bytes:
    """What lies at an https address; plain http is for this very machine alone. Raises FetchError."""
    _check(url)
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=_context(trust)), _Redirects)
    try:
        with opener.open(url, timeout=_SECONDS) as answer:
            data: bytes = answer.read(_LARGEST + 1)
    except FetchError:
        raise
    except (OSError, ValueError) as error:  # URLError is an OSError
        why = getattr(error, "reason", None) or error
        if isinstance(why, ssl.SSLCertVerificationError):
            raise FetchError(_untrusted(url, why)) from None
        raise FetchError(_("{url} cannot be fetched: {why}.").format(url=url, why=why)) from None
    if len(data) > _LARGEST:
        raise FetchError(_("What {url} sends is too large to be the list of authorities.").format(url=url))
    return data


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows the server to another address, but never out of TLS."""

    def redirect_request(self, *arguments: Any) -> urllib.request.Request | None:
        _check(arguments[-1])
        return super().redirect_request(*arguments)


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise FetchError(_("The address {url} is not https, so nothing is fetched from it.").format(url=url))


def _context(trust: Trust) -> ssl.SSLContext:
    """Names and chains are checked, always."""
    context = ssl.create_default_context()
    for der in {*trust.extra, *filter(trust.is_icp_brasil, trust.authorities)}:
        context.load_verify_locations(cadata=as_pem(der))
    return context


def _untrusted(url: str, why: ssl.SSLCertVerificationError) -> str:
    return _(
        "The server of {url} shows a certificate that this machine does not trust ({why}); nothing was fetched. Get "
        "that file by hand, in a browser, and then run: rpa roots update --file ACcompactado.zip. Wherever it comes "
        "from, only what ICP-Brasil's roots have signed is kept of it."
    ).format(url=url, why=why.verify_message)
