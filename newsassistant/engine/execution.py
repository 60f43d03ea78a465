"""How a model is to be run: what the settings wish, what was measured, and what follows.

Knows nothing of requests. Engine thread.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import openvino as ov

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.resources import SAMPLES, sample_article
from newsassistant.core.types import Execution, Message, Mode
from newsassistant.engine.calibration import (
    DECODE_STEPS,
    NOTHING,
    SLICE_TEXT_IDS,
    TEXT_IDS,
    Calibration,
    Measurement,
    Plan,
    candidates,
    choose,
    least_s,
)
from newsassistant.engine.chunks import ChunkSize
from newsassistant.engine.compiled import EXACT, RuntimeOptions
from newsassistant.engine.devices import CPU
from newsassistant.engine.kept import KeptGraphs
from newsassistant.engine.layout import Layout
from newsassistant.engine.plans import Record
from newsassistant.engine.runtime import Runtime
from newsassistant.engine.slices import keep_layers, layers_to_measure
from newsassistant.engine.snapshots import LIMIT_BYTES
from newsassistant.model.folder import MODEL_BIN, MODEL_XML, ModelFolder
from newsassistant.model.languages import languages_of
from newsassistant.text.load import load_prompt, load_tokenizer, tokenizer_kind

log = logging.getLogger(__name__)

AUTO_CACHE = "f16"
OWN_GROUP = 32
"""Of activations, where OpenVINO chooses."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings and the machine's memory say.

    `kv_cache_precision` "auto" leaves it to the mode. Weights of up to `second_bytes` may be
    compiled twice, where reading and writing are fastest in different ways. What was read for other
    articles and conversations may take `kept_bytes`. Weights of up to `ahead_bytes` are read from
    the disk before they are asked for.
    """

    mode: Mode = "balanced"
    device: str = CPU
    kv_cache_precision: str = "auto"
    second_bytes: int = 0
    kept_bytes: int = LIMIT_BYTES
    ahead_bytes: int = 0

    def with_cache(self, options: RuntimeOptions) -> RuntimeOptions:
        """`options` with the KV cache that the user has chosen, if any."""
        if self.kv_cache_precision == "auto":
            return options
        return replace(options, kv_cache_precision=self.kv_cache_precision)

    def plan(self, measured: Sequence[Measurement], folder: ModelFolder) -> Plan:
        """What is best, with the cache that is wished for even where exact execution is best."""
        best = choose(measured, self.mode, second=self.may_double(folder))
        writer = replace(best.writer, options=self.with_cache(best.writer.options))
        reader = best.reader
        if reader is not None:
            reader = replace(reader, options=self.with_cache(reader.options))
        return Plan(writer, reader)

    def candidates(self) -> list[RuntimeOptions]:
        """What is measured; the reference stays exact whatever cache is wished for."""
        cache = AUTO_CACHE if self.kv_cache_precision == "auto" else self.kv_cache_precision
        return candidates(cache)

    def may_double(self, folder: ModelFolder) -> bool:
        """True if the model's weights are small beside this machine's memory."""
        return weight_bytes(folder) <= self.second_bytes


@dataclass(frozen=True, slots=True)
class Choice:
    """How to compile a model, the plan behind it (None: not measured), and OpenVINO's own choice.

    `scale` turns the times of a slice into those of the whole model.
    """

    writer: RuntimeOptions
    plan: Plan | None = None
    own: Measurement | None = None
    scale: float = 1.0

    @property
    def reader(self) -> RuntimeOptions | None:
        """Of a second compilation, None where there is none."""
        return self.plan.reader.options if self.plan and self.plan.reader else None

    def chunk(self, measured: Measurement | None) -> ChunkSize:
        """What to feed in the first pass."""
        return (
            ChunkSize.at_speed(1 / (self.scale * measured.prefill_s)) if measured else ChunkSize()
        )


def weight_bytes(folder: ModelFolder) -> int:
    """Of the file that holds them."""
    return int(folder.manifest["files"][MODEL_BIN]["size"])


def model_key(folder: ModelFolder, wishes: Wishes) -> str:
    """What measurements of a model are kept under."""
    digest = folder.manifest["files"][MODEL_BIN]["sha256"]
    return f"{digest}|{wishes.kv_cache_precision}"


def is_measurable(wishes: Wishes) -> bool:
    """Exact execution is what it is, and other devices choose for themselves."""
    return wishes.mode != "exact" and wishes.device == CPU


def decide(folder: ModelFolder, wishes: Wishes, record: Record) -> Choice:
    """The way to run the model; without measurements OpenVINO's own, which is safe."""
    own = wishes.with_cache(RuntimeOptions(device=wishes.device))
    if wishes.device != CPU:
        return Choice(own)
    if wishes.mode == "exact":
        return Choice(wishes.with_cache(EXACT))
    exact = [m for m in record.measured if m.options == EXACT]
    if not exact or not record.complete:
        return Choice(own)
    plan = wishes.plan(record.measured, folder)
    return Choice(
        writer=plan.writer.options,
        plan=plan,
        own=next((m for m in record.measured if m.options == wishes.candidates()[1]), None),
        scale=folder.config.layers / layers_to_measure(folder.config, weight_bytes(folder)),
    )


