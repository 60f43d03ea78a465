"""How long a switch between the base model and a prefix takes, on the starter and in 6B's shapes.

The time of a switch depends on the KV cache alone, so the 6B shapes have the real layers and heads
and hardly any weights, and need no 6 GB.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import openvino as ov

from newsassistant.convert import chatglm_v1, decoder
from newsassistant.engine.compiled import RuntimeOptions
from newsassistant.engine.layout import layout_of
from newsassistant.engine.prefix_rows import PrefixRows, prepare, row_dtype
from newsassistant.engine.runtime import Runtime
from newsassistant.model.base import Base
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import MODEL_XML, ModelFolder
from newsassistant.model.prefixes.prefix import Prefix
from tests.bench.machine import circumstances
from tests.tiny import chatglm_v1 as tiny_v1
from tests.tiny import decoder as tiny_decoder

TITLE = "### Switching the style"
ROUNDS = 21
ARTICLE_TOKENS = 1000
LENGTHS = (16, 128)
LONG = 128
LIMIT_MS = 20
# The sizes that the KV cache has; all others as small as the graph allows.
LAYERS, HEAD, HEADS, GROUPS = 28, 128, 32, 2


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians, and the best of `to_prefix`; bytes and milliseconds."""

    model: str
    length: int
    written: int
    to_prefix: float
    best: float
    to_base: float
    cache: int


def small_glm() -> tuple[ModelConfig, ov.Model]:
    """ChatGLM2-6B's and ChatGLM3-6B's cache around next to no weights."""
    config = replace(
        tiny_decoder.CONFIG,
        layers=LAYERS,
        heads=HEADS,
        kv_heads=GROUPS,
        head_dim=HEAD,
        rotary_dim=HEAD // 2,
        context_length=8192,
    )
    return config, decoder.build_model(config, tiny_decoder.RandomWeights(config))


def small_v1() -> tuple[ModelConfig, ov.Model]:
    """ChatGLM-6B's cache around next to no weights."""
    config = replace(
        tiny_v1.CONFIG,
        layers=LAYERS,
        heads=HEADS,
        kv_heads=HEADS,
        head_dim=HEAD,
        rotary_dim=HEAD // 2,
        context_length=2048,
    )
    return config, chatglm_v1.build_model(config, tiny_v1.RandomWeights(config))


def opened(xml: Path, config: ModelConfig) -> Runtime:
    """Compiled and warm, with a KV cache of f16 also where OpenVINO would take bf16 for itself."""
    context, layout = config.context_length, layout_of(config)
    options = RuntimeOptions(inference_precision="f32")
    runtime = Runtime(xml, options, context_length=context, layout=layout)
    runtime.feed(layout.shortest())
    runtime.reset()
    return runtime


def random_rows(config: ModelConfig, length: int, stored: str) -> PrefixRows:
    """A prefix of that length, ready to be written into a cache of that precision."""
    shape = (config.layers, 2, length, config.kv_heads, config.head_dim)
    values = np.random.default_rng(length).standard_normal(shape, dtype=np.float32)
    return prepare(Prefix(values, Base.of(config)).check(), config, row_dtype(stored))


def fill(runtime: Runtime, config: ModelConfig, ids: list[int]) -> None:
    """An article as if it had been read; what its rows hold makes no difference here."""
    part = np.zeros((1, config.kv_heads, len(ids), config.head_dim), np.float32)
    runtime._write([part] * len(runtime._states), list(ids))


def measured(name: str, runtime: Runtime, config: ModelConfig, length: int) -> Figures:
    """Rounds of base -> prefix -> base, which goes on with the article that it had read."""
    rows, ids = random_rows(config, length, runtime.stored_precision), list(range(ARTICLE_TOKENS))
    if config.bos_id is not None and config.gmask_id is not None:
        ids = [1] * (ARTICLE_TOKENS - 2) + [config.gmask_id, config.bos_id]
    runtime.use_prefix(None)
    runtime.turn_to([*ids, 0])
    fill(runtime, config, ids)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        runtime.use_prefix(rows)
        middle = time.perf_counter()
        assert not runtime.fed
        again = time.perf_counter()
        runtime.use_prefix(None)
        ended = time.perf_counter()
        assert list(runtime.fed) == ids
        times.append((1000 * (middle - started), 1000 * (ended - again)))
    there, back = zip(*times, strict=True)
    return Figures(
        model=name,
        length=length,
        written=rows.nbytes,
        to_prefix=statistics.median(there),
        best=min(there),
        to_base=statistics.median(back),
        cache=ARTICLE_TOKENS * runtime._token_bytes,
    )


def measure(starter: Path) -> Iterator[Figures]:
    """One model after the other."""
    config = ModelFolder.open(starter).config
    runtime = opened(starter / MODEL_XML, config)
    for length in LENGTHS:
        yield measured("starter", runtime, config, length)
    shapes = {"ChatGLM2-6B, ChatGLM3-6B": small_glm(), "ChatGLM-6B": small_v1()}
    for name, (config, model) in shapes.items():
        with tempfile.TemporaryDirectory() as folder:
            ov.save_model(model, Path(folder) / MODEL_XML, compress_to_fp16=False)
            yield measured(name, opened(Path(folder) / MODEL_XML, config), config, LONG)


def section(figures: list[Figures]) -> str:
    """Markdown."""
    lines = [
        f"| {f.model} | {f.length} | {f.written / 1e6:.2f} MB "
        f"| {f.to_prefix:.1f} ms ({f.best:.1f}) | {f.to_base:.2f} ms | {f.cache / 1e6:.0f} MB |"
        for f in figures
    ]
    slow = [f.model for f in figures if max(f.to_prefix, f.to_base) > LIMIT_MS]
    verdict = f"above it: {', '.join(slow)}" if slow else "all are below it"
    table = "\n".join(lines)
    load = ""
    if hasattr(os, "getloadavg"):
        load = f"Load average {os.getloadavg()[0]:.1f}, niceness {os.nice(0)}. "
    return f"""{TITLE}

{circumstances()}
From the base model, with an article of {ARTICLE_TOKENS} tokens in its KV cache, to a prefix that
has read nothing yet, and back to the base model with that article; made by
`python -m tests.bench switch`, medians of {ROUNDS} rounds. The first puts aside what was read and
writes the prefix's rows (f16, as the cache keeps them) into the state of a fresh request; the
second takes up the request that was put aside. Nothing is compiled or read a second time.
The 6B rows are graphs with the layers and KV heads of those models ({LAYERS} layers; {GROUPS} and
{HEADS} heads of {HEAD}) and next to no weights, on which a switch does not depend; ChatGLM-6B's
time is that of copying its rows into fresh memory.
{load}The bound is {LIMIT_MS} ms for the median; {verdict}.

| shape | prefix, tokens | written | base to prefix (best) | back, with the article | its cache |
|---|---|---|---|---|---|
{table}
"""
