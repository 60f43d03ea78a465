"""What this machine trains with: device, precision, and which matrix units its processor has.

Knows nothing of models. bf16 pays where the processor multiplies it (AMX, AVX512-BF16) or on a
GPU; elsewhere it is emulated and several times slower than float32 (measured in docs/lab.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch

from newsassistant.train.options import Precision


@dataclass(frozen=True, slots=True)
class Hardware:
    """`units` names what multiplies bf16 here, "" for nothing."""

    device: Literal["cpu", "cuda"]
    precision: Literal["f32", "bf16"]
    units: str

    def words(self) -> str:
        """For the log: "cpu, f32, no bf16 units"."""
        return f"{self.device}, {self.precision}, {self.units or 'no bf16 units'}"


def bf16_units() -> str:
    """ "AMX", "AVX512-BF16", "CUDA" or ""."""
    if torch.cuda.is_available():
        return "CUDA" if torch.cuda.is_bf16_supported() else ""
    # torch asks the processor itself; both are False off x86.
    if torch.cpu._is_amx_tile_supported():
        return "AMX"
    return "AVX512-BF16" if torch.cpu._is_avx512_bf16_supported() else ""


def choose(precision: Precision) -> Hardware:
    """The GPU when there is one; "auto" is bf16 where something multiplies it."""
    units = bf16_units()
    device: Literal["cpu", "cuda"] = "cuda" if torch.cuda.is_available() else "cpu"
    if precision == "auto":
        return Hardware(device, "bf16" if units else "f32", units)
    return Hardware(device, precision, units)
