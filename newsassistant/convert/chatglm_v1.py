"""ChatGLM-6B v1: LayerNorm, GELU, 2-D rotary positions, bidirectional prompt, scaled residual.

Knows nothing of files. The mask and the positions come from outside, since they depend on where
the prompt ends: attention_mask [B, S, T] i64 (1: visible), position_ids [B, 2, S] i64.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

import numpy as np
import openvino as ov
from openvino import opset13 as op

from newsassistant.convert import blocks
from newsassistant.convert.decoder import Cache, Inputs, finish, parameters
from newsassistant.convert.weights import Int8Weights, MemoryArena, WeightStore
from newsassistant.model.config import ModelConfig
from newsassistant.model.formats.stored import FloatArray

# The residual is the normalised input times sqrt(2 layers). The official blocks are never told the
# number of layers and use 28, that of the published model, whatever config.json says.
ALPHA = math.sqrt(2 * 28)
Affine = tuple[FloatArray, FloatArray]  # weight and bias


class V1Weights(Protocol):
    """Float weights by role, each with its bias; qkv as [all q | all k | all v]."""

    def embedding(self) -> FloatArray: ...
    def head(self) -> FloatArray: ...
    def final_norm(self) -> Affine: ...
    def norm(self, layer: int, name: str) -> Affine: ...
    def qkv(self, layer: int) -> Affine: ...
    def output(self, layer: int) -> Affine: ...
    def up(self, layer: int) -> Affine: ...
    def down(self, layer: int) -> Affine: ...


def build_model(
    config: ModelConfig,
    weights: V1Weights,
    *,
    store: WeightStore | None = None,
    on_layer: Callable[[int], None] | None = None,
) -> ov.Model:
    """The stateful model; inputs as above, otherwise like `decoder.build_model`."""
    inputs = parameters(mask_rank=3, position_rank=3)
    store = store or Int8Weights(MemoryArena())
    embedding = store.table(weights.embedding(), "embedding")
    hidden = op.gather(embedding, inputs.input_ids, blocks.const(0, np.int64)).output(0)
    layer = _LayerBuilder(config, weights, store, inputs)
    for index in range(config.layers):
        hidden = layer.build(index, hidden)
        if on_layer is not None:
            on_layer(index)
    hidden = blocks.layer_norm(hidden, *weights.final_norm(), config.norm_eps, "final_norm")
    head = embedding if config.tied_head else store.table(weights.head(), "head")
    model = finish(hidden, head, inputs, layer.cache.sinks, config.family)
    model.weight_store = store  # u4 constants do not keep their memory themselves
    return model


def half_precision_tables(
    position_ids: ov.Output, row: int, config: ModelConfig
) -> tuple[ov.Output, ov.Output]:
    """cos and sin [B, 1, S, rotary_dim] of one row of positions.

    The official code keeps its inverse frequencies in fp16 and computes the angles in fp32.
    """
    exponent = np.arange(0, config.rotary_dim, 2, dtype=np.float32) / config.rotary_dim
    rounded = (1.0 / config.rope_theta**exponent).astype(np.float16).astype(np.float32)
    axis = blocks.const(1, np.int64)
    positions = op.gather(position_ids, blocks.const(row, np.int64), axis)
    return blocks.tables_of(positions.output(0), rounded)


class _LayerBuilder:
    """x = LN1(h); h = alpha x + attn(x); y = LN2(h); h = alpha y + mlp(y)."""

    def __init__(
        self, config: ModelConfig, weights: V1Weights, store: WeightStore, inputs: Inputs
    ) -> None:
        self._config = config
        self._weights = weights
        self._store = store
        self.cache = Cache(inputs, config)
        mask = op.unsqueeze(op.convert(inputs.attention_mask, "boolean"), blocks.const(1, np.int64))
        self._mask = blocks.additive(mask.output(0))
        positions = inputs.position_ids.output(0)
        self._tables = [half_precision_tables(positions, row, config) for row in (0, 1)]
        self._alpha = blocks.const([[[ALPHA]]], np.float32)

    def build(self, index: int, hidden: ov.Output) -> ov.Output:
        """[B, S, hidden] -> [B, S, hidden]."""
        x = self._norm(index, "attention", hidden)
        hidden = self._residual(x, self._attention(index, x))
        y = self._norm(index, "ffn", hidden)
        return self._residual(y, self._mlp(index, y))

    def _residual(self, normed: ov.Output, branch: ov.Output) -> ov.Output:
        return op.add(op.multiply(normed, self._alpha), branch).output(0)

    def _norm(self, index: int, part: str, hidden: ov.Output) -> ov.Output:
        weight, bias = self._weights.norm(index, part)
        name = f"layers.{index}.{part}_norm"
        return blocks.layer_norm(hidden, weight, bias, self._config.norm_eps, name)

    def _linear(self, x: ov.Output, affine: Affine, name: str) -> ov.Output:
        weight, bias = affine
        return blocks.linear(x, self._store.matrix(weight, name), bias, f"{name}.product")

    def _attention(self, index: int, x: ov.Output) -> ov.Output:
        config, name = self._config, f"layers.{index}"
        qkv = self._linear(x, self._weights.qkv(index), f"{name}.qkv")
        sizes = blocks.const([config.q_size] * 3, np.int64)
        parts = op.variadic_split(qkv, blocks.const(2, np.int64), sizes)
        query, key, value = (
            blocks.split_heads(parts.output(i), config.heads, config.head_dim) for i in range(3)
        )
        key = self.cache.append(index, "key", self._rotate(key))
        value = self.cache.append(index, "value", value)
        attended = blocks.attend(self._rotate(query), key, value, self._mask, config)
        return self._linear(attended, self._weights.output(index), f"{name}.output")

    def _rotate(self, x: ov.Output) -> ov.Output:
        """Each half of a head turns by its own row of positions."""
        half = self._config.rotary_dim
        axis, sizes = blocks.const(3, np.int64), blocks.const([half, half], np.int64)
        parts = op.variadic_split(x, axis, sizes)
        turned = [blocks.rotate(parts.output(i), self._tables[i], half) for i in (0, 1)]
        return op.concat(turned, -1).output(0)

    def _mlp(self, index: int, x: ov.Output) -> ov.Output:
        name = f"layers.{index}"
        wide = self._linear(x, self._weights.up(index), f"{name}.up")
        hidden = op.gelu(wide, "tanh").output(0)
        return self._linear(hidden, self._weights.down(index), f"{name}.down")
