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

from newsassistant.model.config import ModelConfig

FloatArray = npt.NDArray[np.float32]
Node: TypeAlias = ov.Node
Output: TypeAlias = ov.Output


def const(value: object, dtype: type) -> Node:
    """A small constant."""
    return op.constant(np.asarray(value, dtype=dtype))


def quantize_rows(weight: FloatArray) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    """Symmetric int8 with one f16 scale a row: weight ~ int8 * scale.

    Shapes [out, in] -> [out, in], [out, 1]. The scale is rounded to f16 before the division, so
    the error of an element is at most half a step of the stored scale; an all-zero row gets 1.
    """
    peak = np.abs(weight).max(axis=1, keepdims=True)
    scale = np.where(peak > 0, peak / 127.0, 1.0).astype(np.float16)
    scale = np.maximum(scale, np.float16(6e-8))  # the smallest subnormal: never divide by 0
    steps = np.rint(weight / scale.astype(np.float32))
    return np.clip(steps, -127, 127).astype(np.int8), scale


def int8_weight(weight: FloatArray, name: str) -> Output:
    """Constant(i8) -> f16 * scale -> f32: fuses with MatMul into FullyConnectedCompressed."""
    steps, scale = quantize_rows(weight)
    as_half = op.convert(op.constant(steps, name=f"{name}.int8"), np.float16)
    scaled = op.multiply(as_half, op.constant(scale, name=f"{name}.scale"))
    return op.convert(scaled, np.float32).output(0)


def linear(x: Output, weight: Output, bias: FloatArray | None, name: str) -> Output:
    """x @ weight.T + bias; weight [out, in]."""
    y = op.matmul(x, weight, False, True, name=name)
    if bias is not None:
        y = op.add(y, op.constant(bias[None, None, :]))
    return y.output(0)


def rms_norm(x: Output, weight: FloatArray, eps: float, name: str) -> Output:
    """x / sqrt(mean(x^2) + eps) * weight over the last axis (Zhang & Sennrich 2019)."""
    square = op.power(x, const([[[2.0]]], np.float32))
    mean = op.reduce_mean(square, const([-1], np.int64), keep_dims=True)
    root = op.sqrt(op.add(mean, const([[[eps]]], np.float32)))
    inverse = op.divide(const([[[1.0]]], np.float32), root)
    scaled = op.multiply(x, inverse)
    return op.multiply(op.constant(weight[None, None, :]), scaled, name=name).output(0)


def rotary_tables(position_ids: Output, config: ModelConfig) -> tuple[Output, Output]:
    """cos and sin of position * theta^(-2i/d), halves repeated: [B, 1, S, rotary_dim] f32."""
    half = np.arange(0, config.rotary_dim, 2, dtype=np.float64) / config.rotary_dim
    inverse_frequency = (config.rope_theta**-half / config.rope_scale).astype(np.float32)
    positions = op.convert(op.unsqueeze(position_ids, const(1, np.int64)), np.float32)
    columns = op.matmul(op.constant(inverse_frequency[None, :, None]), positions, False, False)
    angles = op.transpose(columns, const([0, 2, 1], np.int64))  # [B, S, d/2]
    both = op.concat([angles, angles], -1)
    axis = const(1, np.int64)
    cos, sin = op.unsqueeze(op.cos(both), axis), op.unsqueeze(op.sin(both), axis)
    return cos.output(0), sin.output(0)


def _last_axis(x: Output, start: int, stop: int) -> Output:
    bounds = [const([value], np.int64) for value in (start, stop, 1, -1)]
    return op.slice(x, *bounds).output(0)


def rotary(x: Output, tables: tuple[Output, Output], config: ModelConfig) -> Output:
    """x*cos + rotate_half(x)*sin on the first rotary_dim of each head; fuses into RoPE.

    x is [B, heads, S, head_dim] with the rotary rows in half-split order (`half_split_rows`).
    """
    cos, sin = tables
    dim, half = config.rotary_dim, config.rotary_dim // 2
    partial = dim < config.head_dim
    turned = _last_axis(x, 0, dim) if partial else x
    first = _last_axis(turned, 0, half)
    second = _last_axis(turned, half, np.iinfo(np.int64).max)
    negative = op.multiply(second, const([[[[-1.0]]]], np.float32))
    rotated_half = op.concat([negative, first], -1)
    y = op.add(op.multiply(turned, cos), op.multiply(rotated_half, sin))
    if partial:
        y = op.concat([y, _last_axis(x, dim, np.iinfo(np.int64).max)], -1)
    return y.output(0)


def half_split_rows(weight: FloatArray, heads: int, config: ModelConfig) -> FloatArray:
    """Reorder each head's rotary rows from interleaved pairs (2i, 2i+1) to halves (i, i+d/2).

    weight [heads * head_dim, ...] of q or k; attention is unchanged since both are permuted alike.
    """
    rows = weight.reshape(heads, config.head_dim, *weight.shape[1:])
    dim = config.rotary_dim
    order = np.r_[0:dim:2, 1:dim:2, dim : config.head_dim]
    return np.ascontiguousarray(rows[:, order]).reshape(weight.shape)


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
    low = const(np.finfo(np.float32).min, np.float32)
    return op.select(both, const(0.0, np.float32), low).output(0)


def swiglu(x: Output, gate_up: Output, down: Output, ffn_size: int, name: str) -> Output:
    """down(silu(gate(x)) * up(x)) with gate and up in one matrix (Shazeer 2020)."""
    both = linear(x, gate_up, None, f"{name}.gate_up")
    halves = op.variadic_split(both, const(2, np.int64), const([ffn_size, ffn_size], np.int64))
    hidden = op.multiply(op.swish(halves.output(0)), halves.output(1)).output(0)
    return linear(hidden, down, None, f"{name}.down")
