"""Which newsroom server is asked, and how: its address is checked before anything is sent.

Knows nothing of connections, or of where this is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newsassistant.core.addresses import host_of, in_ascii, is_local, split_address
from newsassistant.core.errors import RemoteError
from newsassistant.core.outside import UnfitError
from newsassistant.core.plain import plain

BASE = "/v1"
LONGEST_ADDRESS = 100
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Server:
    """A server and what it takes to ask it; `address` is as `checked` returns it.

    `key` goes with each request, "" sends none. `ca_file` names authorities beside none of the
    system's, `proxy` the address of an HTTP proxy; "" for neither. `context`: how many tokens its
    models read where the server does not tell; 0 is not known.
    """

    address: str
    key: str = field(default="", repr=False)
    ca_file: str = ""
    proxy: str = field(default="", repr=False)
    allows_http: bool = False
    context: int = 0

    @property
    def host(self) -> str:
        """The host with its port, as the user is told it."""
        return host_of(self.address)


def checked(text: str, *, allows_http: bool = False) -> str:
    """The address of a server as the user has typed it; any thread.

    Without a scheme it is https; without a path it has the usual one. Raises RemoteError for what
    is no address, and for http to another computer unless `allows_http`.
    """
    typed = text.strip()
    lower = typed.lower()
    if typed and "://" not in typed:
        local = is_local(lower.partition("/")[0].rpartition(":")[0] or lower.partition("/")[0])
        typed = f"{'http' if local else 'https'}://{typed}"
    try:
        if "?" in typed or "#" in typed:
            raise UnfitError("it has a query in it")
        typed = in_ascii(typed).rstrip("/")
        parts = split_address(typed)
        _check(typed, parts.scheme, parts.netloc)
    except UnfitError as error:
        shown = plain(text.rpartition("@")[2], longest=100)
        raise RemoteError("remote-address", address=shown, detail=error) from error
    if parts.scheme == "http" and not (allows_http or is_local(parts.hostname or "")):
        raise RemoteError("remote-http", host=host_of(typed))
    return typed if parts.path else typed + BASE


def _check(typed: str, scheme: str, netloc: str) -> None:
    if scheme not in ("http", "https"):
        raise UnfitError("it is neither https nor http")
    if "@" in netloc:
        raise UnfitError("it has a user name in it")
    if len(typed) > LONGEST_ADDRESS:
        raise UnfitError("it is too long")


def checked_key(text: str) -> str:
    """A key as it can stand in a request; raises RemoteError("remote-key-text")."""
    key = text.strip()
    if len(key) > 500 or not all("!" <= character <= "~" for character in key):
        raise RemoteError("remote-key-text")
    return key
