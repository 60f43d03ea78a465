"""The starter's GGUF file as config, float weights and tokenizer parts.

Knows nothing of OpenVINO. Only the Llama layout is read; names and permutation are llama.cpp's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from newsassistant.core.errors import CheckpointError
from newsassistant.model.config import ModelConfig
from newsassistant.model.formats.stored import Float32Array


@dataclass(frozen=True, slots=True)
class GgufTokenizer:
    """Byte-level BPE as stored: piece of each id, merges, control ids, chat template (Jinja)."""

    tokens: list[str]
    merges: list[str]
    control_ids: list[int]
    eos_id: int
    pre_tokenizer: str
    chat_template: str


class GgufFile:
    """A memory-mapped GGUF; raises CheckpointError when it is not a readable Llama."""

    def __init__(self, path: Path) -> None:
        from newsassistant.model.formats.gguf_reader import QuickReader

        try:
            self._reader = QuickReader(str(path))
        except (OSError, ValueError, IndexError, KeyError) as error:
            raise CheckpointError("checkpoint-invalid", detail=f"{path.name}: {error}") from error
        self._tensors = {tensor.name: tensor for tensor in self._reader.tensors}

    def _field(self, key: str) -> Any:
        field = self._reader.fields.get(key)
        if field is None:
            raise CheckpointError("checkpoint-invalid", detail=f"GGUF key {key} is missing")
        return field.contents()

    def config(self) -> ModelConfig:
        """The sizes; the rotary dimensions cover `llama.rope.dimension_count` of each head."""
        heads = int(self._field("llama.attention.head_count"))
        hidden = int(self._field("llama.embedding_length"))
        return ModelConfig(
            family="starter",
            layers=int(self._field("llama.block_count")),
            hidden_size=hidden,
            heads=heads,
            kv_heads=int(self._field("llama.attention.head_count_kv")),
            head_dim=hidden // heads,
            ffn_size=int(self._field("llama.feed_forward_length")),
            vocab_size=int(self._field("llama.vocab_size")),
            context_length=int(self._field("llama.context_length")),
            norm_eps=float(self._field("llama.attention.layer_norm_rms_epsilon")),
            rotary_dim=int(self._field("llama.rope.dimension_count")),
            rope_theta=float(self._field("llama.rope.freq_base")),
            tied_head="output.weight" not in self._tensors,
        ).validate()

    def tokenizer(self) -> GgufTokenizer:
        """The parts of the tokenizer; control tokens are those of llama.cpp's type 3."""
        if self._field("tokenizer.ggml.model") != "gpt2":
            raise CheckpointError("checkpoint-invalid", detail="tokenizer is not byte-level BPE")
        types = self._field("tokenizer.ggml.token_type")
        return GgufTokenizer(
            tokens=list(self._field("tokenizer.ggml.tokens")),
            merges=list(self._field("tokenizer.ggml.merges")),
            control_ids=[index for index, kind in enumerate(types) if kind == 3],
            eos_id=int(self._field("tokenizer.ggml.eos_token_id")),
            pre_tokenizer=str(self._field("tokenizer.ggml.pre")),
            chat_template=str(self._field("tokenizer.chat_template")),
        )

    def tensor(self, name: str) -> Float32Array:
        """One tensor dequantised to float32 in row-major [out, in] shape."""
        from gguf import dequantize

        tensor = self._tensors.get(name)
        if tensor is None:
            raise CheckpointError(
                "checkpoint-tensor", name=name, expected="present", actual="missing"
            )
        return np.asarray(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)


class GgufWeights:
    """The weights under the builder's names, see `convert.decoder`."""

    def __init__(self, file: GgufFile) -> None:
        self._file = file
        self._config = file.config()

    def embedding(self) -> Float32Array:
        """[vocab, hidden]."""
        return self._file.tensor("token_embd.weight")

    def head(self) -> Float32Array:
        """[vocab, hidden]; the embedding itself when the head is tied."""
        return self.embedding() if self._config.tied_head else self._file.tensor("output.weight")

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
