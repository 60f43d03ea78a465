"""What was read before, kept within a bound of bytes: requests with their KV cache, put aside.

Knows nothing of models or of how a request is run. Engine thread only. A request that is put aside
keeps its cache as the device stores it, so nothing is copied and nothing is rounded. A token takes
2 * layers * kv_heads * head_dim * element bytes: with f16, ChatGLM2/3-6B 28,672, ChatGLM-6B
458,752, the starter 23,040. So 512 MB hold 17,800, 1,100 and 22,000 tokens.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino as ov

LIMIT_BYTES = 512_000_000
WORTH_KEEPING = 64  # ids; fewer are read again in no time
# The prefix (None: the base model) and the digest of the article that the ids are about.
Key = tuple[object, str]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A request that holds the keys and values of `fed`; `alive` says which slots count."""

    request: ov.InferRequest
    states: list[Any]
    fed: list[int]
    alive: npt.NDArray[np.bool_]
    nbytes: int


class Snapshots:
    """Snapshots by prefix and article; the one not used for longest goes first."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit = limit_bytes
        self._kept: OrderedDict[Key, Snapshot] = OrderedDict()

    @property
    def nbytes(self) -> int:
        """Bytes of all caches kept."""
        return sum(snapshot.nbytes for snapshot in self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, key: Key, snapshot: Snapshot) -> None:
        """Keep it in place of an older one of that key; the oldest go where it is too much.

        One that is over the bound alone is not kept.
        """
        self._kept.pop(key, None)
        if snapshot.nbytes > self._limit:
            return
        self._kept[key] = snapshot
        while self.nbytes > self._limit:
            self._kept.popitem(last=False)

    def get(self, key: Key) -> Snapshot | None:
        """A look that changes nothing."""
        return self._kept.get(key)

    def take(self, key: Key) -> Snapshot | None:
        """Hand it over to go on with, None if there is none."""
        return self._kept.pop(key, None)

    def clear(self) -> None:
        """Free all."""
        self._kept.clear()
