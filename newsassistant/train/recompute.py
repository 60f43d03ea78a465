"""Gradient checkpointing: a decoder layer is computed again in the backward pass.

Knows nothing of what is trained. Source: arxiv.org/abs/1604.06174.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from torch import nn
from torch.utils.checkpoint import checkpoint


def recompute_layers(layers: nn.ModuleList) -> None:
    """Keep only each layer's input until the backward pass; about a third slower.

    transformers' own switch would take the prefix out of the cache, so the layers are wrapped.
    """
    for layer in layers:
        inner: Any = layer.forward
        layer.forward = partial(checkpoint, inner, use_reentrant=False)
