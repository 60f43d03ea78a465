"""One tensor inside a file: where it lies, what it is, and how to map it into memory.

Knows nothing of file formats: a reader has checked the place before it makes a `StoredTensor`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsassistant.core.errors import CheckpointError

FloatArray = npt.NDArray[np.floating[Any]]
"""Numbers as a file or a graph has them: float16, float32 or float64."""
Float32Array = npt.NDArray[np.float32]
RawArray = npt.NDArray[Any]

READABLE: Mapping[str, str] = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}
"""dtype -> numpy's name of what lies in the file; the high half of a float32 for BF16."""

ITEM_SIZES: Mapping[str, int] = {
    "BOOL": 1,
    "U8": 1,
    "I8": 1,
    "F8_E4M3": 1,
    "F8_E5M2": 1,
    "U16": 2,
    "I16": 2,
    "F16": 2,
    "BF16": 2,
    "U32": 4,
    "I32": 4,
    "F32": 4,
    "U64": 8,
    "I64": 8,
    "F64": 8,
    "C64": 8,
    "C128": 16,
}
"""Bytes of one element of every dtype that a checkpoint may hold, readable here or not."""

MAX_DIMENSIONS = 8
MAX_NAME = 512


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """A tensor of `shape` at byte `offset` of `path`; `strides` in elements, None if contiguous.

    `dtype` is one of `ITEM_SIZES`. Whoever makes one has checked that all of it is in the file.
    """

    name: str
    path: Path
    dtype: str
    shape: tuple[int, ...]
    offset: int
    strides: tuple[int, ...] | None = None

    def map(self) -> RawArray:
        """The numbers as they lie in the file, read-only; pages are read when they are touched.

        Raises CheckpointError for a dtype that is not in `READABLE` and for a file that has
        become shorter. Any thread.
        """
        kind = READABLE.get(self.dtype)
        if kind is None:
            raise CheckpointError(
                "checkpoint-tensor", name=self.name, expected="F16, BF16 or F32", actual=self.dtype
            )
        return self._map_as(kind)

    def map_int8(self) -> npt.NDArray[np.int8]:
        """The numbers of an "I8" tensor, as `map` gives those of others; raises CheckpointError."""
        if self.dtype != "I8":
            raise CheckpointError(
                "checkpoint-tensor", name=self.name, expected="I8", actual=self.dtype
            )
        return self._map_as("i1")

    def rows(self, start: int, stop: int) -> RawArray:
        """Rows start:stop of `map`; raises CheckpointError. Any thread."""
        return self.map()[start:stop]

    def _map_as(self, kind: str) -> RawArray:
        if prod(self.shape) == 0:
            return np.empty(self.shape, dtype=kind)
        flat = self._map_bytes(span(self.shape, self.strides) * ITEM_SIZES[self.dtype]).view(kind)
        if self.strides is None:
            return flat.reshape(self.shape)
        steps = tuple(stride * flat.itemsize for stride in self.strides)
        return np.lib.stride_tricks.as_strided(flat, self.shape, steps, writeable=False)

    def _map_bytes(self, count: int) -> npt.NDArray[np.uint8]:
        try:
            mapped = np.memmap(self.path, np.uint8, "r", offset=self.offset, shape=(count,))
        except (OSError, ValueError) as error:
            raise CheckpointError(
                "checkpoint-invalid", detail=f"{self.path.name}: {self.name}: {error}"
            ) from error
        return np.asarray(mapped)  # the plain view keeps the mapping alive


def span(shape: Sequence[int], strides: Sequence[int] | None) -> int:
    """Elements from the first to the last one of a tensor, both included; 0 if it has none."""
    if prod(shape) == 0:
        return 0
    if strides is None:
        return prod(shape)
    return 1 + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))


def to_float(raw: RawArray, *, copy: bool = False) -> FloatArray:
    """float16 and float32 as they are (a copy if asked for), bfloat16 bits as new float32."""
    if raw.dtype != np.uint16:
        return np.array(raw) if copy else raw
    wide = np.empty(raw.shape, dtype=np.float32)
    bits = wide.view(np.uint32)
    bits[...] = raw
    np.left_shift(bits, 16, out=bits)
    return wide


def is_plain_name(name: str) -> bool:
    """True for a tensor's name that can be shown: not too long, no control characters."""
    return 0 < len(name) <= MAX_NAME and name.isprintable()


def checked_shape(values: object) -> tuple[int, ...] | None:
    """`values` as a shape: up to `MAX_DIMENSIONS` whole numbers from 0 on, or else None."""
    if not isinstance(values, list | tuple) or len(values) > MAX_DIMENSIONS:
        return None
    if any(type(value) is not int or not 0 <= value < 1 << 62 for value in values):
        return None
    return tuple(values)
