"""One answer of a batch: ids in, text events out, until it ends.

Knows nothing of the model or of other answers. Engine thread only.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from newsassistant.core.types import Delta, Done, Event, FinishReason, Request
from newsassistant.engine.generate import Clock
from newsassistant.engine.sampling import Sampler
from newsassistant.model.formats.stored import Float32Array
from newsassistant.text.prompts.stops import StopTexts
from newsassistant.text.tokenizers.detokenizer import StreamingDetokenizer
from newsassistant.text.tokenizers.tokenizer import Tokenizer


@dataclass(slots=True)
class Answer:
    """`take` gets the logits behind what was fed; `next_id` is to be fed next, while it goes on.

    `reason` is None while it does. `reused` ids of the prompt were in the cache before.
    """

    request: Request
    tokenizer: Tokenizer
    stop_ids: Collection[int]
    max_tokens: int
    reused: int = 0
    reason: FinishReason | None = None
    next_id: int = 0
    text: str = ""
    ids: list[int] = field(default_factory=list)
    _clock: Clock = field(default_factory=lambda: Clock(time.perf_counter()))
    _sampler: Sampler = field(init=False)
    _detokenizer: StreamingDetokenizer = field(init=False)
    _stops: StopTexts = field(init=False)

    def __post_init__(self) -> None:
        self._sampler = Sampler(self.request.params)
        self._detokenizer = StreamingDetokenizer(self.tokenizer)
        self._stops = StopTexts(self.request.params.stop_texts)

    def take(self, logits: Float32Array) -> Iterator[Event]:
        """The text of the next id, chosen from logits [vocab]; `reason`: it was the last."""
        if not self.max_tokens:
            self.reason = "length"
            return
        self.next_id = self._sampler.sample(logits)
        if self.next_id in self.stop_ids:
            self.reason = "stop"
            return
        self._clock.tick()
        text = self._stops.push(self._detokenizer.push(self.next_id))
        if self._stops.found:
            self.reason = "stop"
            if not text:
                return
        self.ids.append(self.next_id)
        yield self._delta(text, 1)
        if self.reason is None and len(self.ids) >= self.max_tokens:
            self.reason = "length"

    def end(self, reason: FinishReason | None = None) -> Iterator[Event]:
        """What was held back, and `Done`; `reason` where it did not end by itself."""
        if rest := self._stops.finish(self._detokenizer.finish()):
            yield self._delta(rest, 0)
        usage = self._clock.usage(
            prompt=len(self.request.ids),
            reused=self.reused,
            seed=self._sampler.seed,
            temperature=self.request.params.temperature,
        )
        yield Done(self.request.id, reason or self.reason or "stop", usage)

    def _delta(self, text: str, n_tokens: int) -> Delta:
        self.text += text
        return Delta(self.request.id, text, n_tokens)
