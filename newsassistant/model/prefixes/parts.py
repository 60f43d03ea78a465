"""What the readers of prefix checkpoints share: the order of rows and their numbers.

Knows nothing of any one format.
"""

from __future__ import annotations

import json
import math
import struct

import numpy as np

from newsassistant.model.base import Base
from newsassistant.model.formats.stored import Float32Array, StoredTensor, to_float

ROWS = "rows"


def split_rows(flat: Float32Array, base: Base) -> Float32Array:
    """[length, layers * (k, v) * kv_heads * head_dim] as rows of a `Prefix`, a new array."""
    shape = len(flat), base.layers, 2, base.kv_heads, base.head_dim
    return np.array(flat.reshape(shape).transpose(1, 2, 0, 3, 4), dtype=np.float32, order="C")


def numbers(tensor: StoredTensor) -> Float32Array:
    """The tensor as float32; raises CheckpointError for other dtypes than F16, BF16, F32."""
    return np.asarray(to_float(tensor.map()), dtype=np.float32)


def tensor_file(rows: Float32Array) -> tuple[bytes, memoryview]:
    """A .safetensors file of the rows: its header and its numbers."""
    rows = np.ascontiguousarray(rows, dtype="<f4")
    return tensor_header(rows.shape), rows.data.cast("B")


def tensor_header(shape: tuple[int, ...]) -> bytes:
    """What stands in front of the rows; it is padded so that the numbers are aligned."""
    entry = {"dtype": "F32", "shape": list(shape), "data_offsets": [0, 4 * math.prod(shape)]}
    header = json.dumps({ROWS: entry}).encode()
    header += b" " * (-len(header) % 8)
    return struct.pack("<Q", len(header)) + header
