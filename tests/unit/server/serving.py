"""A server of the test: scripted rows behind the real app, port and engine thread."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from newsassistant.core.errors import EngineError, NewsAssistantError, PromptError
from newsassistant.core.types import Article, Delta, Done, Event, Failed, Prompt, Reads, Usage
from newsassistant.engine.fake import FakeEngine
from newsassistant.engine.protocol import Engine
from newsassistant.server.answering import Counted
from newsassistant.server.app import make_app
from newsassistant.server.desk import Served
from newsassistant.server.line import Asked
from newsassistant.server.listening import Listener, Place, open_port
from newsassistant.server.records import Record
from newsassistant.text.prompts.prompt import Fit

CONTEXT = 2048
LONG, BREAKS, HOLDS = "Too long", "Breaks", "Holds"


@dataclass(slots=True)
class ScriptedRows:
    """Implements `server.answering.Rows`: the last message comes back, word by word.

    LONG does not fit, BREAKS fails with the whole pass, HOLDS goes on until it is cancelled.
    """

    rows: int = 4
    least: int = 2
    submitted: list[Asked] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    passes: int = 0
    before_count: Callable[[], object] = lambda: None
    _waiting: list[Asked] = field(default_factory=list)
    _written: dict[str, tuple[Asked, list[str]]] = field(default_factory=dict)

    def open(self, engine: Engine, rows: int, cache_bytes: int) -> ScriptedRows:
        """As `OpenRows`."""
        self.rows = rows
        return self

    @property
    def is_idle(self) -> bool:
        return not (self._waiting or self._written)

    def waiting(self) -> int:
        return len(self._waiting)

    def submit(self, asked: Asked) -> None:
        self.submitted.append(asked)
        self._waiting.append(asked)

    def step(self) -> list[Event]:
        self.passes += 1
        while self._waiting and len(self._written) < self.rows:
            asked = self._waiting.pop(0)
            words = [f"{word} " for word in said(asked).split()]
            self._written[asked.id] = (asked, words[: asked.params.max_tokens])
        if any(said(asked).startswith(BREAKS) for asked, _ in self._written.values()):
            raise EngineError("inference-failed", detail="scripted")
        if all(said(asked).startswith(HOLDS) for asked, _ in self._written.values()):
            threading.Event().wait(0.002)
        return [event for id_ in list(self._written) for event in self._next(id_)]

    def lost(self) -> list[str]:
        ids = list(self._written)
        self._written.clear()
        return ids

    def count(self, prompt: Prompt, prefix: Path | None) -> Counted:
        self.before_count()
        return Counted(len(prompt.messages[-1].content.split()), CONTEXT)

    def fit(self, article: Article, reads: Reads, prefix: Path | None) -> Fit:
        tokens = len(article.text.split())
        return Fit(tokens, CONTEXT - 100, len(article.text), ())

    def _next(self, id_: str) -> list[Event]:
        asked, words = self._written[id_]
        usage = Usage(12, 0, 3, ttft_s=0.1, tokens_per_s=9.0, seed=7, temperature=0.5)
        if asked.cancel.cancelled:
            del self._written[id_]
            self.cancelled.append(id_)
            return [Done(id_, "cancelled", usage)]
        if said(asked).startswith(LONG):
            del self._written[id_]
            return [Failed(id_, PromptError("context-full", tokens=9000, room=2048))]
        if said(asked).startswith(HOLDS):
            return [Delta(id_, "more ", 1)] if self.passes % 50 == 0 else []
        if words:
            return [Delta(id_, words.pop(0), 1)]
        del self._written[id_]
        return [Done(id_, "stop", usage)]


def said(asked: Asked) -> str:
    """The last message."""
    return asked.prompt.messages[-1].content


@dataclass(slots=True)
class Serving:
    """A server that listens; `address` is its own, `records` what it has told of its requests."""

    address: str
    rows: ScriptedRows
    records: list[Record]

    def get(self, path: str, **more: Any) -> httpx.Response:
        return httpx.get(self.address + path, **more)

    def post(self, path: str, body: Any, **more: Any) -> httpx.Response:
        return httpx.post(self.address + path, json=body, timeout=30, **more)

    def chat(self, text: str, *, model: str = "fake", **more: Any) -> httpx.Response:
        body = {"model": model, "messages": [{"role": "user", "content": text}], **more}
        return self.post("/v1/chat/completions", body)


@contextlib.contextmanager
def serving(home: Path, served: Served | None = None, **engine: Any) -> Iterator[Serving]:
    """The program's home must be `home`; the model is called "fake"."""
    (home / "data" / "models" / "fake").mkdir(parents=True, exist_ok=True)
    rows, ready = ScriptedRows(), threading.Event()
    records: list[Record] = []
    failed: list[NewsAssistantError] = []

    def fail(error: NewsAssistantError) -> None:
        failed.append(error)
        ready.set()
        listener.stop()

    app = make_app(
        served or Served(model="fake", rows=4),
        make_engine=lambda: FakeEngine(**engine),
        opens_rows=rows.open,
        on_failed=fail,
        on_ready=lambda model: ready.set(),
        on_record=records.append,
    )
    place = Place(port=0)
    listener = Listener(app, place)
    with open_port(place) as opened:
        number = opened.getsockname()[1]
        thread = threading.Thread(target=listener.listen, args=(opened,))
        thread.start()
        try:
            assert ready.wait(30)
            if failed:
                raise failed[0]
            yield Serving(f"http://127.0.0.1:{number}", rows, records)
        finally:
            _stop(listener)
            thread.join(60)
    assert not thread.is_alive()


def _stop(listener: Listener) -> None:
    """From another thread."""
    loop = listener._server._loop
    if loop is not None and not loop.is_closed():
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(listener.stop)


def raw(address: str, request: bytes) -> socket.socket:
    """A connection on which `request` was sent."""
    host, _, port = address.removeprefix("http://").partition(":")
    connection = socket.create_connection((host, int(port)), timeout=30)
    connection.sendall(request)
    return connection
