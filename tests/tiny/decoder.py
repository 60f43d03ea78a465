"""A tiny decoder of every family but the first: its sizes and random weights."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from newsassistant.model.config import ModelConfig

FloatArray = npt.NDArray[np.float32]
CONFIG = ModelConfig(
    family="tiny",
    layers=2,
    hidden_size=48,
    heads=4,
    kv_heads=2,
    head_dim=16,
    ffn_size=80,
    vocab_size=96,
    context_length=64,
    norm_eps=1e-5,
    rotary_dim=16,
    rope_theta=10_000.0,
)


class RandomWeights:
    """Random weights that int8 with one scale a row holds exactly, so only the graph is tested."""

    def __init__(self, config: ModelConfig) -> None:
        self._config = config

    def _random(self, name: str, *shape: int) -> FloatArray:
        source = np.random.default_rng(list(name.encode()))
        steps = source.integers(-127, 128, shape)
        steps[..., 0] = 127  # the row's peak fixes the scale to a power of two
        return (steps / 512).astype(np.float32)

    def embedding(self) -> FloatArray:
        return self._random("embedding", self._config.vocab_size, self._config.hidden_size)

    def head(self) -> FloatArray:
        return self._random("head", self._config.vocab_size, self._config.hidden_size)

    def final_norm(self) -> FloatArray:
        return self._random("final_norm", self._config.hidden_size)

    def norm(self, layer: int, name: str) -> FloatArray:
        return self._random(f"{layer}{name}", self._config.hidden_size) + 1

    def qkv(self, layer: int) -> FloatArray:
        rows = self._config.q_size + 2 * self._config.kv_size
        return self._random(f"{layer}qkv", rows, self._config.hidden_size)

    def qkv_bias(self, layer: int) -> FloatArray | None:
        if not self._config.qkv_bias:
            return None
        return self._random(f"{layer}bias", self._config.q_size + 2 * self._config.kv_size)

    def output(self, layer: int) -> FloatArray:
        return self._random(f"{layer}output", self._config.hidden_size, self._config.q_size)

    def gate_up(self, layer: int) -> FloatArray:
        return self._random(f"{layer}gate", 2 * self._config.ffn_size, self._config.hidden_size)

    def down(self, layer: int) -> FloatArray:
        return self._random(f"{layer}down", self._config.hidden_size, self._config.ffn_size)
