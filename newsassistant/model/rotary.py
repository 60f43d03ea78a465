"""The order in which a converted graph keeps the rotary dimensions of a head.

Knows nothing of graphs. Checkpoints keep them in interleaved pairs (2i, 2i+1), the graph in halves
(i, i + d/2), which the CPU plugin fuses; ChatGLM-6B's checkpoints have halves themselves.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from newsassistant.model.config import ModelConfig

IndexArray = npt.NDArray[np.int64]


def half_split_order(config: ModelConfig) -> IndexArray:
    """[head_dim]: which interleaved dimension stands at each place of the half-split order."""
    dim = config.rotary_dim
    return np.array([*range(0, dim, 2), *range(1, dim, 2), *range(dim, config.head_dim)])


def graph_order(config: ModelConfig) -> IndexArray:
    """[head_dim]: which dimension of the checkpoint stands at each place of the graph's keys."""
    if config.bidirectional_prompt or config.key_pairs:
        return np.arange(config.head_dim, dtype=np.int64)
    return half_split_order(config)
