"""Prefixes made ready for one loaded model: a tensor for each state, so that a switch only writes.

Knows nothing of requests. Engine thread only.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import openvino as ov

from newsassistant.core.errors import PrefixError
from newsassistant.model.base import Base
from newsassistant.model.config import ModelConfig
from newsassistant.model.prefixes.files import read_prefix
from newsassistant.model.prefixes.prefix import Prefix
from newsassistant.model.rotary import graph_order
from newsassistant.model.states import KINDS, state_name

KEPT = 8  # prefixes; ChatGLM-6B's of 128 rows are 59 MB each
# (name, bytes, time of change) of the files that a prefix was read from.
Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class PrefixRows:
    """One prefix for one loaded model; equal only to itself.

    `tensors` are [1, kv_heads, length, head_dim] by state name, keys in the graph's rotary order.
    Real ids are at positions from `position_offset` on, which is what the prefix takes of the
    context.
    """

    length: int
    position_offset: int
    tensors: Mapping[str, ov.Tensor]

    @property
    def nbytes(self) -> int:
        """Bytes that a switch writes."""
        return sum(int(tensor.byte_size) for tensor in self.tensors.values())


def prepare(prefix: Prefix, config: ModelConfig, dtype: npt.DTypeLike) -> PrefixRows:
    """Permute and lay out the rows once; `dtype` float16 or float32, see `row_dtype`."""
    largest = float(np.finfo(np.dtype(dtype)).max)
    rows = np.clip(prefix.rows, -largest, largest).astype(dtype)
    rows = rows.transpose(0, 1, 3, 2, 4)[:, :, None]  # [layers, 2, 1, kv_heads, length, head_dim]
    order = graph_order(config)
    tensors = {}
    for layer in range(config.layers):
        key, value = rows[layer]
        for kind, part in zip(KINDS, (key[..., order], value), strict=True):
            tensors[state_name(layer, kind)] = ov.Tensor(np.ascontiguousarray(part))
    return PrefixRows(prefix.length, prefix.position_offset, tensors)


def row_dtype(stored_precision: str) -> npt.DTypeLike:
    """What to write into a cache: f16 into one of f16, which halves the bytes; f32 elsewhere.

    The CPU plugin (2026.4.1) takes f16 for u8 caches too, but four times slower than f32; into one
    of bf16, f16 would be rounded twice.
    """
    return np.float16 if stored_precision == "f16" else np.float32


class PrefixShelf:
    """The prefixes that a loaded model has used, by path; a changed file is read again."""

    def __init__(self, config: ModelConfig, base: Base, dtype: npt.DTypeLike) -> None:
        self._config = config
        self._base = base
        self._dtype = dtype
        self._rows: OrderedDict[Path, tuple[Signature, PrefixRows]] = OrderedDict()

    def rows(self, path: Path) -> PrefixRows:
        """The prefix at `path`, read and checked the first time.

        Raises PrefixError for one that cannot be read or was made for another base.
        """
        signature = _signature(path)
        known = self._rows.get(path)
        if known is None or known[0] != signature:
            prefix = read_prefix(path)
            prefix.check_fits(self._base)
            self._rows[path] = (signature, prepare(prefix, self._config, self._dtype))
        self._rows.move_to_end(path)
        if len(self._rows) > KEPT:
            self._rows.popitem(last=False)
        return self._rows[path][1]


def _signature(path: Path) -> Signature:
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        facts = [(file.name, file.stat()) for file in files]
    except OSError as error:
        raise PrefixError("prefix-missing", prefix=path.name) from error
    return tuple((name, found.st_size, found.st_mtime_ns) for name, found in facts)
