"""How many ids to read in one pass, by the time that a pass takes on this machine.

Knows nothing of models. A pass is not cut (see `Runtime.cancel`), so it shall end soon. It takes
a * S seconds for S ids behind nothing, and a * S + b * S * (P + S / 2) behind P ids: the CPU plugin
(2026.4.1) attends to its KV cache by a slower way than to the ids of a first pass (docs/lab.md).
"""

from __future__ import annotations

import math

LEAST = 16
MOST = 2048
FIRST = 32
"""Ids of the first pass where nobody has measured the speed of this machine."""
SIZES = tuple(size << step for step in range(8) for size in (16, 24) if size << step <= MOST)
"""Kernels are made for each length that was not there before (0.1 s): a few lengths come again."""
PASS_S = 0.5
GROWTH = 4


class ChunkSize:
    """As many ids as a pass of half a second reads; learnt from every pass."""

    def __init__(self, size: int = FIRST) -> None:
        self._most = max(LEAST, min(size, MOST))
        self._id_s = PASS_S / self._most
        self._pair_s = 0.0

    @classmethod
    def at_speed(cls, tokens_per_s: float) -> ChunkSize:
        """For a measured speed behind nothing; 0: not measured."""
        return cls(int(tokens_per_s * PASS_S)) if tokens_per_s > 0 else cls()

    def behind(self, past: int) -> int:
        """Ids for the next pass behind `past` ids and rows of a prefix."""
        fitting = PASS_S / self._id_s
        if past and self._pair_s:
            linear = self._id_s + self._pair_s * past
            root = math.sqrt(linear**2 + 2 * self._pair_s * PASS_S)
            fitting = (root - linear) / self._pair_s
        most = min(self._most, int(fitting * (1 + 1e-9)))
        return max((size for size in SIZES if size <= most), default=LEAST)

    def learn(self, tokens: int, past: int, elapsed_s: float) -> None:
        """Take a pass into account; short ones say little: their fixed costs rule.

        The first pass of a length is slower than the next, so the size grows step by step.
        """
        if tokens < LEAST:
            return
        self._most = min(MOST, max(self._most, GROWTH * tokens))
        elapsed_s = max(elapsed_s, 1e-6)
        if past == 0 or elapsed_s < self._id_s * tokens:
            self._id_s = elapsed_s / tokens
            return
        pair_s = (elapsed_s - self._id_s * tokens) / (tokens * (past + tokens / 2))
        self._pair_s = (self._pair_s + pair_s) / 2 if self._pair_s else pair_s
