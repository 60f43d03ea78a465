"""Addresses on the net: which are well formed, and which are safe to fetch from.

Knows nothing of connections. Plain http is for this machine alone: anybody on the way could read
and change what it brings.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from newsassistant.core.outside import UnfitError

LONGEST = 2000
_NAME = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))*\.?")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f\\]")


def split_address(url: str) -> SplitResult:
    """The parts of an address with a host and, if any, a port from 1 to 65535; any thread.

    Raises UnfitError for every other.
    """
    if len(url) > LONGEST or _UNSEEN.search(url):
        raise UnfitError("no address")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UnfitError("no address") from error
    if port == 0 or not (_NAME.fullmatch(host) or _is_ip(host)):
        raise UnfitError("no host and port")
    return parts


def check_fetch(url: str) -> SplitResult:
    """The parts of an address that may be fetched from: https, or http on this machine.

    Raises UnfitError with the reason.
    """
    parts = split_address(url)
    if parts.scheme not in ("http", "https"):
        raise UnfitError("it is neither https nor http")
    if "@" in parts.netloc:
        raise UnfitError("it has a user name in it")
    if parts.scheme == "http" and not is_local(parts.hostname or ""):
        raise UnfitError("http is for this computer only, others need https")
    return parts


def hub_address(url: str) -> str:
    """The address of a hub or a mirror, without a slash at the end; raises UnfitError."""
    parts = check_fetch(url)
    if "?" in url or "#" in url:
        raise UnfitError("it has a query in it")
    if len(url) > 200 or not parts.netloc:
        raise UnfitError("it is too long")
    return url.rstrip("/")


def is_local(host: str) -> bool:
    """True for this machine itself: localhost, 127.0.0.0/8 and ::1."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback and getattr(address, "ipv4_mapped", None) is None


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
