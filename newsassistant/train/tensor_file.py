"""Writes tensors into a .safetensors file, with the errors that files have elsewhere.

Knows nothing of what the tensors are.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import save_file


def write_tensors(path: Path, tensors: Mapping[str, torch.Tensor]) -> None:
    """Write `tensors`, contiguous and apart from each other in memory; raises OSError.

    The library has an error of its own for a full disk, which nobody up there expects.
    """
    try:
        save_file(dict(tensors), str(path), metadata={"format": "pt"})
    except SafetensorError as error:
        raise OSError(str(error)) from error
