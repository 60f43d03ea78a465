"""What the readers of prefix checkpoints share: the order of rows, names, and how to refuse a file.

Knows nothing of any one format.
"""

from __future__ import annotations

import re

import numpy as np

from newsassistant.core.errors import PrefixError
from newsassistant.model.base import Base
from newsassistant.model.formats.stored import Float32Array, StoredTensor, to_float

MAX_TEXT = 200
# What PEFT calls its files; they tell its folders from others.
ADAPTER_CONFIG = "adapter_config.json"
ADAPTER_FILES = ("adapter_model.safetensors", "adapter_model.bin")


def split_rows(flat: Float32Array, base: Base) -> Float32Array:
    """[length, layers * (k, v) * kv_heads * head_dim] as rows of a `Prefix`, a new array."""
    shape = len(flat), base.layers, 2, base.kv_heads, base.head_dim
    return np.array(flat.reshape(shape).transpose(1, 2, 0, 3, 4), dtype=np.float32, order="C")


def numbers(tensor: StoredTensor) -> Float32Array:
    """The tensor as float32; raises CheckpointError for other dtypes than F16, BF16, F32."""
    return np.asarray(to_float(tensor.map()), dtype=np.float32)


def bad(where: str, detail: str) -> PrefixError:
    """The error for a file `where` that is no prefix."""
    return PrefixError("prefix-invalid", detail=f"{where}: {detail}")


def plain(text: str, *, limit: int = MAX_TEXT) -> str:
    """`text` as lists may show it: one line, no control characters, not too long."""
    return "".join(char for char in text if char.isprintable())[:limit].strip()


def base_name(value: object) -> str:
    """A base model's name: of a hub as it is, of a folder on somebody's disk the last part."""
    name = plain(value) if isinstance(value, str) else ""
    parts = re.split(r"[/\\]", name.rstrip("/\\"))
    return "/".join(parts) if len(parts) == 2 and all(parts) else parts[-1]
