"""Two generators on top of each other: ids from a runtime, text events from ids.

Knows nothing of prompts, files or windows; runs on the engine thread.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from newsassistant.core.errors import CancelledError
from newsassistant.core.types import (
    CancelToken,
    Delta,
    Done,
    Event,
    FinishReason,
    OnProgress,
    Request,
    Usage,
)
from newsassistant.engine.guessing import Guessing, PassCosts
from newsassistant.engine.lookup import PromptLookup
from newsassistant.engine.runtime import Runtime
from newsassistant.engine.sampling import Sampler
from newsassistant.model.formats.stored import Float32Array
from newsassistant.text.prompts.stops import StopTexts
from newsassistant.text.tokenizers.detokenizer import StreamingDetokenizer
from newsassistant.text.tokenizers.tokenizer import Tokenizer


def prefill(
    runtime: Runtime,
    ids: Sequence[int],
    cancel: CancelToken,
    on_chunk: OnProgress,
    *,
    whole: int = 0,
) -> Float32Array:
    """Feed `ids` in chunks behind those the runtime holds; the last position's logits.

    `runtime.reuse(ids)` comes first; the first `whole` ids are fed in one pass. Where another
    compilation reads faster, it reads; `runtime.settle` then has to follow, also after a stop.
    `on_chunk(done, total)` counts tokens, cached ones included. Raises CancelledError.
    """
    reader = runtime.reader_for(ids)
    chunk, done = reader.chunk, len(reader.fed)
    on_chunk(done, len(ids))
    while True:
        cancel.check()
        past = done + reader.prefix_length
        end = min(max(done + chunk.behind(past), whole), len(ids))
        started = time.perf_counter()
        logits = reader.feed(ids[done:end])
        chunk.learn(end - done, past, time.perf_counter() - started)
        done = end
        on_chunk(done, len(ids))
        if done == len(ids):
            return np.array(logits)  # the reader's memory goes when its cache is handed over


def generate_ids(
    runtime: Runtime,
    logits: Float32Array,
    sampler: Sampler,
    lookup: PromptLookup,
    guessing: Guessing,
    *,
    max_tokens: int,
    stop_ids: Collection[int],
    cancel: CancelToken,
) -> Iterator[int]:
    """Yield ids until a stop id (not yielded), `max_tokens`, or cancellation.

    The pass for an id, and for as much as `guessing` dares of what `lookup` expects behind it, runs
    while the consumer handles that id; the last id is not fed. Every id is sampled from the model's
    own logits, so guesses change the speed only. A pass is timed up to the end of the wait for it:
    where a slow consumer comes back after its end, there is no wait, and `guessing` learns nothing.
    Where a reader has read the prompt, its KV cache is handed over while the first id is shown.
    Raises CancelledError.
    """
    token_id, left = sampler.sample(logits), max_tokens
    while token_id not in stop_ids and left:
        cancel.check()
        lookup.push(token_id)
        left -= 1
        if not left:
            yield token_id
            return
        found = lookup.draft()
        guess = found.ids[: guessing.length(found, left - 1)]
        if late := not runtime.is_settled:
            yield token_id
            runtime.settle()
        past, started = len(runtime.fed), time.perf_counter()
        runtime.start([token_id, *guess], rows=1 + len(guess))
        try:
            if not late:
                yield token_id
        except GeneratorExit:
            runtime.abandon()
            raise
        waiting = time.perf_counter()
        rows = runtime.wait()
        ended = time.perf_counter()
        guessing.costs.learn(1 + len(guess), past, ended - started, ended - waiting)
        token_id, right = sampler.sample(rows[0]), 0
        while right < len(guess) and token_id == guess[right]:
            right += 1
            left -= 1
            lookup.push(token_id)
            yield token_id
            token_id = sampler.sample(rows[right])
        guessing.learn(found, [*guess[:right], token_id])
        runtime.reject(len(guess) - right)


@dataclass(slots=True)
class Clock:
    """Times of one answer in seconds of `time.perf_counter`."""

    start: float
    first: float = 0.0
    last: float = 0.0
    tokens: int = 0

    def tick(self) -> None:
        """Count one token."""
        self.last = time.perf_counter()
        self.first = self.first or self.last
        self.tokens += 1

    def usage(self, *, prompt: int, reused: int, seed: int, temperature: float) -> Usage:
        """Speed over the tokens after the first, whose time is the prefill's."""
        span = self.last - self.first
        return Usage(
            prompt_tokens=prompt,
            reused_tokens=reused,
            completion_tokens=self.tokens,
            ttft_s=self.first - self.start if self.tokens else 0.0,
            tokens_per_s=(self.tokens - 1) / span if span > 0 else 0.0,
            seed=seed,
            temperature=temperature,
        )


@dataclass(slots=True)
class TextStream:
    """One answer as events; afterwards `ids` and `text` hold what was generated.

    The first `whole` ids of the request are read in one pass. `costs` are those of the runtime's
    passes, and outlive the answer.
    """

    runtime: Runtime
    tokenizer: Tokenizer
    request: Request
    stop_ids: Collection[int]
    max_tokens: int
    on_prefill: OnProgress

    ids: list[int]
    text: str = ""
    whole: int = 0
    lookup: PromptLookup | None = None
    costs: PassCosts | None = None

    def events(self) -> Iterator[Event]:
        """`Delta`s, then exactly one `Done`; raises EngineError when the device fails."""
        request, clock = self.request, Clock(time.perf_counter())
        sampler = Sampler(request.params)
        detokenizer = StreamingDetokenizer(self.tokenizer)
        stops = StopTexts(request.params.stop_texts)
        reused = 0
        reason: FinishReason = "stop"
        try:
            reused = self.runtime.reuse(request.ids)
            logits = prefill(
                self.runtime,
                request.ids,
                request.cancel,
                self.on_prefill,
                whole=self.whole,
            )
            for token_id in self._ids(logits, sampler):
                clock.tick()
                text = stops.push(detokenizer.push(token_id))
                if stops.found and not text:
                    break
                self.ids.append(token_id)
                yield self._delta(text, 1)
                if stops.found:
                    break
            full = len(self.ids) >= self.max_tokens and not stops.found
            reason = "length" if full else "stop"
        except CancelledError:
            reason = "cancelled"
        finally:
            self.runtime.settle()  # what was read stays read, however the answer ends
        if rest := stops.finish(detokenizer.finish()):
            yield self._delta(rest, 0)
        usage = clock.usage(
            prompt=len(request.ids),
            reused=reused,
            seed=sampler.seed,
            temperature=request.params.temperature,
        )
        yield Done(request.id, reason, usage)

    def _ids(self, logits: Float32Array, sampler: Sampler) -> Iterator[int]:
        return generate_ids(
            self.runtime,
            logits,
            sampler,
            self.lookup or PromptLookup(self.request.ids, never=self.stop_ids),
            Guessing(self.costs or PassCosts()),
            max_tokens=self.max_tokens,
            stop_ids=self.stop_ids,
            cancel=self.request.cancel,
        )

    def _delta(self, text: str, n_tokens: int) -> Delta:
        self.text += text
        return Delta(self.request.id, text, n_tokens)
