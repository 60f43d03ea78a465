"""OpenVINO opset blocks, named after the maths, in the shapes that the CPU plugin fuses.

Knows nothing of checkpoints or of whole models. B = batch, S = new tokens, T = tokens with cache.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import openvino as ov
from openvino import opset6
from openvino import opset13 as op
from openvino.op.util import Variable, VariableInfo

from newsassistant.convert.numbers import check_peak
from newsassistant.model.config import ModelConfig
from newsassistant.model.formats.stored import FloatArray
from newsassistant.model.rotary import half_split_order

Node: TypeAlias = ov.Node
Output: TypeAlias = ov.Output
_END = int(np.iinfo(np.int64).max)


def const(value: object, dtype: type) -> Node:
    """A small constant."""
    return op.constant(np.asarray(value, dtype=dtype))


def vector(values: FloatArray) -> Node:
    """A norm's weight or a bias [n] as f32 [1, 1, n]."""
    found = np.ascontiguousarray(values, dtype=np.float32)
    check_peak(np.abs(found), "vector")
    return op.constant(found[None, None, :])


def linear(x: Output, weight: Output, bias: FloatArray | None, name: str) -> Output:
    """x @ weight.T + bias; weight [out, in]."""
    y = op.matmul(x, weight, False, True, name=name)
    if bias is not None:
        y = op.add(y, vector(bias))
    return y.output(0)


def layer_norm(x: Output, weight: FloatArray, bias: FloatArray, eps: float, name: str) -> Output:
    """(x - mean) / sqrt(variance + eps) * weight + bias over the last axis (Ba et al. 2016)."""
    axis = const([-1], np.int64)
    normed = op.mvn(x, axis, True, eps, "inside_sqrt")
    scaled = op.multiply(normed, vector(weight))
    return op.add(scaled, vector(bias), name=name).output(0)


def rms_norm(x: Output, weight: FloatArray, eps: float, name: str) -> Output:
    """x / sqrt(mean(x^2) + eps) * weight over the last axis (Zhang & Sennrich 2019)."""
    square = op.power(x, const([[[2.0]]], np.float32))
    mean = op.reduce_mean(square, const([-1], np.int64), keep_dims=True)
    root = op.sqrt(op.add(mean, const([[[eps]]], np.float32)))
    inverse = op.divide(const([[[1.0]]], np.float32), root)
    scaled = op.multiply(x, inverse)
    return op.multiply(vector(weight), scaled, name=name).output(0)


def rotary_tables(position_ids: Output, config: ModelConfig) -> tuple[Output, Output]:
    """cos and sin of position * theta^(-2i/d), see `tables_of`; position_ids [B, S]."""
    half = np.arange(0, config.rotary_dim, 2, dtype=np.float64) / config.rotary_dim
    inverse_frequency = (config.rope_theta**-half / config.rope_scale).astype(np.float32)
    return tables_of(position_ids, inverse_frequency)


def tables_of(
    positions: Output, inverse_frequency: npt.NDArray[np.float32]
) -> tuple[Output, Output]:
    """cos and sin of positions [B, S] * frequencies [d/2], halves repeated: [B, 1, S, d] f32."""
    row = op.convert(op.unsqueeze(positions, const(1, np.int64)), np.float32)
    columns = op.matmul(op.constant(inverse_frequency[None, :, None]), row, False, False)
    angles = op.transpose(columns, const([0, 2, 1], np.int64))  # [B, S, d/2]
    both = op.concat([angles, angles], -1)
    axis = const(1, np.int64)
    cos, sin = op.unsqueeze(op.cos(both), axis), op.unsqueeze(op.sin(both), axis)
    return cos.output(0), sin.output(0)


def _last_axis(x: Output, start: int, stop: int) -> Output:
    bounds = [const([value], np.int64) for value in (start, stop, 1, -1)]
    return op.slice(x, *bounds).output(0)


