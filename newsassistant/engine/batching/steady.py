"""From how many rows on a row's logits depend on no other row, on this processor.

The CPU plugin takes other kernels for few rows than for many (2026.4.1, bf16: one kind up to four
rows, another from five on), and each rounds in its own way. An answer that shall be the same in
whatever company is therefore written beside as many rows as it takes. Knows nothing of text.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsassistant.engine.batching.rows import BatchRuntime, ReadRow
from newsassistant.engine.runtime import Runtime
from newsassistant.model.formats.stored import Float32Array

TRIED = (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 24)
ALWAYS = 9
"""Rows that are compared however few are asked for: it takes some to see a rule."""
STEPS = 2


def least_rows(runtime: Runtime, ids: Sequence[int], *, most: int) -> int | None:
    """The least number of rows from which on all that are tried up to `most` agree bit for bit.

    `ids` are read with the present prefix, and another beginning of theirs for the neighbours. None
    where even the largest two disagree: answers may then differ in the last words.
    """
    sizes = sorted({*(size for size in TRIED if size <= max(most, ALWAYS)), most})
    runtime.reset()
    runtime.feed(ids[: len(ids) // 2])
    other = ReadRow.of(runtime)
    runtime.reset()
    runtime.feed(ids)
    own = ReadRow.of(runtime)
    runtime.reset()
    said = [_logits(runtime, own, other, size, ids) for size in sizes]
    agreeing = 1
    while agreeing < len(said) and np.array_equal(said[-1 - agreeing], said[-1]):
        agreeing += 1
    return sizes[-agreeing] if agreeing > 1 else None


def _logits(
    runtime: Runtime, own: ReadRow, other: ReadRow, size: int, ids: Sequence[int]
) -> Float32Array:
    """What the first of `size` rows says in a few steps [STEPS, vocab]."""
    batch = BatchRuntime(runtime)
    batch.admit({0: own, **dict.fromkeys(range(1, size), other)})
    found = [batch.step(dict.fromkeys(range(size), ids[step]))[0] for step in range(STEPS)]
    return np.stack(found)
