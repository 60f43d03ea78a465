"""How many ids to read in one pass, by the time that a pass takes on this machine.

Knows nothing of models. A pass is not cut (see `Runtime.cancel`), so it shall end soon.
"""

from __future__ import annotations

LEAST = 16
MOST = 2048
FIRST = 32
"""Ids of the first pass where nobody has measured the speed of this machine."""
SIZES = tuple(size << step for step in range(8) for size in (16, 24) if size << step <= MOST)
"""Kernels are made for each length that was not there before (0.1 s): a few lengths come again."""
PASS_S = 0.5
GROWTH = 4
TELLING = 8
"""A pass over less than a TELLING-th of the present size says little: its fixed costs rule."""


class ChunkSize:
    """As many ids as a pass of half a second reads; learnt from every pass."""

    def __init__(self, size: int = FIRST) -> None:
        self.size = _rounded(size)

    @classmethod
    def at_speed(cls, tokens_per_s: float) -> ChunkSize:
        """For a measured speed; 0: not measured."""
        return cls(int(tokens_per_s * PASS_S)) if tokens_per_s > 0 else cls()

    def learn(self, tokens: int, elapsed_s: float) -> None:
        """Take a pass into account.

        The first pass of a length is slower than the next, and attention grows with the square, so
        the size grows step by step.
        """
        is_slow = elapsed_s > PASS_S
        if tokens < LEAST or (tokens * TELLING < self.size and not is_slow):
            return
        fitting = int(tokens * PASS_S / max(elapsed_s, 1e-6))
        self.size = _rounded(min(fitting, max(self.size, GROWTH * tokens)))


def _rounded(size: int) -> int:
    """The largest of SIZES that is not larger, at least the least."""
    return max((known for known in SIZES if known <= size), default=LEAST)
