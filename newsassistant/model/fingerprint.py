"""A short name for a model's weights, by which a prefix knows the model that it was made for.

Knows nothing of prefixes. Only the norms are hashed: some kilobytes among gigabytes, which full
training changes and neither int8 weights nor another file format do. A merged LoRA leaves them.
"""

from __future__ import annotations

import hashlib
from typing import Any, Protocol

import numpy as np

from newsassistant.model.config import ModelConfig


class Norms(Protocol):
    """What every reader of weights has; ChatGLM-6B gives a weight and a bias for each norm."""

    def norm(self, layer: int, name: str) -> Any:
        """[hidden], or two of them; `name` is "attention" or "ffn"."""

    def final_norm(self) -> Any:
        """[hidden], or two of them."""


def fingerprint(weights: Norms, config: ModelConfig) -> str:
    """SHA-256 in hex over all norms as little-endian float32, layer by layer, the final one last.

    In each layer attention before ffn, weight before bias. Raises CheckpointError. Any thread.
    """
    digest = hashlib.sha256()
    for layer in range(config.layers):
        for name in ("attention", "ffn"):
            _add(digest, weights.norm(layer, name))
    _add(digest, weights.final_norm())
    return digest.hexdigest()


def _add(digest: Any, norm: Any) -> None:
    for part in norm if isinstance(norm, tuple) else (norm,):
        digest.update(np.ascontiguousarray(part, dtype="<f4").tobytes())
