"""How a model runs best on this machine: candidates are measured, and the fastest good one chosen.

Knows nothing of where results are kept. Good means close to exact execution: the KL divergence of
the next token's probabilities and the change of perplexity on a bundled text are within the bounds
of the mode. Engine thread.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from newsassistant.core.types import CancelToken, Mode
from newsassistant.engine.compiled import EXACT, RuntimeOptions
from newsassistant.engine.runtime import Runtime
from newsassistant.model.formats.stored import Float32Array

TEXT_IDS, SLICE_TEXT_IDS = 256, 128
STEP_IDS = 128
"""Of the pass by which reading is timed."""
DECODE_STEPS, PREFILL_PASSES = 5, 2
# What a journalist waits for: an article of some 750 words is read, and a summary written.
READ_IDS, WRITTEN_IDS = 1000, 150
# A less exact way must be so much faster than a more exact one: the timer is not quieter.
WORTH = 0.97
# A second compilation takes as much memory as the first; less gain is not worth it.
SECOND_WORTH = 0.95
GROUPS = (32, 64, 128)
NOTHING = 1e-5
"""Nats: int8 activations change more than that, an f16 KV cache less."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The largest KL divergence (nats a token) and relative change of perplexity."""

    divergence: float
    perplexity: float


BOUNDS: Mapping[Mode, Bound] = {
    "exact": Bound(0.0, 0.0),
    "balanced": Bound(5e-3, 5e-3),
    "fastest": Bound(2e-2, 2e-2),
}


@dataclass(frozen=True, slots=True)
class Measurement:
    """One candidate: seconds a token, and its distance from exact execution (see `Distance`).

    `perplexity` and `doubt` are 0 where only a slice of the model was run, since the first layers
    alone do not predict words.
    """

    options: RuntimeOptions
    stored: str
    decode_s: float
    prefill_s: float
    divergence: float
    spread: float = 0.0
    perplexity: float = 0.0
    doubt: float = 0.0

    def is_within(self, bound: Bound) -> bool:
        """The KL divergence decides: it is the expected change of log perplexity.

        It must be within the bound by two standard errors, so that it is on other texts too. A text
        of 256 tokens tells perplexity to half a per cent only, so that counts as far as it is sure.
        """
        most = self.divergence + 2 * self.spread
        return (
            most <= bound.divergence and abs(self.perplexity) - 2 * self.doubt <= bound.perplexity
        )

    def job_s(self, reader: Measurement | None = None) -> float:
        """Reading an article and writing its summary."""
        return READ_IDS * (reader or self).prefill_s + WRITTEN_IDS * self.decode_s


@dataclass(frozen=True, slots=True)
class Plan:
    """What was chosen: `writer` does everything, or all but long prompts, which `reader` reads."""

    writer: Measurement
    reader: Measurement | None = None


def choose(measured: Sequence[Measurement], mode: Mode, *, second: bool = False) -> Plan:
    """The plan for `mode`; exact execution must be among those measured, which is always good.

    `second` allows a second compilation, whose errors count together with the first one's.
    """
    bound = BOUNDS[mode]
    good = sorted((m for m in measured if m.is_within(bound)), key=_inexactness)
    best = Plan(good[0])
    for found in good[1:]:
        if found.job_s() < WORTH * best.writer.job_s():
            best = Plan(found)
    limit = SECOND_WORTH * best.writer.job_s()
    for writer in good if second else ():
        for reader in good:
            both = replace(
                reader,
                divergence=writer.divergence + reader.divergence,
                spread=writer.spread + reader.spread,
            )
            if both.is_within(bound) and writer.job_s(reader) < limit and reader is not writer:
                best, limit = Plan(writer, reader), writer.job_s(reader)
    return best


def _inexactness(found: Measurement) -> tuple[float, bool]:
    """What to prefer among ways of one speed: the more exact, and of those the smaller KV cache.

    A cache of halves changes nothing that shows, and each id of a long article is read from it.
    """
    return max(found.divergence, NOTHING), found.stored == EXACT.kv_cache_precision


def candidates(cache: str) -> list[RuntimeOptions]:
    """Exact execution in the first place, OpenVINO's own choice in the second, then the others.

    `cache` is the KV-cache precision to ask for. OpenVINO's own choice is bf16 on processors that
    multiply it. Groups of int8 activations come from the finest, which is the most exact.
    """
    own = RuntimeOptions(kv_cache_precision=cache)
    floats = replace(own, inference_precision="f32")
    return [EXACT, own, *(replace(floats, activation_group=group) for group in GROUPS)]


Open = Callable[[RuntimeOptions], Runtime]


