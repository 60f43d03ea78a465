"""The port: uvicorn with its limits, quiet loggers, and an end that lets answers finish.

The event loop runs on the thread that calls `listen`.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from newsassistant.core.errors import InputError
from newsassistant.core.logs import describe
from newsassistant.server.app import App

log = logging.getLogger(__name__)

PORT = 8765
HOST = "127.0.0.1"
FINISH_S = 20
"""What is being written at the end may go on for so long."""
HEADERS_S = 10.0
IDLE_S = 30
MOST_HEADERS = 16 << 10  # bytes
MOST_AT_ONCE = 200  # requests; more are answered with 503
MOST_CONNECTIONS = 256  # more are closed
_QUIET = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "asyncio")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens; with a certificate and its key over TLS."""

    host: str = HOST
    port: int = PORT
    certificate: Path | None = None
    certificate_key: Path | None = None

    @property
    def is_local(self) -> bool:
        """True where only this computer's programs can call."""
        return is_loopback(self.host)

    @property
    def address(self) -> str:
        """For people and browsers."""
        scheme = "https" if self.certificate is not None else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}/"


def is_loopback(host: str) -> bool:
    """True for an address of this computer alone."""
    if host.lower() == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def open_port(place: Place) -> socket.socket:
    """Take the port before anything is loaded; raises InputError("port-unusable")."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        family, kind, number, _, address = found[0]
        opened = socket.socket(family, kind, number)
        try:
            if sys.platform != "win32":  # there it would share a port that is taken
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.bind(address)
            opened.listen(128)
        except BaseException:
            opened.close()
            raise
    except (OSError, UnicodeError, OverflowError) as error:
        detail = getattr(error, "strerror", None) or "no such address"
        raise InputError("port-unusable", address=place.address, detail=detail) from error
    opened.set_inheritable(False)
    return opened


class Listener:
    """One server on one port; `listen` returns when it has ended."""

    def __init__(self, app: App, place: Place) -> None:
        """Raises InputError for a certificate that cannot be used."""
        self._app = app
        config = uvicorn.Config(
            app,
            access_log=False,
            date_header=False,
            h11_max_incomplete_event_size=MOST_HEADERS,
            http=_Protocol,
            lifespan="on",
            limit_concurrency=MOST_AT_ONCE,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            ssl_certfile=place.certificate,
            ssl_keyfile=place.certificate_key,
            timeout_graceful_shutdown=FINISH_S + 5,
            timeout_keep_alive=IDLE_S,
            ws="none",
        )
        try:
            config.load()
        except (OSError, ssl.SSLError, ValueError) as error:
            detail = getattr(error, "strerror", None) or "it is none"
            raise InputError("tls-unusable", path=place.certificate, detail=detail) from error
        self._server = _Server(config, self._begin_end)
        self._ending: asyncio.Task[None] | None = None

    def listen(self, opened: socket.socket) -> None:
        """Serve until a signal or `stop`; once only."""
        with _silence():
            asyncio.run(self._serve(opened))

    def stop(self) -> None:
        """End as a signal does; on the thread of the event loop."""
        self._server.end()

    async def _serve(self, opened: socket.socket) -> None:
        asyncio.get_running_loop().set_exception_handler(_tell)
        await self._server.serve(sockets=[opened])

    def _begin_end(self) -> None:
        self._ending = asyncio.ensure_future(self._app.desk.drain(FINISH_S))


class _Server(uvicorn.Server):
    """Ends in order at the first signal, at once at the second."""

    def __init__(self, config: uvicorn.Config, on_end: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_end = on_end
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    def end(self) -> None:
        """No more connections; what runs may finish."""
        if not self.should_exit:
            self.should_exit = True
            self._on_end()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ours for the time being; uvicorn's own would kill the process at the end."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        known = {number: signal.signal(number, self.handle_exit) for number in _signals()}
        try:
            yield
        finally:
            for number, before in known.items():
                signal.signal(number, before)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Of the main thread, between any two of its steps."""
        if self.should_exit:
            self.force_exit = True
        elif self._loop is not None:
            self._loop.call_soon_threadsafe(self.end)


def _signals() -> tuple[signal.Signals, ...]:
    breaks = getattr(signal, "SIGBREAK", None)
    return (signal.SIGINT, signal.SIGTERM, *([breaks] if breaks is not None else []))


class _Protocol(H11Protocol):
    """Closes who does not send a request in time, and who comes when there are too many."""

    _late: asyncio.TimerHandle | None = None
    _is_served = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        if len(self.connections) >= MOST_CONNECTIONS:
            transport.abort()
            return
        self._is_served = True
        super().connection_made(transport)
        self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forgive()
        if self._is_served:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._is_served or self.transport.is_closing():
            return
        super().data_received(data)
        if self._is_answering():
            self._forgive()
        elif self._late is None and not self.transport.is_closing():
            self._await_headers()

    def _await_headers(self) -> None:
        self._late = self.loop.call_later(HEADERS_S, self._close)

    def _forgive(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        self._late = None
        if not self._is_answering():
            self.transport.abort()

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request
        return cycle is not None and not cycle.response_complete


def _tell(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What nobody awaited; asyncio itself would print the texts that an exception quotes."""
    error = context.get("exception")
    told = describe(error) if isinstance(error, BaseException) else "no exception"
    log.error("something has failed in the event loop\n%s", told)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Loggers of others say nothing: what they say quotes requests."""
    loggers = [logging.getLogger(name) for name in _QUIET]
    before = [(each.disabled, each.propagate) for each in loggers]
    for each in loggers:
        each.disabled, each.propagate = True, False
    try:
        yield
    finally:
        for each, (disabled, propagate) in zip(loggers, before, strict=True):
            each.disabled, each.propagate = disabled, propagate
