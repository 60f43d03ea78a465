"""One stateful decoder graph for every RMSNorm/SwiGLU/GQA family.

Knows nothing of files: weights come through `DecoderWeights`, the model goes back to the caller.
Inputs, outputs and state names are those of OpenVINO GenAI, so that the IR runs there unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import openvino as ov
from openvino import opset13 as op

from newsassistant.convert import blocks
from newsassistant.convert.weights import Int8Weights, MemoryArena, WeightStore
from newsassistant.model.config import ModelConfig
from newsassistant.model.formats.stored import FloatArray
from newsassistant.model.states import StateKind, state_name

HEAD_NAME = "lm_head"


class DecoderWeights(Protocol):
    """Float weights by role, [out, in]; the rotary rows of q and k are interleaved pairs."""

    def embedding(self) -> FloatArray: ...
    def head(self) -> FloatArray: ...
    def final_norm(self) -> FloatArray: ...
    def norm(self, layer: int, name: str) -> FloatArray: ...
    def qkv(self, layer: int) -> FloatArray: ...
    def qkv_bias(self, layer: int) -> FloatArray | None: ...
    def output(self, layer: int) -> FloatArray: ...
    def gate_up(self, layer: int) -> FloatArray: ...
    def down(self, layer: int) -> FloatArray: ...


@dataclass(frozen=True, slots=True)
class Inputs:
    """The graph's parameters."""

    input_ids: ov.Node
    attention_mask: ov.Node
    position_ids: ov.Node
    beam_idx: ov.Node

    def parameters(self) -> list[ov.Node]:
        """In the order of the model's inputs."""
        return [self.input_ids, self.attention_mask, self.position_ids, self.beam_idx]


def build_model(
    config: ModelConfig,
    weights: DecoderWeights,
    *,
    store: WeightStore | None = None,
    on_layer: Callable[[int], None] | None = None,
) -> ov.Model:
    """The stateful model; `on_layer(i)` is called when layer i has been built.

    `store` makes the constants, int8 in memory by default.

    Inputs input_ids [B,S] i64, attention_mask [B,T] i64, position_ids [B,S] i64, beam_idx [B] i32;
    output logits [B,S,vocab] f32; one state a layer and k/v, [B, kv_heads, T, head_dim].
    Whatever `on_layer` raises ends the build.
    """
    inputs = parameters()
    store = store or Int8Weights(MemoryArena())
    embedding = store.table(weights.embedding(), "embedding")
    hidden = op.gather(embedding, inputs.input_ids, blocks.const(0, np.int64)).output(0)
    layer = _LayerBuilder(config, weights, store, inputs)
    for index in range(config.layers):
        hidden = layer.build(index, hidden)
        if on_layer is not None:
            on_layer(index)
    hidden = blocks.rms_norm(hidden, weights.final_norm(), config.norm_eps, "final_norm")
    head = embedding if config.tied_head else store.table(weights.head(), "head")
    model = finish(hidden, head, inputs, layer.cache.sinks, config.family)
    model.weight_store = store  # u4 constants do not keep their memory themselves
    return model


def parameters(*, mask_rank: int = 2, position_rank: int = 2) -> Inputs:
    """The named inputs, all dimensions open."""

    def parameter(name: str, dtype: type, rank: int) -> ov.Node:
        node = op.parameter([-1] * rank, dtype, name=name)
        node.get_output_tensor(0).set_names({name})
        return node

    return Inputs(
        input_ids=parameter("input_ids", np.int64, 2),
        attention_mask=parameter("attention_mask", np.int64, mask_rank),
        position_ids=parameter("position_ids", np.int64, position_rank),
        beam_idx=parameter("beam_idx", np.int32, 1),
    )


def finish(
    hidden: ov.Output, head: ov.Output, inputs: Inputs, sinks: list[ov.Node], name: str
) -> ov.Model:
    """The model that ends in logits = hidden @ head.T, [B, S, vocab]."""
    logits = op.result(blocks.linear(hidden, head, None, HEAD_NAME), name="logits")
    logits.get_output_tensor(0).set_names({"logits"})
    return ov.Model([logits], sinks, inputs.parameters(), name)


