"""How long it takes to summarise in parts, and the memory of one part, told before it starts.

Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsassistant.app.long.plan import Plan, Summary, tokens_to_come
from newsassistant.core.types import Execution, ModelInfo, Usage
from newsassistant.model.config import ELEMENT_BYTES

LEAST_READ, LEAST_WRITTEN = 200, 10
"""Tokens, below which what an answer took says little of how fast a model is."""
LATEST = 8  # answers that are looked at
_ANSWER = 200  # tokens of the last answer, where the job does not say


@dataclass(frozen=True, slots=True)
class Speeds:
    """Tokens/s of a model on this machine; 0 where it is not known."""

    reading: float = 0.0
    writing: float = 0.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """`seconds` 0 where nothing was measured yet; `memory` in bytes, 0 where it is not known."""

    parts: int
    seconds: float
    memory: int


def speeds_of(usages: Iterable[Usage | None], execution: Execution | None = None) -> Speeds:
    """What the last answers of a model took, newest last; else what was measured when it loaded."""
    known = [usage for usage in usages if usage is not None]
    reading = [
        (u.prompt_tokens - u.reused_tokens) / u.ttft_s
        for u in known
        if u.ttft_s > 0 and u.prompt_tokens - u.reused_tokens >= LEAST_READ
    ]
    writing = [
        u.tokens_per_s for u in known if u.tokens_per_s > 0 and u.completion_tokens >= LEAST_WRITTEN
    ]
    from statistics import median  # no part of the window's start

    at_load = (execution.reading, execution.writing) if execution is not None else (0.0, 0.0)
    return Speeds(
        median(reading[-LATEST:]) if reading else at_load[0],
        median(writing[-LATEST:]) if writing else at_load[1],
    )


def estimate(
    plan: Plan, model: ModelInfo | None, speeds: Speeds, done: Sequence[Summary] = ()
) -> Estimate:
    """For what is left of a plan, the last answer among it."""
    reading, writing = tokens_to_come(plan, done)
    seconds = 0.0
    if speeds.reading and speeds.writing:
        seconds = reading / speeds.reading + (writing + _ANSWER) / speeds.writing
    return Estimate(len(plan.parts), seconds, cache_bytes(plan, model))


def cache_bytes(plan: Plan, model: ModelInfo | None) -> int:
    """The KV cache of one part with its answer: parts are read one after the other."""
    if model is None or not model.layers:
        return 0
    precision = model.execution.kv_cache if model.execution is not None else "f16"
    size = ELEMENT_BYTES.get(precision, ELEMENT_BYTES["f16"])
    elements = 2 * model.layers * model.kv_heads * model.head_dim
    return int(elements * size * min(model.context_length, plan.room + 512))
