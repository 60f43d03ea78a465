"""Where each id stands and what it may see: the mask and position tensors of a pass.

Knows nothing of requests or text. Two kinds: causal, and ChatGLM-6B v1's bidirectional prompt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from newsassistant.core.errors import EngineError
from newsassistant.model.config import ModelConfig

IdArray = npt.NDArray[np.int64]


class Layout(Protocol):
    """Makes the inputs of a pass over `new` ids behind `past` fed ones."""

    def whole(self, ids: Sequence[int]) -> int:
        """How many leading ids must go through in one pass and are reused only together."""

    def shortest(self) -> list[int]:
        """Ids that any such model accepts, for a first pass that only warms up."""

    def inputs(self, fed: Sequence[int], new: Sequence[int]) -> tuple[IdArray, IdArray]:
        """attention_mask and position_ids for `new` behind `fed`; may be views."""


class CausalLayout:
    """Every id sees those before it; positions count from 0. Mask [1, T], positions [1, S]."""

    def __init__(self, context_length: int) -> None:
        self._ones = np.ones((1, context_length), dtype=np.int64)
        self._positions = np.arange(context_length, dtype=np.int64)[None]

    def whole(self, ids: Sequence[int]) -> int:
        """0: any chunk may end anywhere."""
        return 0

    def shortest(self) -> list[int]:
        """One id."""
        return [0]

    def inputs(self, fed: Sequence[int], new: Sequence[int]) -> tuple[IdArray, IdArray]:
        """Views into arrays of the full context; no work a token."""
        total = len(fed) + len(new)
        return self._ones[:, :total], self._positions[:, len(fed) : total]


class BidirectionalLayout:
    """ChatGLM-6B v1: the ids before the first bos see each other; positions have two rows.

    Row 0 counts the prompt and then stays at the mask token ([gMASK], else [MASK]); row 1 is 0 in
    the prompt and counts from 1 at bos. Mask [1, S, T], positions [1, 2, S].
    Source: modeling_chatglm.py of THUDM/chatglm-6b, get_masks and get_position_ids.
    """

    def __init__(self, *, bos_id: int, gmask_id: int, mask_id: int) -> None:
        self._bos_id = bos_id
        self._masks = (gmask_id, mask_id)

    def whole(self, ids: Sequence[int]) -> int:
        """The prompt with its bos; raises EngineError for ids without one."""
        return self._prompt_length(ids) + 1

    def _prompt_length(self, ids: Sequence[int]) -> int:
        try:
            return ids.index(self._bos_id)
        except ValueError:
            detail = f"the prompt has no start token {self._bos_id}"
            raise EngineError("inference-failed", detail=detail) from None

    def shortest(self) -> list[int]:
        """A mask token and bos."""
        return [self._masks[0], self._bos_id]

    def inputs(self, fed: Sequence[int], new: Sequence[int]) -> tuple[IdArray, IdArray]:
        """Raises EngineError when the ids have no bos or no mask token."""
        ids = [*fed, *new]
        prompt = self._prompt_length(ids)
        index = np.arange(len(ids), dtype=np.int64)
        rows = index[len(fed) :, None]
        visible = (index[None] < prompt) | (index[None] <= rows)  # [S, T]
        first = np.where(index < prompt, index, self._mask_position(ids))
        second = np.where(index < prompt, 0, index - prompt + 1)
        positions = np.stack([first, second])[None, :, len(fed) :]
        return visible[None].astype(np.int64), np.ascontiguousarray(positions)

    def _mask_position(self, ids: Sequence[int]) -> int:
        for token_id in self._masks:
            if token_id in ids:
                return ids.index(token_id)
        detail = f"the prompt has none of the mask tokens {self._masks}"
        raise EngineError("inference-failed", detail=detail)


def layout_of(config: ModelConfig) -> Layout:
    """The layout that a model was trained with."""
    if config.bos_id is None or config.gmask_id is None or config.mask_id is None:
        return CausalLayout(config.context_length)
    return BidirectionalLayout(
        bos_id=config.bos_id, gmask_id=config.gmask_id, mask_id=config.mask_id
    )
