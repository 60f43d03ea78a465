"""The ASGI app: its routes, and what each of them answers.

Knows nothing of sockets: uvicorn runs it, or whatever else runs ASGI apps.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import Delta, Done, ModelInfo
from newsassistant.engine.protocol import Engine
from newsassistant.server.answering import OpenRows, open_rows
from newsassistant.server.chat import Wish, read_chat, read_fit
from newsassistant.server.desk import Answer, Desk, Served, pieces, program_engine
from newsassistant.server.errors import ApiError
from newsassistant.server.gate import LOCAL_NAMES, RECORD, Gate, error_response, unexpected
from newsassistant.server.keys import read_keys
from newsassistant.server.page import page_file
from newsassistant.server.records import Metrics, Record
from newsassistant.server.replies import DONE, WAITING, Reply, event, json_bytes

MOST_BODY = 1 << 20
BODY_S = 30.0
FIRST_S = 15.0
"""After so long the answer's headers are sent, and comments, so that no proxy gives up."""
SEND_S = 60.0
"""A client that takes nothing for so long is closed."""
LEAST_ANSWER = 64
GONE = 499
T = TypeVar("T")


def make_app(
    served: Served,
    *,
    make_engine: Callable[[], Engine] = program_engine,
    opens_rows: OpenRows = open_rows,
    on_failed: Callable[[NewsAssistantError], None] = lambda error: None,
    on_ready: Callable[[ModelInfo], None] = lambda model: None,
    on_record: Callable[[Record], None] = lambda record: None,
) -> App:
    """The app of one server, whose lifespan loads and frees the model; raises InputError.

    `on_failed` hears of what it cannot go on after, `on_ready` when it answers, `on_record` of
    each request that has ended; all on the thread of the event loop.
    """
    keys = read_keys(served.keys) if served.keys is not None else None
    desk = Desk(
        served,
        make_engine=make_engine,
        opens_rows=opens_rows,
        on_failed=on_failed,
        on_ready=on_ready,
    )
    metrics = Metrics()
    routes = _Routes(desk, metrics)
    hosts = served.hosts or (LOCAL_NAMES if keys is None else ())
    gate = Gate(routes.app(), metrics, keys=keys, hosts=hosts, on_record=on_record)
    return App(desk, gate)


@dataclass(frozen=True, slots=True)
class App:
    """ASGI, with what stands behind it."""

    desk: Desk
    _gate: Gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        await self._gate(scope, receive, send)


