"""The decoder's maths in plain numpy, written from the papers and not from the code under test.

Rotary rows are interleaved pairs (2i, 2i+1), as GGUF and GLM store them; every position is computed
at once with a causal mask, in float64.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from newsassistant.convert.decoder import DecoderWeights
from newsassistant.model.config import ModelConfig

Array = npt.NDArray[np.float64]
Rounding = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]


def exact(weight: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The weight as it is."""
    return weight


def rms_norm(x: Array, weight: npt.NDArray[np.float32], eps: float) -> Array:
    """Root mean square norm over the last axis."""
    return np.asarray(x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + eps) * weight)


def rotate(x: Array, config: ModelConfig) -> Array:
    """Turn each pair (2i, 2i+1) of [S, heads, head_dim] by position * base^(-2i/d) / scale."""
    length = x.shape[0]
    out = x.copy()
    for pair in range(config.rotary_dim // 2):
        frequency = config.rope_theta ** (-2 * pair / config.rotary_dim) / config.rope_scale
        angle = np.arange(length)[:, None] * frequency
        even, odd = x[..., 2 * pair], x[..., 2 * pair + 1]
        out[..., 2 * pair] = even * np.cos(angle) - odd * np.sin(angle)
        out[..., 2 * pair + 1] = even * np.sin(angle) + odd * np.cos(angle)
    return out


def attend(query: Array, key: Array, value: Array, config: ModelConfig) -> Array:
    """Causal grouped-query attention, [S, heads, d] x [S, kv_heads, d] -> [S, heads * d]."""
    length = query.shape[0]
    out = np.empty_like(query)
    hidden = np.triu(np.full((length, length), -np.inf), 1)
    for head in range(config.heads):
        group = head // (config.heads // config.kv_heads)
        scores = query[:, head] @ key[:, group].T / np.sqrt(config.head_dim) + hidden
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        out[:, head] = weights / weights.sum(axis=1, keepdims=True) @ value[:, group]
    return out.reshape(length, -1)


def attention(
    x: Array, layer: int, config: ModelConfig, weights: DecoderWeights, rounding: Rounding
) -> Array:
    """One attention block without its norm and residual."""
    projected = x @ rounding(weights.qkv(layer)).T.astype(np.float64)
    bias = weights.qkv_bias(layer)
    if bias is not None:
        projected = projected + bias
    q_size, kv_size = config.heads * config.head_dim, config.kv_heads * config.head_dim
    query, key, value = np.split(projected, [q_size, q_size + kv_size], axis=1)
    query = rotate(query.reshape(len(x), config.heads, config.head_dim), config)
    key = rotate(key.reshape(len(x), config.kv_heads, config.head_dim), config)
    mixed = attend(query, key, value.reshape(len(x), config.kv_heads, config.head_dim), config)
    return mixed @ rounding(weights.output(layer)).T


def mlp(x: Array, layer: int, weights: DecoderWeights, rounding: Rounding) -> Array:
    """silu(gate) * up, down."""
    gate, up = np.split(x @ rounding(weights.gate_up(layer)).T, 2, axis=1)
    return np.asarray((gate / (1 + np.exp(-gate)) * up) @ rounding(weights.down(layer)).T)


def logits(
    ids: Sequence[int], config: ModelConfig, weights: DecoderWeights, rounding: Rounding = exact
) -> Array:
    """Logits of every position: [S, vocab] float64."""
    hidden = rounding(weights.embedding())[list(ids)].astype(np.float64)
    for layer in range(config.layers):
        normed = rms_norm(hidden, weights.norm(layer, "attention"), config.norm_eps)
        hidden = hidden + attention(normed, layer, config, weights, rounding)
        normed = rms_norm(hidden, weights.norm(layer, "ffn"), config.norm_eps)
        hidden = hidden + mlp(normed, layer, weights, rounding)
    hidden = rms_norm(hidden, weights.final_norm(), config.norm_eps)
    head = weights.embedding() if config.tied_head else weights.head()
    return hidden @ rounding(head).T.astype(np.float64)
