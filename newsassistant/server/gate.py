"""What every request passes first: host, origin, key; and what is told of it at its end.

A border: whatever a route raises becomes an answer in OpenAI's shape, and no more than an
exception's type and lines reach the log.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsassistant.core.logs import describe
from newsassistant.server.errors import SERVER, ApiError
from newsassistant.server.keys import Keys
from newsassistant.server.records import Metrics, Record
from newsassistant.server.replies import json_bytes

log = logging.getLogger(__name__)

RECORD = "newsassistant.record"
LOCAL_USER = "local"
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
OPEN = frozenset({"/", "/page.css", "/page.js", "/health"})
"""Paths that need no key: they tell nothing."""
QUIET = frozenset({"-", "page", "health", "metrics"})
"""Routes that are logged only where something is wrong."""
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Gate:
    """Around an app. `keys` None: everybody is the user "local". `hosts` none: any name.

    A key protects from names that lead here from elsewhere; without any, hosts must be named.
    """

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        *,
        keys: Keys | None = None,
        hosts: tuple[str, ...] = (),
        on_record: Callable[[Record], None] = lambda record: None,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._keys = keys
        self._hosts = frozenset(host.lower() for host in hosts)
        self._on_record = on_record

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:  # a web socket, of which there is none
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        record = scope[RECORD] = Record()
        started, begun = time.perf_counter(), False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun, record.status = True, message["status"]
                more = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                known = {name for name, _ in message.get("headers", ())}
                new = [each for each in more if each[0] not in known]
                message = {**message, "headers": [*message.get("headers", ()), *new]}
            await send(message)

        try:
            try:
                self._check(scope, record)
                await self._app(scope, receive, sending)
            except ApiError as error:
                await error_response(error, record)(scope, receive, sending)
        except Exception as error:
            ours = unexpected(error)
            record.outcome = ours.code
            if begun:
                raise _BrokenError from None  # the connection is closed: the answer is not whole
            await error_response(ours, record)(scope, receive, sending)
        finally:
            record.ms = round(1000 * (time.perf_counter() - started))
            self._metrics.add(record)
            if record.what not in QUIET or record.status >= 400:
                log.info("%s", record.line())
                self._on_record(record)

    def _check(self, scope: Scope, record: Record) -> None:
        """Raise ApiError for who may not ask this."""
        headers = Headers(scope=scope)
        host = _name_of(headers.get("host", ""))
        if self._hosts and host not in self._hosts:
            raise _refused("wrong_host", "This server is not known by that name.")
        if scope["method"] not in ("GET", "HEAD"):
            self._check_origin(headers, host)
        if scope["path"] in OPEN:
            return
        if self._keys is None:
            record.user = LOCAL_USER
            return
        scheme, _, key = headers.get("authorization", "").partition(" ")
        user = self._keys.user_of(key.strip()) if scheme.lower() == "bearer" else None
        if user is None:
            message = "This server needs a key: Authorization: Bearer KEY."
            raise ApiError(401, "invalid_api_key", message, kind="authentication_error")
        record.user = user

    def _check_origin(self, headers: Headers, host: str) -> None:
        """A page of another site has no business here, whatever the user's browser can reach."""
        site = headers.get("sec-fetch-site", "none")
        origin = headers.get("origin")
        named = {host} | self._hosts
        if site not in ("none", "same-origin") or (
            origin is not None and _name_of(urlsplit(origin).netloc) not in named
        ):
            raise _refused("wrong_origin", "Pages of other sites may not ask this server.")


class _BrokenError(Exception):
    """An answer could not be sent to its end; says nothing of why."""


def unexpected(error: Exception) -> ApiError:
    """What a fault of ours is to the client; its type and lines go to the log."""
    log.error("a request has failed\n%s", describe(error))
    message = "Something unexpected happened."
    return ApiError(500, "internal_error", message, kind=SERVER)


def error_response(error: ApiError, record: Record) -> Response:
    """In OpenAI's shape."""
    record.outcome = error.code
    return Response(
        json_bytes(error.body()), error.status, error.headers(), media_type="application/json"
    )


def _refused(code: str, message: str) -> ApiError:
    return ApiError(403, code, message, kind="permission_error")


def _name_of(netloc: str) -> str:
    """The host without its port, in small letters; an IPv6 address without its brackets."""
    if netloc.startswith("["):
        return netloc[1:].partition("]")[0].lower()
    return netloc.partition(":")[0].lower()
