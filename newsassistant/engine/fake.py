"""A scripted engine for the window's tests and pictures; no OpenVINO, no files.

Knows nothing of models: it "reads" words as tokens and answers from its script.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from newsassistant.core.errors import NewsAssistantError, PromptError
from newsassistant.core.types import (
    Article,
    CancelToken,
    Delta,
    Done,
    Event,
    Execution,
    FinishReason,
    GenerationParams,
    ModelInfo,
    OnProgress,
    Prompt,
    Reads,
    Usage,
)
from newsassistant.text.articles.parts import STRIDE
from newsassistant.text.articles.spans import place, places, read_text
from newsassistant.text.prompts.prompt import Fit, messages_of
from newsassistant.text.prompts.stops import StopTexts

_TOKEN = re.compile(r"\s*\S+|\s+$")
_CHUNK = 64
DEFAULT_ANSWERS = (
    "- The government will invest **£1.2 billion** in offshore wind over three years.\n"
    "- The plan should support about **14,000 jobs** in ports on the east coast.\n"
    "- Opposition lawmakers criticised delays in grid connections.",
    "Opposition lawmakers welcomed the money but said it did not solve the real problem.",
)


class FakeEngine:
    """Implements `engine.protocol.Engine`; answers in turn, from the first again at the end.

    `delay_s` is slept before each token; `failures` are raised instead of the first answers.
    With a prefix whose path is named in `answers_with`, answers come from there. `prefix` is the
    one in use, `prefixes` those that each prompt was answered with, `read_ahead` what was read
    with which prefix, and whether to its end; `calibrated` whether each measurement was to be made
    again, `forgot` how many prompts were forgotten at a time.
    """

    def __init__(
        self,
        answers: Sequence[str] = DEFAULT_ANSWERS,
        *,
        delay_s: float = 0.0,
        context_length: int = 2048,
        failures: Sequence[NewsAssistantError] = (),
        load_failure: NewsAssistantError | None = None,
        answers_with: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._answers = {"": list(answers), **(answers_with or {})}
        self._next = dict.fromkeys(self._answers, 0)
        self.prefix: Path | None = None
        self.prefixes: list[Path | None] = []
        self._delay_s = delay_s
        self._context_length = context_length
        self._failures = list(failures)
        self._rests = False
        self._load_failure = load_failure
        self.prompts: list[Prompt] = []
        self.read_ahead: list[tuple[Prompt, Path | None, bool]] = []
        self.calibrated: list[bool] = []
        self.forgot: list[int] = []

    def calibrate(
        self,
        folder: Path,
        on_progress: OnProgress,
        cancel: CancelToken,
        *,
        again: bool = False,
        beside: bool = False,
    ) -> None:
        """There is nothing to choose from."""
        self.calibrated.append(again)

    def decode_speed(self, folder: Path, cancel: CancelToken) -> float:
        """The same for every model."""
        return 10.0

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        """Succeeds at once, or raises `load_failure` once."""
        on_progress(1, 2)
        if self._load_failure is not None:
            failure, self._load_failure = self._load_failure, None
            raise failure
        on_progress(2, 2)
        execution = Execution(
            "balanced",
            "f32",
            32,
            "f16",
            2,
            measured=True,
            prompt_precision="bf16",
            speed=1.6,
            prompt_speed=1.1,
            divergence=0.003,
            perplexity=0.004,
        )
        context = self._context_length
        return ModelInfo(
            "fake", "Scripted model", "int8", context, device="CPU", execution=execution
        )

    def use_prefix(self, path: Path | None) -> None:
        """Accepts everything."""
        self.prefix = path

    def stream(
        self,
        request_id: str,
        prompt: Prompt,
        params: GenerationParams,
        cancel: CancelToken,
        on_prefill: OnProgress,
    ) -> Iterator[Event]:
        """The next answer word by word; raises PromptError when the words do not fit."""
        self.prompts.append(prompt)
        self.prefixes.append(self.prefix)
        if self._failures:
            raise self._failures.pop(0)
        total = self._prefill(prompt, cancel, on_prefill)
        yield from self._answer(request_id, params, cancel, total)

    def read(self, prompt: Prompt, cancel: CancelToken, on_prefill: OnProgress) -> None:
        """Reads, and remembers whether it came to the end."""
        self._prefill(prompt, cancel, on_prefill)
        self.read_ahead.append((prompt, self.prefix, not cancel.cancelled))

    def _prefill(self, prompt: Prompt, cancel: CancelToken, on_prefill: OnProgress) -> int:
        self._rests = False
        total = sum(len(_TOKEN.findall(message.content)) for message in messages_of(prompt))
        if total > self._context_length:
            raise PromptError("context-full", tokens=total, room=self._context_length)
        for done in range(0, total, _CHUNK):
            if cancel.cancelled:
                break
            self._wait(cancel)
            on_prefill(min(done + _CHUNK, total), total)
        return total

    def fit(self, article: Article, reads: Reads = None) -> Fit:
        """A token is a word with the space before it."""
        room = max(0, self._context_length - 128)
        text = read_text(article.text, reads)
        ends = [0, *(match.end() for match in _TOKEN.finditer(text))]
        chars = ends[min(room, len(ends) - 1)]
        if room >= len(ends) - 1:
            return Fit(len(ends) - 1, room, len(article.text))
        marks = places(article.text, reads, ends[STRIDE::STRIDE])
        return Fit(len(ends) - 1, room, place(article.text, reads, chars), marks)

    @property
    def is_resting(self) -> bool:
        """Since `rest`, until a prompt is read."""
        return self._rests

    def forget(self) -> None:
        """Forgets its prompts, and notes which were known then."""
        self.forgot.append(len(self.prompts))
        self.prompts.clear()
        self.read_ahead.clear()

    def rest(self) -> None:
        """Rests until a prompt is read."""
        self._rests = True

    def close(self) -> None:
        """Nothing to free."""

    def _answer(
        self, request_id: str, params: GenerationParams, cancel: CancelToken, prompt_tokens: int
    ) -> Iterator[Event]:
        words = _TOKEN.findall(self._next_answer())
        reason: FinishReason = "length" if len(words) > params.max_tokens else "stop"
        count, stops = 0, StopTexts(params.stop_texts)
        for word in words[: params.max_tokens]:
            self._wait(cancel)
            if cancel.cancelled:
                reason = "cancelled"
                break
            text = stops.push(word)
            if text:
                count += 1
                yield Delta(request_id, text, 1)
            if stops.found:
                reason = "stop"
                break
        if rest := stops.finish(""):
            yield Delta(request_id, rest, 0)
        usage = Usage(prompt_tokens, 0, count, ttft_s=0.4, tokens_per_s=9.8, seed=0)
        yield Done(request_id, reason, usage)

    def _next_answer(self) -> str:
        name = self.prefix.name if self.prefix else ""
        script = name if name in self._answers else ""
        answers = self._answers[script]
        self._next[script] += 1
        return answers[(self._next[script] - 1) % len(answers)]

    def _wait(self, cancel: CancelToken) -> None:
        if self._delay_s and not cancel.cancelled:
            time.sleep(self._delay_s)
