"""A server's model behind the protocol of engines: what the chat asks goes to the host it names.

A text leaves this computer in `stream` alone. Loading, measuring, reading ahead and choosing a
style send nothing: what the server has is known from when the user set it up.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsassistant.core import places
from newsassistant.core.errors import CancelledError, EngineError, PrefixError, RemoteError
from newsassistant.core.types import (
    Article,
    CancelToken,
    Delta,
    Done,
    Event,
    FinishReason,
    GenerationParams,
    ModelInfo,
    OnProgress,
    Prompt,
    Reads,
    Usage,
)
from newsassistant.engine.remote.client import Piece, RemoteClient
from newsassistant.engine.remote.estimate import USUAL_CONTEXT, estimate, tokens_of
from newsassistant.engine.remote.offered import Offered
from newsassistant.engine.remote.server import Server
from newsassistant.engine.remote.texts import AnswerText
from newsassistant.text.articles.hidden import visible
from newsassistant.text.articles.spans import read_text
from newsassistant.text.prompts.prompt import Fit, messages_of
from newsassistant.text.prompts.stops import StopTexts

LEAST_SCALE, MOST_SCALE = 0.3, 2.0
MARGIN = 1.05  # on what was learned of one text, for the next
_LEARNS_FROM = 200  # tokens; of less the template is too large a part


LONGEST_TOKEN, LEAST_ROOM = 64, 1 << 16
"""Characters: of a token, and of any answer, after which a server that goes on is not heard."""


@dataclass(frozen=True, slots=True)
class Known:
    """A server, what it has offered, and whether the user has agreed that texts go there."""

    server: Server
    models: tuple[Offered, ...] = ()
    agreed: bool = False


Find = Callable[[str], Known | None]
"""An address -> what is known of the server there; reads files."""
Connect = Callable[[Server], RemoteClient]


@dataclass(frozen=True, slots=True)
class _Loaded:
    address: str
    model: Offered
    context: int


class RemoteEngine:
    """Implements `engine.protocol.Engine`; all calls belong to one thread, but `fit`."""

    def __init__(self, find: Find, connect: Connect = RemoteClient) -> None:
        self._find, self._connect = find, connect
        self._loaded: _Loaded | None = None
        self._style = ""
        self._scale = 1.0

    def calibrate(
        self,
        folder: Path,
        on_progress: OnProgress,
        cancel: CancelToken,
        *,
        again: bool = False,
        beside: bool = False,
    ) -> None:
        """How a server runs its models is its own affair."""

    def decode_speed(self, folder: Path, cancel: CancelToken) -> float:
        """Nothing is measured here."""
        return 0.0

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        """Look up a model that the server has offered; nothing is sent. Raises RemoteError."""
        on_progress(0, 1)
        address, name = places.split_id(places.id_in(folder))
        known = self._known(address)
        found = next((model for model in known.models if model.name == name), None)
        if found is None:
            raise RemoteError("remote-model-missing", host=known.server.host, model=name)
        context = found.context or known.server.context
        self._loaded, self._style, self._scale = _Loaded(address, found, context), "", 1.0
        on_progress(1, 1)
        return info_of(address, found, context)

    def use_prefix(self, path: Path | None) -> None:
        """Let the model answer in a style that the server has offered; PrefixError."""
        loaded = self._need_loaded()
        if path is None:
            self._style = ""
            return
        address, name = places.split_id(places.id_in(path))
        if address != loaded.address or name not in {style.name for style in loaded.model.styles}:
            raise PrefixError("prefix-missing", prefix=name or path.name)
        self._style = name

    def stream(
        self,
        request_id: str,
        prompt: Prompt,
        params: GenerationParams,
        cancel: CancelToken,
        on_prefill: OnProgress,
    ) -> Iterator[Event]:
        """Send the prompt and give the answer as it comes; the one place where a text leaves.

        Raises RemoteError, also once some of the answer is there.
        """
        loaded = self._need_loaded()
        known = self._known(loaded.address)
        if not known.agreed:
            raise RemoteError("remote-not-agreed", host=known.server.host)
        on_prefill(0, 0)
        client = self._connect(known.server)
        request = request_of(loaded.model, self._style, prompt, params)
        answer = _Answer(request_id, params)
        try:
            with contextlib.closing(client.stream(request, cancel)) as pieces:
                for piece in pieces:
                    yield from answer.take(piece)
                    if answer.has_stopped:
                        break
        except CancelledError:
            answer.reason = "cancelled"
        yield from answer.end()
        self._learn(prompt, answer.prompt_tokens)

    def read(self, prompt: Prompt, cancel: CancelToken, on_prefill: OnProgress) -> None:
        """Nothing is read ahead: that would send an article that nobody has asked about."""

    def fit(self, article: Article, reads: Reads = None) -> Fit:
        """An estimate, rather too long than too short; nothing is sent. Any thread once loaded."""
        loaded = self._need_loaded()
        return estimate(article, loaded.context, reads, scale=self._scale)

    @property
    def is_resting(self) -> bool:
        """Never: nothing has to be loaded again."""
        return False

    def forget(self) -> None:
        """Forget what was learned of a text's length; what the server keeps is told by its docs."""
        self._scale = 1.0

    def rest(self) -> None:
        """There is nothing to free."""

    def close(self) -> None:
        """Know no model any more."""
        self._loaded = None

    def _known(self, address: str) -> Known:
        known = self._find(address)
        if known is None:
            host = places.place_of(places.remote_id(address, ""))
            raise RemoteError("remote-unknown", host=host)
        return known

    def _need_loaded(self) -> _Loaded:
        if self._loaded is None:
            raise EngineError("engine-closed")
        return self._loaded

    def _learn(self, prompt: Prompt, tokens: int) -> None:
        """How many tokens this model really has for what was estimated."""
        guessed = sum(tokens_of(message.content) for message in messages_of(prompt))
        if tokens >= _LEARNS_FROM and guessed >= _LEARNS_FROM:
            self._scale = min(MOST_SCALE, max(LEAST_SCALE, MARGIN * tokens / guessed))


