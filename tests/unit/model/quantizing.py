"""Quantises small matrices as the official code of ChatGLM does, and writes them into files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.unit.model.forge import header_file

Arrays = dict[str, npt.NDArray[Any]]
_NAMES = {"f4": "F32", "f2": "F16", "i1": "I8"}


def pack(steps: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    """Two steps from -8 to 7 in each byte, the first one in the high half."""
    low = steps.astype(np.int16) & 0xF
    return ((low[:, 0::2] << 4) | low[:, 1::2]).astype(np.uint8).view(np.int8)


def quantized(arrays: Mapping[str, npt.NDArray[Any]], bits: int) -> tuple[Arrays, Arrays]:
    """The tensors of a quantised checkpoint, and the float32 matrices that they stand for."""
    stored: Arrays = {}
    meant: Arrays = {}
    for name, weight in arrays.items():
        most = 2 ** (bits - 1) - 1
        scale = (np.abs(weight).max(axis=1) / most).astype(np.float16)
        wide = scale.astype(np.float32)[:, None]
        steps = np.clip(np.rint(weight / wide), -most - 1, most).astype(np.int8)
        stored[name] = pack(steps) if bits == 4 else steps
        stored[f"{name}_scale"] = scale
        meant[name] = steps.astype(np.float32) * wide
    return stored, meant


def typed_file(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """A safetensors file of float32, float16 and int8 arrays."""
    header: dict[str, object] = {}
    data = b""
    for name, array in arrays.items():
        raw = array.tobytes()
        place = [len(data), len(data) + len(raw)]
        dtype = _NAMES[array.dtype.str[1:]]
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": place}
        data += raw
    return header_file(header, data)
