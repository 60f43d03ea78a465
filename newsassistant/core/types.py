"""The values that cross layer and thread borders, all immutable but the cancel token.

Knows nothing of how they are made, shown or stored.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

from newsassistant.core.errors import CancelledError, NewsAssistantError

Role = Literal["system", "user", "assistant"]
Language = Literal["en", "zh"]
FinishReason = Literal["stop", "length", "cancelled"]
Stage = Literal["preparing", "calibrating", "loading", "prefill", "reading"]
Mode = Literal["exact", "balanced", "fastest"]
Way = Literal["", "typed", "pasted", "opened", "dropped", "fetched", "sample"]
WAYS: frozenset[str] = frozenset(get_args(Way))
Span = tuple[int, int]
"""Characters of `Article.text` from the first number up to the second, that one left out."""
Reads = tuple[Span, ...] | None
"""What a request reads of an article: ordered, disjoint spans, none empty; None is the whole."""
OnProgress = Callable[[int, int], None]
"""Called with what is done and what there is in all: tokens, steps or layers."""
OnBytes = Callable[[int, int, str], None]
"""Called with bytes done, bytes in all, and the name of the file at work."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How an article came in: `way` is "", `at` 0 and `place` "" where nobody knows.

    `at` is in Unix seconds, `place` the path of a file or the address of a page, `encoding` the one
    that a file was read in. `edited`: its text was changed by hand since. What the file or page
    itself says, "" where it does not: its `author`, the `date` in ISO's form, and as `source` an
    address or an outlet.
    """

    way: Way = ""
    at: float = 0.0
    place: str = ""
    encoding: str = ""
    edited: bool = False
    author: str = ""
    date: str = ""
    source: str = ""


UNKNOWN = Origin()


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned news article; `text` is the whole of it, headline included.

    `title` is the detected headline ("" if there is none), `digest` the SHA-256 of `text` in hex.
    """

    text: str
    title: str
    language: Language
    digest: str
    origin: Origin = UNKNOWN


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model shall answer: the turns, and the article that the first user turn is about.

    `reads` limits the article to some of its spans, as the user sees and has agreed to.
    `conversation` names whose turns these are, "" nobody's: what the model has read for one
    conversation is not given up for another.
    """

    messages: tuple[Message, ...]
    article: Article | None = None
    reads: Reads = None
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class GenerationParams:
    """How to choose tokens; `temperature` 0 is greedy, `top_k` 0 and `top_p` 1 are off.

    The answer ends before the first of `stop_texts` once it has any visible text. `fallback_id` is
    chosen when logits are not finite, as in the official ChatGLM code.
    """

    max_tokens: int = 512
    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    repetition_penalty: float = 1.0
    seed: int | None = None
    stop_texts: tuple[str, ...] = ()
    fallback_id: int = 5


class CancelToken:
    """One request's stop flag; any thread may cancel, and pressing twice is harmless."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._hook: Callable[[], None] | None = None

    @property
    def cancelled(self) -> bool:
        """True once `cancel` was called; any thread."""
        return self._cancelled

    def check(self) -> None:
        """Raise CancelledError once `cancel` was called; any thread."""
        if self._cancelled:
            raise CancelledError

    def cancel(self) -> None:
        """Raise the flag and cut a running pass short; any thread, returns at once."""
        with self._lock:
            self._cancelled = True
            hook = self._hook
        if hook is not None:
            hook()

    def set_hook(self, hook: Callable[[], None] | None) -> None:
        """Name the call that interrupts the running pass; runs at once if already cancelled."""
        with self._lock:
            self._hook = hook
            fire = self._cancelled and hook is not None
        if fire and hook is not None:
            hook()


