"""Float matrices -> constants of the graph: int8 a row, int4 a group, or fp16.

Knows nothing of models. Values go to an arena, which keeps them in memory or in a scratch file, so
that a 6B model is built without holding it; a matrix is quantised block by block for the same end.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import openvino as ov
from openvino import opset13 as op
from openvino.op import Constant

from newsassistant.convert.numbers import check_peak, wild
from newsassistant.model.formats.stored import FloatArray

ROWS_PER_BLOCK = 2048
GROUP = 128
_SMALLEST_SCALE = np.float16(6e-8)  # the smallest subnormal: never divide by 0


class Arena(Protocol):
    """Where the arrays of a graph under construction live."""

    def array(self, shape: tuple[int, ...], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
        """A writable array, kept as long as the arena: u4 constants do not keep it themselves."""


class MemoryArena:
    """Plain memory, for small models."""

    def __init__(self) -> None:
        self._arrays: list[npt.NDArray[Any]] = []

    def array(self, shape: tuple[int, ...], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
        """An uninitialised array."""
        self._arrays.append(np.empty(shape, dtype))
        return self._arrays[-1]


class ScratchArena:
    """One growing file, mapped array by array; its pages can be evicted, unlike memory.

    The caller removes the file once the model has been saved.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._end = 0
        self._arrays: list[npt.NDArray[Any]] = []
        path.write_bytes(b"")

    def array(self, shape: tuple[int, ...], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
        """A mapped array behind the last one; raises OSError when the disk is full."""
        size = int(np.prod(shape)) * np.dtype(dtype).itemsize
        start = -(-self._end // 4096) * 4096
        with self._path.open("r+b") as file:
            _grow(file.fileno(), start, size)
        self._end = start + size
        mapped: npt.NDArray[Any] = np.memmap(
            self._path, dtype=dtype, mode="r+", offset=start, shape=shape
        )
        self._arrays.append(mapped)
        return mapped


def _grow(file: int, start: int, size: int) -> None:
    """Lengthen a file to start + size bytes that are really there.

    A mapped page for which a full disk has no room kills the process.
    """
    os.truncate(file, start + size)
    if not size or not hasattr(os, "posix_fallocate"):
        return
    try:
        os.posix_fallocate(file, start, size)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):  # what the file system cannot do
            raise


class WeightStore(Protocol):
    """Makes constants; a `table` (embedding, head) is never stored below int8.

    Both raise CheckpointError("checkpoint-number") for what float16 does not hold.

    It must live until the model has been saved or compiled; `build_model` ties it to the model.
    """

    def matrix(self, weight: FloatArray, name: str) -> ov.Output:
        """A matrix [out, in] of a linear layer as f32."""

    def table(self, weight: FloatArray, name: str) -> ov.Output:
        """The embedding or the head [vocab, hidden] as f32."""


def quantize_rows(
    weight: FloatArray, name: str = "weight"
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    """Symmetric int8 with one f16 scale a row: weight ~ int8 * scale.

    Shapes [out, in] -> [out, in], [out, 1]. The scale is rounded to f16 before the division, so
    the error of an element is at most half a step of the stored scale; an all-zero row gets 1.
    Raises CheckpointError naming `name` for numbers that are not finite or too large.
    """
    values = np.asarray(weight, dtype=np.float32)
    peak = np.abs(values).max(axis=1, keepdims=True)
    check_peak(peak, name)
    scale = np.where(peak > 0, peak / 127.0, 1.0).astype(np.float16)
    scale = np.maximum(scale, _SMALLEST_SCALE)
    steps = np.rint(values / scale.astype(np.float32))
    return np.clip(steps, -127, 127).astype(np.int8), scale


def quantize_groups(
    weight: FloatArray, name: str = "weight"
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8], npt.NDArray[np.float16]]:
    """Asymmetric 4 bit in groups of 128 along a row: weight ~ (steps - zero) * scale.

    [out, in] -> steps 0..15 and zero 0..15 and f16 scale as [out, in/128, 128], [.., 1], [.., 1];
    `in` is a multiple of 128. The range of a group always includes 0. Raises CheckpointError as
    `quantize_rows` does.
    """
    groups = np.asarray(weight, dtype=np.float32).reshape(weight.shape[0], -1, GROUP)
    low = np.minimum(groups.min(axis=2, keepdims=True), 0)
    high = np.maximum(groups.max(axis=2, keepdims=True), 0)
    check_peak(np.maximum(-low, high), name)
    scale = np.where(high > low, (high - low) / 15.0, 1.0).astype(np.float16)
    scale = np.maximum(scale, _SMALLEST_SCALE)
    wide = scale.astype(np.float32)
    zero = np.clip(np.rint(-low / wide), 0, 15)
    steps = np.clip(np.rint(groups / wide) + zero, 0, 15)
    return steps.astype(np.uint8), zero.astype(np.uint8), scale


def _blocks(weight: FloatArray) -> Iterator[slice]:
    for start in range(0, weight.shape[0], ROWS_PER_BLOCK):
        yield slice(start, min(start + ROWS_PER_BLOCK, weight.shape[0]))


def _constant(array: npt.NDArray[Any], name: str) -> ov.Node:
    return op.constant(array, shared_memory=True, name=name)


class Int8Weights:
    """Constant(i8) -> f16 * scale -> f32: fuses with MatMul into FullyConnectedCompressed."""

    def __init__(self, arena: Arena) -> None:
        self._arena = arena

    def matrix(self, weight: FloatArray, name: str) -> ov.Output:
        """int8 with one f16 scale a row."""
        steps = self._arena.array(weight.shape, np.int8)
        scale = self._arena.array((weight.shape[0], 1), np.float16)
        for rows in _blocks(weight):
            steps[rows], scale[rows] = quantize_rows(weight[rows], name)
        half = op.convert(_constant(steps, f"{name}.int8"), np.float16)
        scaled = op.multiply(half, _constant(scale, f"{name}.scale"))
        return op.convert(scaled, np.float32).output(0)

    table = matrix


class Fp16Weights:
    """Constant(f16) -> f32; exact for checkpoints in fp16."""

    def __init__(self, arena: Arena) -> None:
        self._arena = arena

    def matrix(self, weight: FloatArray, name: str) -> ov.Output:
        """Rounded to f16."""
        values = self._arena.array(weight.shape, np.float16)
        for rows in _blocks(weight):
            with np.errstate(over="ignore"):
                values[rows] = weight[rows]
            finite = np.isfinite(values[rows])
            if not finite.all():
                raise wild(name, float(weight[rows][~finite][0]))
        return op.convert(_constant(values, f"{name}.fp16"), np.float32).output(0)

    table = matrix


class Int4Weights:
    """u4 in groups of 128 with zero point and scale; int8 for tables and rows of other lengths.

    The layout is the one NNCF emits: (u4 -> f16 - zero) * scale, reshaped, -> f32.
    """

    def __init__(self, arena: Arena) -> None:
        self._arena = arena
        self._int8 = Int8Weights(arena)

    def table(self, weight: FloatArray, name: str) -> ov.Output:
        """int8: a rounded embedding hurts more than it saves."""
        return self._int8.matrix(weight, name)

    def matrix(self, weight: FloatArray, name: str) -> ov.Output:
        """u4 where the row length allows it."""
        out, width = weight.shape
        if width % GROUP:
            return self._int8.matrix(weight, name)
        groups = width // GROUP
        steps = self._arena.array((out * width // 2,), np.uint8)
        zeros = np.empty((out, groups, 1), np.uint8)
        scale = self._arena.array((out, groups, 1), np.float16)
        for rows in _blocks(weight):
            packed, zeros[rows], scale[rows] = quantize_groups(weight[rows], name)
            steps[rows.start * width // 2 : rows.stop * width // 2] = _pack(packed)
        grouped = _u4(steps, [out, groups, GROUP])
        zero = self._arena.array((-(-zeros.size // 2),), np.uint8)
        zero[:] = _pack(zeros)
        shifted = op.subtract(grouped, _u4(zero, [out, groups, 1]))
        scaled = op.multiply(shifted, _constant(scale, f"{name}.scale"))
        flat = op.reshape(scaled, op.constant(np.asarray([out, width], np.int64)), False)
        return op.convert(flat, np.float32).output(0)


def _pack(steps: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Two steps a byte, the first in the low half (OpenVINO's order of u4)."""
    flat = steps.reshape(-1)
    if flat.size % 2:
        flat = np.append(flat, np.uint8(0))
    return np.asarray(flat[0::2] | (flat[1::2] << 4), dtype=np.uint8)


def _u4(packed: npt.NDArray[np.uint8], shape: list[int]) -> ov.Node:
    tensor = ov.Tensor(packed, ov.Shape(shape), ov.Type.u4)
    return op.convert(Constant(tensor, shared_memory=True), np.float16)
