"""Connects to computers on the public net only, by the very numbers that were looked at.

A name may lead to a private number, or to another one each time that it is looked up: so it is
looked up once, and what is connected to is the number that was found good.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Sequence

from newsassistant.core.addresses import PrivateError, is_public
from newsassistant.download.line import Connect, Line

Resolve = Callable[[str, int], Sequence[str]]
"""Name and port -> the numbers that the name leads to; blocks, raises OSError."""

MOST_NUMBERS = 6  # tried in turn
_LOOK_S = 0.05


def numbers_of(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says; blocks, raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def connector(resolve: Resolve = numbers_of, *, local_network: bool = False) -> Connect:
    """Makes sockets to public numbers only, or to all with `local_network`; any thread.

    They raise PrivateError where a name leads to no other, OSError, and what `Line.check` raises.
    """

    def connect(host: str, port: int, timeout: float, line: Line) -> socket.socket:
        numbers = _looked_up(resolve, host, port, line)
        good = [number for number in numbers if local_network or is_public(number)]
        if numbers and not good:
            raise PrivateError(f"{host} is on this computer or its network")
        return _connected(good[:MOST_NUMBERS], port, timeout, line)

    return connect


def _looked_up(resolve: Resolve, host: str, port: int, line: Line) -> Sequence[str]:
    """The resolver cannot be stopped: it is left alone when the line is cut meanwhile."""
    found: list[Sequence[str]] = []
    failed: list[OSError] = []
    done = threading.Event()

    def look() -> None:
        try:
            found.append(resolve(host, port))
        except UnicodeError as error:  # of a name that is none
            failed.append(socket.gaierror(str(error)))
        except OSError as error:
            failed.append(error)
        finally:
            done.set()

    threading.Thread(target=look, name="resolver", daemon=True).start()
    while not done.wait(_LOOK_S):
        line.check()
    if failed:
        raise failed[0]
    return found[0] if found else ()


def _connected(numbers: Sequence[str], port: int, timeout: float, line: Line) -> socket.socket:
    trouble: OSError = socket.gaierror("the name leads nowhere")
    for number in numbers:
        line.check()
        made = socket.socket(socket.AF_INET6 if ":" in number else socket.AF_INET)
        try:
            made.settimeout(timeout / 2)
            line.use(made.dup())
            made.connect((number, port))
        except OSError as error:
            made.close()
            line.check(error)
            trouble = error
            continue
        made.settimeout(timeout)
        with contextlib.suppress(OSError):
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made
    raise trouble