@dataclass(frozen=True, slots=True)
class _Routes:
    desk: Desk
    metrics: Metrics

    def app(self) -> Starlette:
        def get(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
            return Route(path, _named(endpoint), methods=["GET"])

        def post(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
            return Route(path, _named(endpoint), methods=["POST"])

        app = Starlette(
            routes=[
                get("/health", self.health),
                get("/metrics", self.count),
                get("/v1/models", self.models),
                get("/v1/models/{id}", self.model),
                post("/v1/chat/completions", self.chat),
                post("/v1/newsassistant/fit", self.fit),
                get("/v1/newsassistant/jobs", self.jobs),
                *(get(path, self.page) for path in ("/", "/page.css", "/page.js")),
            ],
            exception_handlers={HTTPException: _no_route},
            lifespan=self._lifespan,
        )
        app.router.redirect_slashes = False  # its answer would name a host that the client chose
        return app

    @contextlib.asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        self.desk.start()
        try:
            yield
        finally:
            await self.desk.close()

    # --- what is known --------------------------------------------------------------------------

    async def health(self, request: Request) -> Response:
        state = self.desk.state
        return _json({"status": state}, 200 if state == "ok" else 503)

    async def count(self, request: Request) -> Response:
        text = self.metrics.text(*self.desk.counts())
        return Response(text, media_type="text/plain; version=0.0.4")

    async def models(self, request: Request) -> Response:
        catalogue = self.desk.catalogue

        def entries() -> list[dict[str, Any]]:
            return [catalogue.entry(choice) for choice in catalogue.choices()]

        return _json({"object": "list", "data": await asyncio.to_thread(entries)})

    async def model(self, request: Request) -> Response:
        catalogue = self.desk.catalogue
        return _json(catalogue.entry(await self.desk.choose(request.path_params["id"])))

    async def jobs(self, request: Request) -> Response:
        return _json({"jobs": await asyncio.to_thread(self.desk.catalogue.jobs)})

    async def page(self, request: Request) -> Response:
        content, headers = page_file(request.url.path)
        return Response(content, headers=headers)

    # --- what is asked --------------------------------------------------------------------------

    async def fit(self, request: Request) -> Response:
        record = _record(request)
        wish = await _read(request, read_fit)
        choice = await self.desk.choose(wish.model)
        record.model = choice.id
        if not wish.messages and wish.job is None:
            article = wish.article
            assert article is not None
            counting = self.desk.count(
                lambda rows: rows.fit(article, wish.reads, choice.prefix), record.user
            )
            fit = await _unless_gone(request, counting)
            context = self.desk.catalogue.entry(choice)["context_length"]
            facts = {"tokens": fit.tokens, "room": fit.room, "chars": fit.chars}
            return _json({**facts, "marks": list(fit.marks), "context_length": context})
        counting_all = self.desk.count(
            lambda rows: rows.count(wish.prompt(), choice.prefix), record.user
        )
        counted = await _unless_gone(request, counting_all)
        room = max(0, counted.context - counted.prompt)
        return _json(
            {
                "prompt_tokens": counted.prompt,
                "context_length": counted.context,
                "room": room,
                "fits": room >= LEAST_ANSWER,
            }
        )

    async def chat(self, request: Request) -> Response:
        catalogue, record = self.desk.catalogue, _record(request)
        self.desk.check_room(record.user)
        wish = await _read(request, read_chat)
        choice = await self.desk.choose(wish.model)
        record.model = choice.id
        answer = self.desk.ask(record.user, wish, choice)
        reply = Reply(answer.id, int(time.time()), choice.id, catalogue.fingerprint)
        try:
            if not wish.stream:
                return await self._whole(request, answer, reply)
            first = await _unless_gone(request, answer.next(within_s=FIRST_S))
        except BaseException:
            self.desk.let_go(answer)
            raise
        chunks = _chunks(answer, first, reply, wish, record)
        return _Streamed(chunks, lambda: self._ended(answer, record))

    async def _whole(self, request: Request, answer: Answer, reply: Reply) -> Response:
        text, done = await _unless_gone(request, answer.whole())
        _cost(_record(request), done)
        return _json(reply.whole(text, done))

    def _ended(self, answer: Answer, record: Record) -> None:
        """A stream has ended, or its client has gone."""
        if not record.completion_tokens and record.outcome == "ok":
            record.outcome = "gone"
        self.desk.let_go(answer)


class _Streamed(StreamingResponse):
    """Server-sent events; `ended` is called whatever has ended them."""

    def __init__(self, chunks: AsyncIterator[bytes], ended: Callable[[], None]) -> None:
        headers = {"X-Accel-Buffering": "no"}  # nginx would keep the words back
        super().__init__(chunks, headers=headers, media_type="text/event-stream")
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            async with asyncio.timeout(SEND_S):
                await send(message)

        try:
            await super().__call__(scope, receive, sending)
        finally:
            self._ended()


async def _chunks(
    answer: Answer, first: Delta | Done | None, reply: Reply, wish: Wish, record: Record
) -> AsyncIterator[bytes]:
    """The events of an answer whose first piece is there already, or still to come."""
    usage = wish.include_usage
    yield event(reply.first(with_usage=usage))
    try:
        async for piece in _behind(first, pieces(answer, FIRST_S)):
            if piece is None:
                yield WAITING
            elif isinstance(piece, Done):
                _cost(record, piece)
                yield event(reply.last(piece, with_usage=usage))
                if usage:
                    yield event(reply.cost(piece))
            elif piece.text:
                yield event(reply.more(piece.text, with_usage=usage))
    except ApiError as error:
        record.outcome = error.code
        yield event(error.body())
    else:
        yield DONE


async def _behind(
    first: Delta | Done | None, others: AsyncIterator[Delta | Done | None]
) -> AsyncIterator[Delta | Done | None]:
    yield first
    if not isinstance(first, Done):
        async for piece in others:
            yield piece


# --- requests ------------------------------------------------------------------------------------


def _named(endpoint: Callable[[Request], Awaitable[Response]]) -> Any:
    """The endpoint, whose name is all that is ever told of a request's path."""

    async def answer(request: Request) -> Response:
        record = _record(request)
        record.what = getattr(endpoint, "__name__", "-")
        try:
            return await endpoint(request)
        except ClientDisconnect:
            record.outcome = "gone"
            return Response(status_code=GONE)
        except ApiError as error:
            return error_response(error, record)
        except Exception as error:  # Starlette would quote it
            return error_response(unexpected(error), record)

    return answer


def _record(request: Request) -> Record:
    record: Record = request.scope[RECORD]
    return record


def _cost(record: Record, done: Done) -> None:
    record.prompt_tokens = done.usage.prompt_tokens
    record.completion_tokens = done.usage.completion_tokens


async def _read(request: Request, read: Callable[[bytes], T]) -> T:
    """The body, bounded in size and time, and what it says; raises ApiError, ClientDisconnect."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ApiError(415, "content_type", "The body must be application/json.")
    try:
        async with asyncio.timeout(BODY_S):
            body = await _bounded(request)
    except TimeoutError:
        raise ApiError(408, "body_too_slow", "The body took too long to come.") from None
    return await asyncio.to_thread(read, body)


async def _bounded(request: Request) -> bytes:
    told, body = request.headers.get("content-length", ""), bytearray()
    if told.isdigit() and int(told[:20]) > MOST_BODY:
        raise _too_large()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BODY:
            raise _too_large()
    return bytes(body)


async def _unless_gone(request: Request, work: Awaitable[T]) -> T:
    """What `work` brings; raises ClientDisconnect where nobody waits for it any more."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_until_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue


async def _no_route(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    codes = {404: "not_found", 405: "method_not_allowed"}
    message = "There is no such address here." if status == 404 else "This cannot be done here."
    ours = ApiError(status, codes.get(status, "not_found"), message)
    return error_response(ours, _record(request))


def _too_large() -> ApiError:
    return ApiError(413, "body_too_large", f"The body has more than {MOST_BODY >> 20} MB.")


def _json(value: dict[str, Any], status: int = 200) -> Response:
    return Response(json_bytes(value), status, media_type="application/json")