def info_of(address: str, model: Offered, context: int = 0) -> ModelInfo:
    """A server's model as window and command line show it."""
    place = places.place_of(places.remote_id(address, model.name))
    return ModelInfo(
        places.remote_id(address, model.name),
        model.title,
        places.told_place(place),
        context or model.context or USUAL_CONTEXT,
        model.licence,
        device=place,
        generation=model.generation,
        family=model.family,
    )


def request_of(
    model: Offered, style: str, prompt: Prompt, params: GenerationParams
) -> dict[str, Any]:
    """What is sent: the words that a model here would read, and how to choose the answer's.

    Our own server takes what is read of the article, and puts it in front of the question itself;
    what the user has left out stays here. What ends an answer early is looked for here.
    """
    article = prompt.article if model.ours else None
    messages = prompt.messages if article is not None else messages_of(prompt)
    request: dict[str, Any] = {
        "model": style or model.name,
        "messages": [
            {"role": message.role, "content": visible(message.content)} for message in messages
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": params.max_tokens,
        "temperature": params.temperature,
    }
    if params.top_p < 1.0:
        request["top_p"] = params.top_p
    if params.seed is not None:
        request["seed"] = params.seed
    if model.ours:
        request["top_k"] = params.top_k
        request["repetition_penalty"] = params.repetition_penalty
    if article is not None:
        request["article"] = {"text": read_text(article.text, prompt.reads)}
    return request


class _Answer:
    """One answer as events, and what it took."""

    def __init__(self, request_id: str, params: GenerationParams) -> None:
        self._request_id, self._params = request_id, params
        self._text, self._stops = AnswerText(), StopTexts(params.stop_texts)
        self._start = time.perf_counter()
        self._first = self._last = 0.0
        self._pieces = self._reused = self._seed = 0
        self._room = max(LEAST_ROOM, LONGEST_TOKEN * params.max_tokens)
        self._tokens: int | None = None
        self.prompt_tokens = 0
        self.reason: FinishReason = "stop"
        self.has_stopped = False

    def take(self, piece: Piece) -> Iterator[Event]:
        if piece.prompt_tokens is not None:
            self.prompt_tokens, self._reused = piece.prompt_tokens, piece.reused_tokens
        self._tokens = self._tokens if piece.completion_tokens is None else piece.completion_tokens
        self._seed = piece.seed or self._seed
        if piece.reason == "length":
            self.reason = "length"
        if not piece.text:
            return
        self._last = time.perf_counter()
        self._first = self._first or self._last
        self._pieces += 1
        self._room -= len(piece.text)
        text = self._stops.push(self._text.push(piece.text))
        if text:
            yield Delta(self._request_id, text, 1)
        if self._stops.found:
            self.reason, self.has_stopped = "stop", True
        elif self._room < 0:  # a server that does not stop where it was told to
            self.reason, self.has_stopped = "length", True

    def end(self) -> Iterator[Event]:
        if rest := self._stops.finish(self._text.finish()):
            yield Delta(self._request_id, rest, 0)
        yield Done(self._request_id, self.reason, self._usage())

    def _usage(self) -> Usage:
        """Speed by the server's count of tokens, or by pieces where it has none."""
        span, tokens = self._last - self._first, self._tokens or self._pieces
        return Usage(
            self.prompt_tokens,
            min(self._reused, self.prompt_tokens),
            tokens,
            ttft_s=self._first - self._start if self._first else 0.0,
            tokens_per_s=(tokens - 1) / span if span > 0 else 0.0,
            seed=self._seed or self._params.seed or 0,
            temperature=self._params.temperature,
        )