class Calibration:
    """Measures candidates one after the other against exact execution.

    `open_runtime` compiles the model, or a slice of it, whose divergence is multiplied by `growth`.
    The first `whole` of `ids` are a prompt's frame, which is read in one pass and not judged.
    """

    def __init__(
        self,
        open_runtime: Open,
        ids: Sequence[int],
        *,
        whole: int = 0,
        growth: float = 1.0,
        is_slice: bool = False,
    ) -> None:
        self._open = open_runtime
        self._frame, self._ids = list(ids[:whole]), list(ids[whole:])
        self._growth = growth
        self._is_slice = is_slice
        self._exact: Float32Array | None = None
        self._cancel = CancelToken()

    def interrupt_with(self, cancel: CancelToken) -> None:
        """Let `measure` end in CancelledError after the pass in which `cancel` comes."""
        self._cancel = cancel

    def measure(
        self, options: RuntimeOptions, known: Iterable[Measurement] = ()
    ) -> Measurement | None:
        """Compile with `options`, read the text, write a few ids.

        None for a coarser group of activations where a finer one among `known` changed nothing (a
        processor that does not multiply int8) or was too far off already. Raises ModelError,
        EngineError for what the device refuses, CancelledError (`interrupt_with`).
        """
        if _is_hopeless(options, known):
            return None
        self._cancel.check()
        if self._exact is None and options != EXACT:
            self._exact = self._read(self._open(EXACT))
        runtime = self._open(options)
        probabilities = self._read(runtime)
        if self._exact is None:
            self._exact = probabilities
        found = distance(self._exact, probabilities, self._ids[1:])
        steps = [[token] for token in self._ids[:DECODE_STEPS]]
        # Before and after the long passes: a neighbour's work comes and goes.
        decode_s = self._least_s(runtime, steps)
        prefill_s = self._prefill_s(runtime)
        return Measurement(
            options=options,
            stored=runtime.stored_precision,
            decode_s=min(decode_s, self._least_s(runtime, steps)),
            prefill_s=prefill_s,
            divergence=found.divergence * self._growth,
            spread=found.spread * self._growth,
            perplexity=0.0 if self._is_slice else found.perplexity,
            doubt=0.0 if self._is_slice else found.doubt,
        )

    def _least_s(self, runtime: Runtime, passes: Sequence[list[int]]) -> float:
        return least_s(runtime, passes, self._cancel.check)

    def _prefill_s(self, runtime: Runtime) -> float:
        """Of an id in a long pass; the first such pass has kernels to make for its shape."""
        ids, times = [*self._frame, *self._ids[:STEP_IDS]], []
        for _ in range(PREFILL_PASSES):
            runtime.reset()
            times.append(self._least_s(runtime, [ids]))
        return min(times) / len(ids)

    def _read(self, runtime: Runtime) -> Float32Array:
        """Log-probabilities [ids, vocab] of what follows each id of the text.

        It is read in halves: a pass does not read from the KV cache what it writes there.
        """
        self._cancel.check()
        if self._frame:
            runtime.feed(self._frame)
        rows, half = [], (len(self._ids) + 1) // 2
        for step in (self._ids[:half], self._ids[half:]):
            runtime.start(step, rows=len(step))
            rows.append(log_softmax(runtime.wait()))
            self._cancel.check()
        return np.concatenate(rows)


def least_s(
    runtime: Runtime, passes: Sequence[list[int]], check: Callable[[], None] = lambda: None
) -> float:
    """The shortest time of a pass: others may have been disturbed; `check` comes before each."""
    times = []
    for ids in passes:
        check()
        started = time.perf_counter()
        runtime.feed(ids)
        times.append(time.perf_counter() - started)
    return min(times)


def _is_hopeless(options: RuntimeOptions, measured: Iterable[Measurement]) -> bool:
    group = options.activation_group or 0
    finer = [m for m in measured if 0 < (m.options.activation_group or 0) < group]
    worst = max((m.divergence for m in finer), default=math.inf)
    return bool(finer) and (worst < NOTHING or worst > BOUNDS["fastest"].divergence)


def log_softmax(logits: Float32Array) -> Float32Array:
    """Over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    total = np.exp(shifted).sum(axis=-1, keepdims=True, dtype=np.float64)
    return np.asarray(shifted - np.log(total), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Distance:
    """Mean KL(exact || other) in nats and relative change of perplexity, with standard errors."""

    divergence: float
    spread: float
    perplexity: float
    doubt: float


NOWHERE = Distance(math.inf, 0.0, math.inf, 0.0)


def distance(exact: Float32Array, other: Float32Array, following: Sequence[int]) -> Distance:
    """Between log-probabilities [n, vocab]; `following` are the ids that really come, one fewer.

    What is no number is infinitely far off.
    """
    gap = exact - other
    each = (np.exp(exact) * gap).sum(axis=-1, dtype=np.float64)
    index: tuple[npt.NDArray[np.int64], Sequence[int]] = (np.arange(len(following)), following)
    change = gap[:-1][index].astype(np.float64)
    if not math.isfinite(float(each.sum() + change.sum())):
        return NOWHERE
    return Distance(
        divergence=max(0.0, float(each.mean())),
        spread=_standard_error(each),
        perplexity=math.expm1(float(change.mean())),
        doubt=_standard_error(change),
    )


def _standard_error(values: npt.NDArray[np.float64]) -> float:
    return float(values.std() / math.sqrt(max(1, len(values))))
