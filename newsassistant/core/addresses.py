"""Addresses on the net: which are well formed, and which are safe to fetch from.

Knows nothing of connections. A model comes by https, or by plain http from this machine: anybody on
the way could change what it brings. A page that the user names may come by either, but from the
public net only, unless the user allows the local one.
"""

from __future__ import annotations

import ipaddress
import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from newsassistant.core.outside import UnfitError
from newsassistant.core.plain import plain

LONGEST = 2000
_NAME = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))*\.?")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f\\]")
_WEB = re.compile(r"(?i)https?://")
_WITHOUT_SCHEME = re.compile(r"(?i)www\.[^/.]+\.")
_LOWEST_PORT = 1024  # but for those of the web: below are other services
_WEB_PORTS = (None, 80, 443)

# Networks that are nobody's on the public net: RFC 6890 and its registries at IANA.
_NOT_PUBLIC = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
            *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
            *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        ),
    )
)
_PUBLIC_V6 = IPv6Network("2000::/3")
# Protocols of their own (Teredo among them), documentation, 6to4: tunnels could lead anywhere.
_NOT_PUBLIC_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NAT64 = IPv6Network("64:ff9b::/96")  # the last four bytes are what is reached
_LOCAL_NAMES = re.compile(
    r"(?i)[^.]+|(?:.+\.)?(?:local|localhost|localdomain|internal|intranet|private|corp|home|lan"
    r"|home\.arpa)"
)
_AS_NUMBER = re.compile(r"(?i)(?:.*\.)?(?:\d+|0x[\da-f]*)")


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


class PrivateError(UnfitError):
    """An address leads to this computer or its own network."""


def check_page(url: str, *, local_network: bool = False) -> SplitResult:
    """The parts of an address that a page may be fetched from, as far as it tells; any thread.

    Raises PrivateError, unless `local_network` is allowed, for one that names this computer or its
    network; where a public name leads is checked by whoever connects. Raises UnfitError for others.
    """
    parts = split_address(url)
    if parts.scheme not in ("http", "https"):
        raise UnfitError("it is neither https nor http")
    if "@" in parts.netloc:
        raise UnfitError("it has a user name in it")
    if parts.port not in _WEB_PORTS and (parts.port or 0) < _LOWEST_PORT:
        raise UnfitError("its port is none of the web")
    if not local_network and not _may_be_public((parts.hostname or "").rstrip(".")):
        raise PrivateError("it is on this computer or its network")
    return parts


def is_public(host: str) -> bool:
    """True for the number of a computer that everybody on the net can reach; any thread."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped
        if inner is None and address in _NAT64:
            inner = IPv4Address(address.packed[-4:])
        if inner is None:
            return address in _PUBLIC_V6 and not any(address in net for net in _NOT_PUBLIC_V6)
        address = inner
    return not any(address in net for net in _NOT_PUBLIC)


def lone_address(text: str) -> str:
    """The address of a page that a text is, and nothing else; "" for any other text.

    What begins with www. has its https:// left out. Constant time; any thread.
    """
    if len(text) > 2 * LONGEST:
        return ""
    address = text.strip()
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1]
    if _WITHOUT_SCHEME.match(address):
        address = f"https://{address}"
    if not _WEB.match(address):
        return ""
    try:
        parts = split_address(address)
    except UnfitError:
        return ""
    return "" if "@" in parts.netloc else address


def in_ascii(url: str) -> str:
    """An address as it is sent: its name by IDNA, other letters as their bytes in UTF-8.

    Raises UnfitError for one that cannot be written so.
    """
    parts = split_address(url)
    try:
        place = parts.netloc.encode("idna").decode("ascii") if not url.isascii() else parts.netloc
    except UnicodeError as error:
        raise UnfitError("its name is none that can be asked for") from error
    path, query = (quote(part, safe="%/:=&?~#+!$,;'@()*[]|^`{}\"<>") for part in parts[2:4])
    return urlunsplit((parts.scheme.lower(), place, path, query, ""))


def hub_address(url: str) -> str:
    """The address of a hub or a mirror, without a slash at the end; raises UnfitError."""
    parts = check_fetch(url)
    if "?" in url or "#" in url:
        raise UnfitError("it has a query in it")
    if len(url) > 200 or not parts.netloc:
        raise UnfitError("it is too long")
    return url.rstrip("/")


def host_of(url: str) -> str:
    """The host of an address with its port, for messages; any text is taken."""
    try:
        host = urlsplit(url).netloc
    except ValueError:
        host = url
    return plain(host.rpartition("@")[2], longest=100)


def is_local(host: str) -> bool:
    """True for this machine itself: localhost, 127.0.0.0/8 and ::1."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback and getattr(address, "ipv4_mapped", None) is None


def _may_be_public(host: str) -> bool:
    """False for names of a local network, and for numbers but those of public computers.

    Systems also take 0x7f.1 and 2130706433 for numbers: what ends in one must be one.
    """
    if _is_ip(host):
        return is_public(host)
    return not (_AS_NUMBER.fullmatch(host) or _LOCAL_NAMES.fullmatch(host))


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
