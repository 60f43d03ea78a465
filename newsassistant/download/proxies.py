"""Which proxy stands between this computer and an address, by the environment or the system.

A proxy that cannot be served is refused by name: nothing is ever fetched past a proxy that is set.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from newsassistant.core.addresses import split_address
from newsassistant.core.errors import DownloadError
from newsassistant.core.outside import UnfitError, contained
from newsassistant.core.plain import plain

_SERVED = ("http", "https")  # both are spoken to in HTTP, as is usual; what else there is, is not


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy: host and port, and the user's name and password if it asks for them."""

    place: str
    user: str = ""
    password: str = ""


def proxy_for(url: str) -> Proxy | None:
    """The proxy that is set for an address, None where none is; any thread.

    The variable of the address's scheme comes before ALL_PROXY (small letters before capitals),
    the environment before the system's settings; NO_PROXY and the system's exceptions count.
    Raises DownloadError("download-proxy") for one that cannot be served.
    """
    with contained(lambda detail: DownloadError("download-proxy", proxy="", detail=detail)):
        parts = urlsplit(url)
        value = _set_for(parts.scheme, urllib.request.getproxies())
        if not value or urllib.request.proxy_bypass(parts.netloc):
            return None
    return parse(value)


def _set_for(scheme: str, proxies: Mapping[str, str]) -> str:
    """`socks` is what macOS and Windows call one for everything."""
    return next((value for name in (scheme, "all", "socks") if (value := proxies.get(name))), "")


def parse(value: str) -> Proxy:
    """A proxy as a variable writes it, with or without a scheme; raises DownloadError."""
    text = value.strip()
    scheme, mark, _ = text.partition("://")
    scheme = scheme.lower() if mark else "http"
    if scheme.startswith("socks"):
        raise _refusal(text, f"SOCKS ({plain(scheme, longest=20)}) is not supported")
    if scheme not in _SERVED:
        raise _refusal(text, f"{plain(scheme, longest=20)} is no kind of proxy that is known")
    try:
        parts = split_address(text if mark else f"http://{text}")
    except UnfitError as error:
        raise _refusal(text, str(error)) from error
    place = parts.netloc.rpartition("@")[2]
    return Proxy(place, unquote(parts.username or ""), unquote(parts.password or ""))


def _refusal(text: str, detail: str) -> DownloadError:
    return DownloadError("download-proxy", proxy=_shown(text), detail=detail)


def _shown(text: str) -> str:
    """Without user and password, whatever else is wrong with it."""
    scheme, mark, rest = text.partition("://")
    rest = (rest if mark else scheme).rpartition("@")[2]
    return plain(f"{scheme}{mark}{rest}" if mark else rest, longest=80)
