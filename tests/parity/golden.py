"""The official reference models, each converted and compiled once a session.

All of them run in f32 with an f32 KV cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsassistant.convert.blocks import half_split_rows
from newsassistant.convert.export import Conversion, Weights, convert
from newsassistant.core.types import CancelToken
from newsassistant.engine.compiled import RuntimeOptions
from newsassistant.engine.layout import layout_of
from newsassistant.engine.runtime import Runtime
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import MODEL_XML, ModelFolder

FloatArray = npt.NDArray[np.float32]
EXACT = RuntimeOptions(kv_cache_precision="f32", inference_precision="f32", last_logits_only=False)

# Model -> its checkpoint to convert: all three formats occur.
CHECKPOINTS = {
    "chatglm_v1": "checkpoint_fp16_bin_sharded",
    "chatglm2": "checkpoint_fp16_safetensors_sharded",
    "chatglm2_32k": "checkpoint_fp16_bin_sharded",
    "chatglm3": "checkpoint_fp32_safetensors",
    "chatglm3_rope": "checkpoint_fp16_safetensors_sharded",
    "glm": "checkpoint_fp32_safetensors",
    "glm_edge": "checkpoint_fp16_bin_sharded",
    "chatglm_v1_realvocab": "checkpoint",
    "chatglm2_realvocab": "checkpoint",
    "chatglm3_realvocab": "checkpoint",
}


@dataclass(slots=True)
class Golden:
    """Reference data in `source`; what is made of it in `made`."""

    source: Path
    made: Path
    runtimes: dict[tuple[str, str], Runtime] = field(default_factory=dict)

    def folder(self, model: str, weights: Weights = "fp16") -> ModelFolder:
        """The model, converted."""
        target = self.made / f"{model}-{weights}"
        if not target.exists():
            job = Conversion(self.source / model / CHECKPOINTS[model], target, weights=weights)
            convert(job, lambda done, total: None, CancelToken())
        return ModelFolder.open(target)

    def runtime(self, model: str, weights: Weights = "fp16") -> Runtime:
        """The model, compiled, with nothing fed."""
        key = (model, weights)
        if key not in self.runtimes:
            opened = self.folder(model, weights)
            self.runtimes[key] = Runtime(
                opened.path / MODEL_XML,
                EXACT,
                context_length=opened.config.context_length,
                layout=layout_of(opened.config),
            )
        self.runtimes[key].use_prefix(None)
        self.runtimes[key].reset()
        return self.runtimes[key]

    def arrays(self, model: str, name: str) -> dict[str, npt.NDArray[Any]]:
        """The arrays of one reference file."""
        with np.load(self.source / model / name) as stored:
            return dict(stored)


def official_cache(model: str, stored: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """[layers, k/v, T, kv_heads, head_dim]; transformers has the heads in front of T."""
    if model.startswith("glm"):
        return stored[:, :, 0].transpose(0, 1, 3, 2, 4)
    return stored[:, :, :, 0]


def error(actual: npt.NDArray[Any], expected: npt.NDArray[Any]) -> float:
    """Largest difference relative to the largest |expected|."""
    assert actual.shape == expected.shape
    return float(np.abs(actual - expected).max() / np.abs(expected).max())


def feed(runtime: Runtime, ids: Sequence[int]) -> FloatArray:
    """A copy of the logits of each id: [len(ids), vocab]."""
    return np.array(runtime.feed([int(token) for token in ids]))


def greedy(runtime: Runtime, logits: FloatArray, count: int) -> tuple[list[int], FloatArray]:
    """`count` ids behind `logits` [vocab], and the logits that each was chosen from."""
    ids: list[int] = []
    steps = [logits]
    for _ in range(count):
        ids.append(int(steps[-1].argmax()))
        if len(ids) < count:
            steps.append(feed(runtime, ids[-1:])[-1])
    return ids, np.stack(steps)


def sure(logits: npt.NDArray[np.float32], gap: float) -> int:
    """How many leading steps [n, vocab] are decided by more than `gap`."""
    best = np.sort(logits, axis=1)[:, -2:]
    close = np.flatnonzero(best[:, 1] - best[:, 0] < gap)
    return int(close[0]) if close.size else len(logits)


def cached(runtime: Runtime, config: ModelConfig) -> FloatArray:
    """The KV cache in the order of the official code: [layers, k/v, T, kv_heads, head_dim].

    The graph keeps the rotary rows of keys in halves, the official code in pairs; ChatGLM-6B has
    them in halves itself.
    """
    states = {str(state.name): np.array(state.state.data)[0] for state in runtime._states}
    keys, values = (
        np.stack(
            [
                states[f"past_key_values.{layer}.{kind}present.{layer}.{kind}"]
                for layer in range(config.layers)
            ]
        ).transpose(0, 2, 1, 3)
        for kind in ("key", "value")
    )
    if not config.bidirectional_prompt:
        one_head = np.arange(config.head_dim, dtype=np.float32)
        order = half_split_rows(one_head, 1, config).astype(int)
        keys[..., order] = keys.copy()
    return np.stack([keys, values], axis=1)