@dataclass(frozen=True, slots=True)
class Request:
    """One generation in token ids, ready for an engine."""

    id: str
    ids: tuple[int, ...]
    params: GenerationParams = field(default_factory=GenerationParams)
    cancel: CancelToken = field(default_factory=CancelToken)


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost. Times in seconds; `tokens_per_s` is decode speed after the first token.

    `reused_tokens` of the `prompt_tokens` were already in the KV cache. With `temperature` above 0
    the same `seed` chooses the same words; None where it was not written down.
    """

    prompt_tokens: int = 0
    reused_tokens: int = 0
    completion_tokens: int = 0
    ttft_s: float = 0.0
    tokens_per_s: float = 0.0
    seed: int = 0
    temperature: float | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """How a loaded model is run, and what is known of that on this machine.

    `precision` is that of the arithmetic ("f32", "bf16", "f16"), `activation_group` how many
    activations share a scale when they are rounded to int8 (0: they are not), `kv_cache` how keys
    and values are really stored. `prompt_precision` is that of a second compilation that reads long
    prompts, "" where there is none. `speed` (writing) and `prompt_speed` (reading) are tokens/s
    relative to OpenVINO's own choice, `writing` and `reading` tokens/s as such, `divergence` the KL
    divergence from exact execution in nats a token, `perplexity` its relative change; all 0 where
    nothing was measured.
    """

    mode: Mode
    precision: str
    activation_group: int
    kv_cache: str
    threads: int
    measured: bool = False
    prompt_precision: str = ""
    speed: float = 0.0
    prompt_speed: float = 0.0
    divergence: float = 0.0
    perplexity: float = 0.0
    writing: float = 0.0
    reading: float = 0.0


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """An installed base model as the window and the command line show it; sizes in bytes.

    `weight_bytes` are in memory while it is loaded (0: not known). The five behind it say which
    prefixes fit: see `model.base.Base` ("" and 0: not known). `execution` is known of a loaded one
    only.
    """

    id: str
    name: str
    weights: str
    context_length: int
    licence: str = ""
    size_bytes: int = 0
    device: str = ""
    generation: GenerationParams = field(default_factory=GenerationParams)
    weight_bytes: int = 0
    family: str = ""
    layers: int = 0
    kv_heads: int = 0
    head_dim: int = 0
    fingerprint: str = ""
    execution: Execution | None = None


# --- events -------------------------------------------------------------------------------------
# All of them travel on one channel, so a `Done` never overtakes the last `Delta`.


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` units of a stage: tokens for prefill, bytes or steps otherwise."""

    request_id: str
    stage: Stage
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Delta:
    """Whole characters to append to the answer, made of `n_tokens` tokens (0: held-back text)."""

    request_id: str
    text: str
    n_tokens: int


@dataclass(frozen=True, slots=True)
class Done:
    """The answer has ended; exactly one of `Done` and `Failed` ends a request.

    `text` is the whole answer where the model's own clean-up changes what was streamed, else "".
    """

    request_id: str
    reason: FinishReason
    usage: Usage
    text: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """The request ended with an error the user can act on."""

    request_id: str
    error: NewsAssistantError


@dataclass(frozen=True, slots=True)
class ModelReady:
    """The base model is loaded and warm."""

    request_id: str
    model: ModelInfo


@dataclass(frozen=True, slots=True)
class Measured:
    """The length in tokens of what is read of an article, against the model's room for it.

    `reads` was measured. `fit_chars`: what is read of so many leading characters of the article
    fits; equal to its length if all does. `marks` tell where each 16th token ends, in characters of
    the article, where not all fits. `estimated`: nobody has counted, as the model is elsewhere.
    """

    request_id: str
    digest: str
    tokens: int
    room: int
    fit_chars: int
    reads: Reads = None
    marks: tuple[int, ...] = ()
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class HasRead:
    """The beginning of a prompt is in the model's KV cache."""

    request_id: str


@dataclass(frozen=True, slots=True)
class Rested:
    """The model's memory is free; the next request loads it again."""

    request_id: str


@dataclass(frozen=True, slots=True)
class ModelMeasured:
    """How the loaded model runs best here is known; not `complete` where something else came."""

    request_id: str
    complete: bool


@dataclass(frozen=True, slots=True)
class WeightSpeeds:
    """How fast a 6B-shaped layer answers on this machine, by weights: "int8" is 1.0."""

    request_id: str
    speeds: tuple[tuple[str, float], ...]


Event = (
    Progress
    | Delta
    | Done
    | Failed
    | ModelReady
    | Measured
    | HasRead
    | ModelMeasured
    | Rested
    | WeightSpeeds
)
