"""Where the dimensions of a head go when a checkpoint becomes a graph."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from newsassistant.model.config import ModelConfig
from newsassistant.model.rotary import graph_order, half_split_order

CAUSAL = ModelConfig(
    family="glm",
    layers=1,
    hidden_size=8,
    heads=1,
    kv_heads=1,
    head_dim=8,
    ffn_size=8,
    vocab_size=16,
    context_length=12,
    norm_eps=1e-5,
    rotary_dim=6,
    rope_theta=1e4,
)


def test_pairs_become_halves_and_the_rest_stays() -> None:
    assert half_split_order(CAUSAL).tolist() == [0, 2, 4, 1, 3, 5, 6, 7]
    np.testing.assert_array_equal(graph_order(CAUSAL), half_split_order(CAUSAL))


def test_the_first_generation_has_halves_already() -> None:
    config = replace(CAUSAL, rotary_dim=4, bos_id=4, gmask_id=1, mask_id=3)

    assert graph_order(config).tolist() == list(range(8))
