"""A tiny ChatGLM-6B: its sizes and random weights."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from newsassistant.convert.chatglm_v1 import Affine
from newsassistant.model.config import ModelConfig

FloatArray = npt.NDArray[np.floating[npt.NBitBase]]
BOS, GMASK, MASK = 60, 61, 62
CONFIG = ModelConfig(
    family="chatglm",
    layers=2,
    hidden_size=48,
    heads=3,
    kv_heads=3,
    head_dim=16,
    ffn_size=80,
    vocab_size=64,
    context_length=64,
    norm_eps=1e-5,
    rotary_dim=8,
    rope_theta=10_000.0,
    qkv_bias=True,
    tied_head=True,
    bos_id=BOS,
    gmask_id=GMASK,
    mask_id=MASK,
)


class RandomWeights:
    """Random weights that fp16 holds exactly."""

    def __init__(self, config: ModelConfig) -> None:
        self._config = config

    def _random(self, name: str, *shape: int) -> FloatArray:
        source = np.random.default_rng(list(name.encode()))
        return source.normal(0, 0.2, shape).astype(np.float16).astype(np.float32)

    def _affine(self, name: str, *shape: int) -> Affine:
        return self._random(name, *shape), self._random(f"{name}.bias", shape[0])

    def embedding(self) -> FloatArray:
        return self._random("embedding", self._config.vocab_size, self._config.hidden_size)

    def head(self) -> FloatArray:
        if self._config.tied_head:
            return self.embedding()
        return self._random("head", self._config.vocab_size, self._config.hidden_size)

    def final_norm(self) -> Affine:
        return self._affine("final_norm", self._config.hidden_size)

    def norm(self, layer: int, name: str) -> Affine:
        weight, bias = self._affine(f"{layer}{name}", self._config.hidden_size)
        return weight + 1, bias

    def qkv(self, layer: int) -> Affine:
        return self._affine(f"{layer}qkv", 3 * self._config.q_size, self._config.hidden_size)

    def output(self, layer: int) -> Affine:
        return self._affine(f"{layer}output", self._config.hidden_size, self._config.q_size)

    def up(self, layer: int) -> Affine:
        return self._affine(f"{layer}up", self._config.ffn_size, self._config.hidden_size)

    def down(self, layer: int) -> Affine:
        return self._affine(f"{layer}down", self._config.hidden_size, self._config.ffn_size)