def rotate(x: Output, tables: tuple[Output, Output], dim: int) -> Output:
    """x*cos + rotate_half(x)*sin over the whole last axis of `dim` (Su et al. 2021)."""
    cos, sin = tables
    first = _last_axis(x, 0, dim // 2)
    second = _last_axis(x, dim // 2, _END)
    negative = op.multiply(second, const([[[[-1.0]]]], np.float32))
    rotated_half = op.concat([negative, first], -1)
    return op.add(op.multiply(x, cos), op.multiply(rotated_half, sin)).output(0)


def rotary(x: Output, tables: tuple[Output, Output], config: ModelConfig) -> Output:
    """`rotate` on the first rotary_dim of each head, the rest as it is; fuses into RoPE.

    x is [B, heads, S, head_dim] with the rotary rows in half-split order (`half_split_rows`).
    """
    dim = config.rotary_dim
    if dim == config.head_dim:
        return rotate(x, tables, dim)
    turned = rotate(_last_axis(x, 0, dim), tables, dim)
    return op.concat([turned, _last_axis(x, dim, _END)], -1).output(0)


def half_split_rows(weight: FloatArray, heads: int, config: ModelConfig) -> FloatArray:
    """Reorder each head's rotary rows from interleaved pairs (2i, 2i+1) to halves (i, i+d/2).

    weight [heads * head_dim, ...] of q or k; attention is unchanged since both are permuted alike.
    """
    rows = weight.reshape(heads, config.head_dim, *weight.shape[1:])
    return np.ascontiguousarray(rows[:, half_split_order(config)]).reshape(weight.shape)


def split_heads(x: Output, heads: int, head_dim: int) -> Output:
    """[B, S, heads * head_dim] -> [B, heads, S, head_dim]."""
    shaped = op.reshape(x, const([0, 0, heads, head_dim], np.int64), True)
    return op.transpose(shaped, const([0, 2, 1, 3], np.int64)).output(0)


class KvState:
    """One cached tensor: ReadValue -> Gather(beam_idx) -> Concat, and the Assign that keeps it."""

    def __init__(self, name: str, batch: Output, config: ModelConfig) -> None:
        info = VariableInfo()
        info.data_shape = ov.PartialShape([-1, config.kv_heads, -1, config.head_dim])
        info.data_type = ov.Type.f32
        info.variable_id = name
        self._variable = Variable(info)
        rest = const([config.kv_heads, 0, config.head_dim], np.int64)
        shape = op.concat([batch, rest], 0)
        self._empty = op.broadcast(const(0.0, np.float32), shape)

    def append(self, new: Output, beam_idx: Output) -> tuple[Output, Node]:
        """The whole cache with `new` [B, kv_heads, S, head_dim] at its end, and its Assign."""
        past = opset6.read_value(self._empty, self._variable)
        gathered = op.gather(past, beam_idx, const(0, np.int64))
        full = op.concat([gathered, new], 2)
        return full.output(0), opset6.assign(full, self._variable)


def repeat_kv(x: Output, config: ModelConfig) -> Output:
    """[B, kv_heads, T, D] -> [B, heads, T, D], each head repeated group_size times."""
    if config.group_size == 1:
        return x
    target = const([1, 1, config.group_size, 1, 1], np.int64)
    wide = op.broadcast(op.unsqueeze(x, const(2, np.int64)), target, broadcast_spec="BIDIRECTIONAL")
    shape = const([0, config.heads, -1, config.head_dim], np.int64)
    return op.reshape(wide, shape, True).output(0)


def attend(query: Output, key: Output, value: Output, mask: Output, config: ModelConfig) -> Output:
    """softmax(q k^T / sqrt(head_dim) + mask) v, heads merged: [B, S, heads * head_dim]."""
    attended = op.scaled_dot_product_attention(
        query, repeat_kv(key, config), repeat_kv(value, config), mask
    )
    merged = op.transpose(attended, const([0, 2, 1, 3], np.int64))
    return op.reshape(merged, const([0, 0, config.q_size], np.int64), True).output(0)


def additive(visible: Output) -> Output:
    """A boolean mask as numbers to add to scores: 0, or the f32 minimum where nothing is seen."""
    low = const(np.finfo(np.float32).min, np.float32)
    return op.select(visible, const(0.0, np.float32), low).output(0)


def causal_mask(attention_mask: Output, input_ids: Output) -> Output:
    """Additive mask [B, 1, S, T]: 0 where key <= query position and visible, else f32 minimum."""
    zero, one = const(0, np.int64), const(1, np.int64)
    total = op.gather(op.shape_of(attention_mask), one, zero)
    new = op.gather(op.shape_of(input_ids), one, zero)
    keys = op.range(zero, total, one, output_type="i64")
    queries = op.range(op.subtract(total, new), total, one, output_type="i64")
    column = op.unsqueeze(queries, one)
    visible = op.less_equal(op.unsqueeze(keys, zero), column)  # [S, T]
    padded = op.convert(attention_mask, "boolean")
    row = op.unsqueeze(padded, const([1, 2], np.int64))  # [B, 1, 1, T]
    both = op.logical_and(op.unsqueeze(visible, const([0, 1], np.int64)), row)
    return additive(both.output(0))


def swiglu(x: Output, gate: Output, up: Output, down: Output, name: str) -> Output:
    """down(silu(gate(x)) * up(x)) (Shazeer 2020).

    Two matrices and not one with a split behind it: SiLU then fuses into the product.
    """
    gated = op.swish(linear(x, gate, None, f"{name}.gate"))
    hidden = op.multiply(gated, linear(x, up, None, f"{name}.up")).output(0)
    return linear(hidden, down, None, f"{name}.down")
