"""A Llama in a GGUF file: its sizes, and its weights under the builder's names.

Knows nothing of OpenVINO. Names and permutation are llama.cpp's.
"""

from __future__ import annotations

import numpy as np

from newsassistant.model.config import ModelConfig
from newsassistant.model.formats.stored import Float32Array
from newsassistant.model.gguf.file import GgufFile

EMBEDDING, HEAD = "token_embd.weight", "output.weight"


def llama_config(file: GgufFile, family: str = "starter") -> ModelConfig:
    """The sizes; the rotary dimensions cover `llama.rope.dimension_count` of each head.

    Raises CheckpointError naming the key.
    """
    heads = file.whole("llama.attention.head_count", most=4096)
    hidden = file.whole("llama.embedding_length", most=1 << 17)
    head_dim = file.whole("llama.attention.key_length", most=1 << 14, default=hidden // heads)
    return ModelConfig(
        family=family,
        layers=file.whole("llama.block_count", most=1000),
        hidden_size=hidden,
        heads=heads,
        kv_heads=file.whole("llama.attention.head_count_kv", most=heads, default=heads),
        head_dim=head_dim,
        ffn_size=file.whole("llama.feed_forward_length", most=1 << 20),
        vocab_size=file.shape(EMBEDDING)[0],
        context_length=file.whole("llama.context_length", most=1 << 24),
        norm_eps=file.number("llama.attention.layer_norm_rms_epsilon", most=1.0),
        rotary_dim=file.whole("llama.rope.dimension_count", most=head_dim, default=head_dim),
        rope_theta=file.number("llama.rope.freq_base", most=1e12),
        tied_head=HEAD not in file.tensors,
    ).validate()


class GgufWeights:
    """The weights under the builder's names, see `convert.decoder`."""

    def __init__(self, file: GgufFile) -> None:
        self._file = file
        self._config = llama_config(file)

    def embedding(self) -> Float32Array:
        """[vocab, hidden]."""
        return self._file.tensor(EMBEDDING)

    def head(self) -> Float32Array:
        """[vocab, hidden]; the embedding itself when the head is tied."""
        return self.embedding() if self._config.tied_head else self._file.tensor(HEAD)

    def final_norm(self) -> Float32Array:
        """[hidden]."""
        return self._file.tensor("output_norm.weight")

    def norm(self, layer: int, name: str) -> Float32Array:
        """[hidden]; `name` is "attention" or "ffn"."""
        part = {"attention": "attn_norm", "ffn": "ffn_norm"}[name]
        return self._file.tensor(f"blk.{layer}.{part}.weight")

    def qkv(self, layer: int) -> Float32Array:
        """[q_size + 2 * kv_size, hidden]; rotary rows of q and k in interleaved pairs.

        llama.cpp's converter has already permuted them so (its `permute`, convert_hf_to_gguf).
        """
        parts = ("attn_q", "attn_k", "attn_v")
        return np.concatenate([self._file.tensor(f"blk.{layer}.{part}.weight") for part in parts])

    def qkv_bias(self, layer: int) -> Float32Array | None:
        """None: Llama projections have no bias."""
        return None

    def output(self, layer: int) -> Float32Array:
        """[hidden, q_size]."""
        return self._file.tensor(f"blk.{layer}.attn_output.weight")

    def gate_up(self, layer: int) -> Float32Array:
        """[2 * ffn, hidden], gate first."""
        parts = ("ffn_gate", "ffn_up")
        return np.concatenate([self._file.tensor(f"blk.{layer}.{part}.weight") for part in parts])

    def down(self, layer: int) -> Float32Array:
        """[hidden, ffn]."""
        return self._file.tensor(f"blk.{layer}.ffn_down.weight")
