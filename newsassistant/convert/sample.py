"""A slice of a 6B model with arbitrary weights, by which kinds of weights are compared in speed.

Knows nothing of what it computes: speed depends on the shapes alone.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from newsassistant.convert.decoder import build_model
from newsassistant.convert.export import STORES, Weights
from newsassistant.convert.staging import save_ir
from newsassistant.convert.weights import MemoryArena
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import MODEL_XML
from newsassistant.model.formats.stored import FloatArray

# One layer of ChatGLM3-6B; a small vocabulary, since the head has int8 weights in any case.
CONFIG = ModelConfig(
    family="chatglm3",
    layers=1,
    hidden_size=4096,
    heads=32,
    kv_heads=2,
    head_dim=128,
    ffn_size=13696,
    vocab_size=256,
    context_length=2048,
    norm_eps=1e-5,
    rotary_dim=64,
    rope_theta=10_000.0,
    tied_head=True,
)
POOL = 2 * CONFIG.ffn_size


class ArbitraryWeights:
    """Implements `decoder.DecoderWeights` with the cheapest numbers that are no zeros."""

    def __init__(self, config: ModelConfig) -> None:
        self._config = config
        source = np.random.default_rng(0)
        self._pool = source.normal(0, 0.02, 2 * POOL).astype(np.float16)

    def _matrix(self, rows: int, width: int) -> FloatArray:
        """Every row begins one number later: equal matrices would be stored, and read, once."""
        return np.lib.stride_tricks.sliding_window_view(self._pool, width)[:rows]

    def embedding(self) -> FloatArray:
        """[vocab, hidden]."""
        return self._matrix(self._config.vocab_size, self._config.hidden_size)

    head = embedding

    def final_norm(self) -> FloatArray:
        """[hidden]."""
        return np.ones(self._config.hidden_size, np.float32)

    def norm(self, layer: int, name: str) -> FloatArray:
        """[hidden]."""
        return self.final_norm()

    def qkv(self, layer: int) -> FloatArray:
        """[q + k + v, hidden]."""
        return self._matrix(self._config.q_size + 2 * self._config.kv_size, CONFIG.hidden_size)

    def qkv_bias(self, layer: int) -> FloatArray | None:
        """None."""
        return None

    def output(self, layer: int) -> FloatArray:
        """[hidden, q]."""
        return self._matrix(self._config.hidden_size, self._config.q_size)

    def gate_up(self, layer: int) -> FloatArray:
        """[2 * ffn, hidden]."""
        return self._matrix(2 * self._config.ffn_size, self._config.hidden_size)

    def down(self, layer: int) -> FloatArray:
        """[hidden, ffn]."""
        return self._matrix(self._config.hidden_size, self._config.ffn_size)


def write_sample(folder: Path, weights: Weights) -> None:
    """Write the slice's IR into `folder`; at most 0.5 GB. Raises OSError."""
    store = STORES[weights](MemoryArena())
    save_ir(build_model(CONFIG, ArbitraryWeights(CONFIG), store=store), folder / MODEL_XML)
