"""Checkpoints whose matrices are int8 or int4 with a scale for each row, as ChatGLM's own are.

Knows nothing of families. THUDM's quantization.py keeps `x.weight` as int8 [out, in * bits / 8] and
`x.weight_scale` as [out]; a number is its step times the scale of its row. With 4 bits a byte holds
two steps, the first one in its high half.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsassistant.core.errors import CheckpointError
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.formats.stored import READABLE, StoredTensor, to_float

BITS = (4, 8)
SCALE = "_scale"
ROWS_PER_BLOCK = 1024
# Of float checkpoints, and of GPTQ and AWQ, which may keep their notes in another file.
_MATRICES = (".weight", ".qweight", ".weight_packed")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantizedTensor(StoredTensor):
    """`packed` as float32 rows of step * scale; `dtype` and `shape` are those of the result."""

    packed: StoredTensor
    scale: StoredTensor
    bits: int

    def map(self) -> npt.NDArray[np.float32]:
        """A new array, which `StoredTensor.map` never is; made block by block."""
        found = np.empty(self.shape, dtype=np.float32)
        for start in range(0, len(found), ROWS_PER_BLOCK):
            found[start : start + ROWS_PER_BLOCK] = self.rows(start, start + ROWS_PER_BLOCK)
        return found

    def rows(self, start: int, stop: int) -> npt.NDArray[np.float32]:
        """New float32 rows; only these are read."""
        steps = self.packed.map_int8()[start:stop]
        scale = to_float(self.scale.map()[start:stop]).astype(np.float32)
        return unpack(steps, self.bits).astype(np.float32) * scale[:, None]


def unpack(packed: npt.NDArray[np.int8], bits: int) -> npt.NDArray[np.int8]:
    """The steps in rows of bytes: the bytes themselves, or -8..7 twice from each; pure."""
    if bits == 8:
        return packed
    steps = np.empty((packed.shape[0], 2 * packed.shape[1]), dtype=np.int8)
    steps[:, 0::2] = packed >> 4
    steps[:, 1::2] = np.left_shift(packed, 4) >> 4
    return steps


def open_checkpoint(path: Path) -> Checkpoint:
    """`Checkpoint.open`, with the quantised matrices as float32; raises CheckpointError."""
    checkpoint = Checkpoint.open(path)
    return dequantized(checkpoint, checkpoint.config())


def dequantized(checkpoint: Checkpoint, values: Mapping[str, Any]) -> Checkpoint:
    """`checkpoint` with each `x` beside an `x_scale` as a float32 tensor; reads no numbers.

    `values` are those of config.json. Raises CheckpointError: "checkpoint-quantized" for what
    other methods have made, "checkpoint-tensor" for a scale that does not fit its matrix.
    """
    if (method := _other_method(values)) is not None:
        raise CheckpointError("checkpoint-quantized", path=checkpoint.path.name, actual=method)
    bits = values.get("quantization_bit")
    packed = [name for name in checkpoint.stored if f"{name}{SCALE}" in checkpoint.stored]
    for name in checkpoint.stored:
        floats = f"{name}{SCALE}" in checkpoint.stored or checkpoint.dtype(name) in READABLE
        if name.endswith(_MATRICES) and not floats:
            shown = f"{name} is {checkpoint.dtype(name)} without a scale that is known here"
            raise CheckpointError("checkpoint-quantized", path=checkpoint.path.name, actual=shown)
    if not packed:
        return checkpoint
    if type(bits) is not int or bits not in BITS:
        shown = "quantization_bit missing or unknown" if bits is None else f"{bits!r} bits"[:60]
        raise CheckpointError("checkpoint-quantized", path=checkpoint.path.name, actual=shown)
    stored = dict(checkpoint.stored)
    for name in packed:
        stored[name] = _quantized(stored[name], stored.pop(f"{name}{SCALE}"), bits)
    return Checkpoint(checkpoint.path, stored)


def _other_method(values: Mapping[str, Any]) -> str | None:
    """What `transformers` notes of GPTQ, AWQ, bitsandbytes and the like; None without a note."""
    noted = values.get("quantization_config")
    if not noted:
        return None
    method = noted.get("quant_method") if isinstance(noted, dict) else None
    return method[:40] if isinstance(method, str) and method.isprintable() else "another method"


def _quantized(packed: StoredTensor, scale: StoredTensor, bits: int) -> StoredTensor:
    if packed.dtype != "I8" or len(packed.shape) != 2:
        found = f"{packed.dtype} {list(packed.shape)}"
        raise _bad(packed.name, "I8 of two dimensions, as it has a scale", found)
    if scale.dtype not in READABLE or scale.shape != packed.shape[:1]:
        expected = f"F16, BF16 or F32 {[packed.shape[0]]}"
        raise _bad(scale.name, expected, f"{scale.dtype} {list(scale.shape)}")
    rows, width = packed.shape
    return QuantizedTensor(
        packed.name,
        packed.path,
        "F32",
        (rows, width * 8 // bits),
        packed.offset,
        packed=packed,
        scale=scale,
        bits=bits,
    )


def _bad(name: str, expected: str, actual: str) -> CheckpointError:
    return CheckpointError("checkpoint-tensor", name=name, expected=expected, actual=actual)