def open_chosen(
    folder: ModelFolder, layout: Layout, choice: Choice, kept: KeptGraphs | None = None
) -> Runtime:
    """The model compiled as chosen, with a reader if there is one; raises ModelError."""
    xml, context, plan = folder.path / MODEL_XML, folder.config.context_length, choice.plan
    opened = partial(Runtime, xml, context_length=context, layout=layout, kept=kept)
    reader = None
    if plan is not None and choice.reader is not None:
        chunk = choice.chunk(plan.reader)
        reader = opened(choice.reader, chunk=chunk)
    chunk = choice.chunk(plan.writer if plan else None)
    return opened(choice.writer, reader=reader, chunk=chunk)


def describe(mode: Mode, runtime: Runtime, choice: Choice) -> Execution:
    """What there is to say of a loaded model."""
    execution = Execution(
        mode=mode,
        precision=runtime.precision,
        activation_group=choice.writer.activation_group or 0,
        kv_cache=runtime.stored_precision,
        threads=runtime.threads,
    )
    if choice.plan is None or choice.own is None:
        return execution
    writer, reader = choice.plan.writer, choice.plan.reader
    int8 = writer.divergence > NOTHING and runtime.precision == "f32"
    return replace(
        execution,
        activation_group=(execution.activation_group or OWN_GROUP) if int8 else 0,
        measured=True,
        prompt_precision=runtime.reader_precision,
        speed=choice.own.decode_s / writer.decode_s,
        prompt_speed=choice.own.prefill_s / (reader or writer).prefill_s,
        divergence=writer.divergence + (reader.divergence if reader else 0.0),
        perplexity=writer.perplexity,
        writing=1 / (choice.scale * writer.decode_s),
        reading=1 / (choice.scale * (reader or writer).prefill_s),
    )


def calibration_of(folder: ModelFolder, layout: Layout) -> Calibration | None:
    """What measures the model, or a slice of a large one; None where it has too little context.

    The divergence of a slice is multiplied by sqrt(layers / its layers): so it grew on the starter,
    measured with 2, 4, 8 and 15 of its 30 layers (docs/lab.md).
    """
    count = layers_to_measure(folder.config, weight_bytes(folder))
    is_slice = count < folder.config.layers
    frame, text = _texts(folder, SLICE_TEXT_IDS if is_slice else TEXT_IDS)
    if len(frame) + len(text) + DECODE_STEPS > folder.config.context_length:
        return None

    def cut(model: ov.Model) -> ov.Model:
        return keep_layers(model, count) if is_slice else model

    def opened(options: RuntimeOptions) -> Runtime:
        xml, context = folder.path / MODEL_XML, folder.config.context_length
        return Runtime(xml, options, context_length=context, layout=layout, cut=cut)

    return Calibration(
        opened,
        [*frame, *text],
        whole=len(frame),
        growth=math.sqrt(folder.config.layers / count),
        is_slice=is_slice,
    )


def _texts(folder: ModelFolder, length: int) -> tuple[list[int], list[int]]:
    """The frame of an answer, and `length` ids of news in the model's languages behind it."""
    kind = tokenizer_kind(folder.path)
    tokenizer = load_tokenizer(folder.path, kind)
    template = load_prompt(folder.path, kind, tokenizer)
    frame = template.ids([Message("user", "Write a news article.")])
    # A tokenizer takes a language that it does not know apart into bytes.
    languages = sorted(languages_of(folder.config.family) or SAMPLES)
    share = length // len(languages)
    text: list[int] = []
    for language in languages:
        ids = tokenizer.encode(sample_article(language).read_text(encoding="utf-8"))
        text += (ids * (share // len(ids) + 1))[:share]
    return frame, text


def measure(
    calibration: Calibration,
    wanted: Sequence[RuntimeOptions],
    known: Sequence[Measurement],
    is_cancelled: Callable[[], bool],
) -> Iterator[tuple[int, Record]]:
    """(candidates done, what is known by then) after each of `wanted`, until cancelled.

    A candidate that the device refuses is left out. Without exact execution, the first, nothing can
    be judged: its failure ends the measurement, and loading the model will say what is wrong.
    """
    found = list(known)
    have = {m.options for m in found}
    for done, options in enumerate(wanted, start=1):
        if is_cancelled():
            return
        new = _tried(calibration, options, found) if options not in have else None
        if new is not None:
            found.append(new)
        elif options == EXACT and options not in have:
            return
        yield done, Record(tuple(found), complete=done == len(wanted))


def _tried(
    calibration: Calibration, options: RuntimeOptions, known: Sequence[Measurement]
) -> Measurement | None:
    try:
        return calibration.measure(options, known)
    except (NewsAssistantError, RuntimeError, LookupError, MemoryError) as error:
        # LookupError: a graph that somebody else has converted cannot be cut.
        log.warning("%s cannot be measured: %s", options, type(error).__name__)
        return None


def decode_speed(xml: Path) -> float:
    """Tokens/s of a small model without a folder, in floats or int8, whichever is faster here."""
    own = RuntimeOptions()
    int8 = replace(own, inference_precision="f32", activation_group=OWN_GROUP)
    steps = [[0]] * DECODE_STEPS
    times = [least_s(Runtime(xml, way, context_length=64), steps) for way in (own, int8)]
    return 1 / min(times)
