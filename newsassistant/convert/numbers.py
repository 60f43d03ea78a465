"""The numbers that weights may be: finite, and small enough for float16.

Knows nothing of graphs. What is larger becomes infinity where it is stored or multiplied in
float16, and then every answer is noise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from newsassistant.core.errors import CheckpointError
from newsassistant.model.checkpoint import Checkpoint

LARGEST = float(np.finfo(np.float16).max)
ROWS_PER_BLOCK = 2048
CODE = "checkpoint-number"


def check_peak(peak: npt.NDArray[np.floating[Any]], name: str) -> None:
    """Raise CheckpointError("checkpoint-number") if any of these magnitudes is not up to LARGEST.

    `name` says whose they are; a NaN among the numbers is one in their maximum too.
    """
    if not (peak <= LARGEST).all():
        raise wild(name, float(peak.max()))


def wild(name: str, actual: float) -> CheckpointError:
    """The error for a number of a tensor."""
    return CheckpointError(CODE, name=name, actual=f"{actual:g}", expected=f"{LARGEST:g}")


def find_wild(checkpoint: Checkpoint, names: Iterable[str]) -> CheckpointError | None:
    """The error for the first of these tensors that has such a number; reads until it is found."""
    for name in names:
        shape = checkpoint.shape(name)
        for start in range(0, shape[0] if shape else 0, ROWS_PER_BLOCK):
            block = checkpoint.rows(name, start, start + ROWS_PER_BLOCK)
            outside = block[~(np.abs(block) <= LARGEST)]
            if outside.size:
                return wild(name, float(outside[0]))
    return None