class Cache:
    """The KV cache of all layers; collects the sinks that keep it."""

    def __init__(self, inputs: Inputs, config: ModelConfig) -> None:
        self._config = config
        self._beam_idx = inputs.beam_idx.output(0)
        self.sinks: list[ov.Node] = []
        shape = op.shape_of(inputs.input_ids)
        first = blocks.const([0], np.int64)
        self._batch = op.gather(shape, first, blocks.const(0, np.int64)).output(0)

    def append(self, layer: int, kind: StateKind, new: ov.Output) -> ov.Output:
        """All keys (or values) of a layer with `new` behind."""
        state = blocks.KvState(state_name(layer, kind), self._batch, self._config)
        full, assign = state.append(new, self._beam_idx)
        self.sinks.append(assign)
        return full


class _LayerBuilder:
    """Builds one pre-norm block after the other; mask and rotary tables are shared."""

    def __init__(
        self, config: ModelConfig, weights: DecoderWeights, store: WeightStore, inputs: Inputs
    ) -> None:
        self._config = config
        self._weights = weights
        self._store = store
        self.cache = Cache(inputs, config)
        ids = inputs.input_ids.output(0)
        self._mask = blocks.causal_mask(inputs.attention_mask.output(0), ids)
        self._tables = blocks.rotary_tables(inputs.position_ids.output(0), config)

    def build(self, index: int, hidden: ov.Output) -> ov.Output:
        """h += attention(norm(h)); h += mlp(norm(h)) -> [B, S, hidden]."""
        config, weights, name = self._config, self._weights, f"layers.{index}"
        store = self._store
        normed = self._norm(index, "attention", hidden)
        hidden = op.add(hidden, self._attention(index, normed)).output(0)
        normed = self._norm(index, "ffn", hidden)
        gate_up = weights.gate_up(index)
        gate = store.matrix(gate_up[: config.ffn_size], f"{name}.gate")
        up = store.matrix(gate_up[config.ffn_size :], f"{name}.up")
        down = store.matrix(weights.down(index), f"{name}.down")
        mlp = blocks.swiglu(normed, gate, up, down, name)
        return op.add(hidden, mlp).output(0)

    def _norm(self, index: int, part: str, hidden: ov.Output) -> ov.Output:
        weight = self._weights.norm(index, part)
        return blocks.rms_norm(hidden, weight, self._config.norm_eps, f"layers.{index}.{part}_norm")

    def _attention(self, index: int, x: ov.Output) -> ov.Output:
        config, name = self._config, f"layers.{index}"
        query, key, value = self._project(index, x)
        key = self.cache.append(index, "key", blocks.rotary(key, self._tables, config))
        value = self.cache.append(index, "value", value)
        query = blocks.rotary(query, self._tables, config)
        attended = blocks.attend(query, key, value, self._mask, config)
        output = self._store.matrix(self._weights.output(index), f"{name}.output")
        return blocks.linear(attended, output, None, f"{name}.attention_output")

    def _project(self, index: int, x: ov.Output) -> list[ov.Output]:
        """Query, key and value by head: [B, heads or kv_heads, S, head_dim]."""
        config, name = self._config, f"layers.{index}"
        weight = self._store.matrix(_half_split(self._weights.qkv(index), config), f"{name}.qkv")
        bias = self._weights.qkv_bias(index)
        if bias is not None:
            bias = _half_split(bias, config)
        qkv = blocks.linear(x, weight, bias, f"{name}.qkv_projection")
        sizes = blocks.const([config.q_size, config.kv_size, config.kv_size], np.int64)
        parts = op.variadic_split(qkv, blocks.const(2, np.int64), sizes)
        heads = (config.heads, config.kv_heads, config.kv_heads)
        return [
            blocks.split_heads(parts.output(i), count, config.head_dim)
            for i, count in enumerate(heads)
        ]


def _half_split(qkv: FloatArray, config: ModelConfig) -> FloatArray:
    """Permute the q and k rows of a fused weight or bias for the half-split rotary."""
    query, key, value = np.split(qkv, [config.q_size, config.q_size + config.kv_size])
    return np.concatenate(
        [
            blocks.half_split_rows(query, config.heads, config),
            blocks.half_split_rows(key, config.kv_heads, config),
            value,
        ]
    )
