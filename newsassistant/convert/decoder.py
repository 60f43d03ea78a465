"""One stateful decoder graph for every RMSNorm/SwiGLU/GQA family.

Knows nothing of files: weights come through `DecoderWeights`, the model goes back to the caller.
Inputs, outputs and state names are those of OpenVINO GenAI, so that the IR runs there unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import openvino as ov
from openvino import opset13 as op

from newsassistant.convert import blocks
from newsassistant.model.config import ModelConfig

FloatArray = npt.NDArray[np.float32]
HEAD_NAME = "lm_head"


class DecoderWeights(Protocol):
    """Float32 weights by role, [out, in]; the rotary rows of q and k are interleaved pairs."""

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
class _Inputs:
    input_ids: ov.Node
    attention_mask: ov.Node
    position_ids: ov.Node
    beam_idx: ov.Node

    def parameters(self) -> list[ov.Node]:
        return [self.input_ids, self.attention_mask, self.position_ids, self.beam_idx]


def build_model(
    config: ModelConfig, weights: DecoderWeights, *, on_layer: Callable[[int], None] | None = None
) -> ov.Model:
    """The stateful int8 model; `on_layer(i)` is called when layer i has been built.

    Inputs input_ids [B,S] i64, attention_mask [B,T] i64, position_ids [B,S] i64, beam_idx [B] i32;
    output logits [B,S,vocab] f32; one state a layer and k/v, [B, kv_heads, T, head_dim].
    Whatever `on_layer` raises ends the build.
    """
    inputs = _parameters()
    embedding = blocks.int8_weight(weights.embedding(), "embedding")
    hidden = op.gather(embedding, inputs.input_ids, blocks.const(0, np.int64)).output(0)
    layer = _LayerBuilder(config, weights, inputs)
    sinks: list[ov.Node] = []
    for index in range(config.layers):
        hidden = layer.build(index, hidden, sinks)
        if on_layer is not None:
            on_layer(index)
    hidden = blocks.rms_norm(hidden, weights.final_norm(), config.norm_eps, "final_norm")
    head = embedding if config.tied_head else blocks.int8_weight(weights.head(), "head")
    logits = op.result(blocks.linear(hidden, head, None, HEAD_NAME), name="logits")
    logits.get_output_tensor(0).set_names({"logits"})
    return ov.Model([logits], sinks, inputs.parameters(), config.family)


def _parameters() -> _Inputs:
    def parameter(name: str, dtype: type, rank: int) -> ov.Node:
        node = op.parameter([-1] * rank, dtype, name=name)
        node.get_output_tensor(0).set_names({name})
        return node

    return _Inputs(
        input_ids=parameter("input_ids", np.int64, 2),
        attention_mask=parameter("attention_mask", np.int64, 2),
        position_ids=parameter("position_ids", np.int64, 2),
        beam_idx=parameter("beam_idx", np.int32, 1),
    )


class _LayerBuilder:
    """Builds one pre-norm block after the other; mask and rotary tables are shared."""

    def __init__(self, config: ModelConfig, weights: DecoderWeights, inputs: _Inputs) -> None:
        self._config = config
        self._weights = weights
        self._beam_idx = inputs.beam_idx.output(0)
        ids = inputs.input_ids.output(0)
        self._mask = blocks.causal_mask(inputs.attention_mask.output(0), ids)
        self._tables = blocks.rotary_tables(inputs.position_ids.output(0), config)
        first = blocks.const([0], np.int64)
        shape = op.shape_of(ids)
        self._batch = op.gather(shape, first, blocks.const(0, np.int64)).output(0)

    def build(self, index: int, hidden: ov.Output, sinks: list[ov.Node]) -> ov.Output:
        """h += attention(norm(h)); h += mlp(norm(h)) -> [B, S, hidden]."""
        config, weights, name = self._config, self._weights, f"layers.{index}"
        normed = self._norm(index, "attention", hidden)
        hidden = op.add(hidden, self._attention(index, normed, sinks)).output(0)
        normed = self._norm(index, "ffn", hidden)
        gate_up = blocks.int8_weight(weights.gate_up(index), f"{name}.gate_up")
        down = blocks.int8_weight(weights.down(index), f"{name}.down")
        mlp = blocks.swiglu(normed, gate_up, down, config.ffn_size, name)
        return op.add(hidden, mlp).output(0)

    def _norm(self, index: int, part: str, hidden: ov.Output) -> ov.Output:
        weight = self._weights.norm(index, part)
        return blocks.rms_norm(hidden, weight, self._config.norm_eps, f"layers.{index}.{part}_norm")

    def _attention(self, index: int, x: ov.Output, sinks: list[ov.Node]) -> ov.Output:
        config, name = self._config, f"layers.{index}"
        query, key, value = self._project(index, x)
        key = self._cached(index, "key", blocks.rotary(key, self._tables, config), sinks)
        value = self._cached(index, "value", value, sinks)
        attended = op.scaled_dot_product_attention(
            blocks.rotary(query, self._tables, config),
            blocks.repeat_kv(key, config),
            blocks.repeat_kv(value, config),
            self._mask,
        )
        merged = op.transpose(attended, blocks.const([0, 2, 1, 3], np.int64))
        flat = op.reshape(merged, blocks.const([0, 0, config.q_size], np.int64), True)
        output = blocks.int8_weight(self._weights.output(index), f"{name}.output")
        return blocks.linear(flat.output(0), output, None, f"{name}.attention_output")

    def _project(self, index: int, x: ov.Output) -> list[ov.Output]:
        """Query, key and value by head: [B, heads or kv_heads, S, head_dim]."""
        config, name = self._config, f"layers.{index}"
        weight = blocks.int8_weight(_half_split(self._weights.qkv(index), config), f"{name}.qkv")
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

    def _cached(self, index: int, kind: str, new: ov.Output, sinks: list[ov.Node]) -> ov.Output:
        name = f"past_key_values.{index}.{kind}present.{index}.{kind}"
        full, assign = blocks.KvState(name, self._batch, self._config).append(new, self._beam_idx)
        sinks.append(assign)
        return full


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
