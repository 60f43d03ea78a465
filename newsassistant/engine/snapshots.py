"""What was read before, kept within a bound of bytes: requests with their KV cache, put aside.

Knows nothing of models or of how a request is run. Engine thread only. A request that is put aside
keeps its cache as the device stores it, so nothing is copied and nothing is rounded. A token takes
2 * layers * kv_heads * head_dim * element bytes: with f16, ChatGLM2/3-6B 28,672, ChatGLM-6B
458,752, the starter 23,040. So 512 MB hold 17,800, 1,100 and 22,000 tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino as ov

LIMIT_BYTES = 512_000_000
WORTH_KEEPING = 64  # ids; fewer are read again in no time


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A request that holds the keys and values of `fed` behind `prefix` (None: the base model).

    `alive` says which slots count. `owner` names the conversation whose turns are in it, "" is
    nobody: an article that was read before anything was asked about it.
    """

    prefix: object
    owner: str
    request: ov.InferRequest
    states: list[Any]
    fed: list[int]
    alive: npt.NDArray[np.bool_]
    nbytes: int


class Snapshots:
    """Found by what they hold; the one not used for longest goes first."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit = limit_bytes
        self._kept: list[Snapshot] = []  # the latest last

    @property
    def nbytes(self) -> int:
        """Bytes of all caches kept."""
        return sum(snapshot.nbytes for snapshot in self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, snapshot: Snapshot) -> None:
        """Keep it in place of an older one of its conversation, and of nobody's that it holds.

        The oldest go where it is too much. One that is over the bound alone is not kept.
        """
        self._kept = [kept for kept in self._kept if not _replaces(snapshot, kept)]
        if snapshot.nbytes > self._limit:
            return
        self._kept.append(snapshot)
        while self.nbytes > self._limit:
            self._kept.pop(0)

    def best(self, prefix: object, common: Callable[[Sequence[int]], int]) -> Snapshot | None:
        """That of `prefix` with most ids in `common`, None if none has any; a look, no change."""
        fitting = [kept for kept in self._kept if kept.prefix is prefix and common(kept.fed)]
        return max(fitting, key=lambda kept: common(kept.fed), default=None)

    def latest(self, prefix: object) -> Snapshot | None:
        """The one of `prefix` that was put aside last; a look, no change."""
        return next((kept for kept in reversed(self._kept) if kept.prefix is prefix), None)

    def take(self, snapshot: Snapshot) -> None:
        """Give it out of keeping, to go on with."""
        self._kept.remove(snapshot)

    def clear(self) -> None:
        """Free all."""
        self._kept.clear()


def _replaces(new: Snapshot, old: Snapshot) -> bool:
    if new.prefix is not old.prefix:
        return False
    if old.owner:
        return new.owner == old.owner
    return new.fed[: len(old.fed)] == old.fed
