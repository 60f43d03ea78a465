"""The tensors of each family under the roles that the graph builders ask for.

Knows nothing of files or graphs: names and shapes of the official code, over a `Checkpoint`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from newsassistant.core.errors import CheckpointError
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.config import ModelConfig
from newsassistant.model.families import GLM, LLAMA, V1
from newsassistant.model.formats.stored import READABLE, FloatArray

Affine = tuple[FloatArray, FloatArray]
"""Weight and bias."""

PROBLEMS_SHOWN = 8
_ENCODER = "transformer.encoder.layers.{layer}"
_LAYERS = "model.layers.{layer}"
# Buffers that the official code computes itself, and what P-Tuning adds.
_IGNORED = re.compile(r"(^|\.)(inv_freq|prefix_encoder\..*)$")


@dataclass(frozen=True, slots=True)
class Part:
    """One stored tensor of a role: its full name and the shape that the config asks for."""

    name: str
    shape: tuple[int, ...]


class NamedWeights(ABC):
    """Weights by role, as stored (float16 or float32, mapped, read-only); bfloat16 as float32.

    Shapes are [out, in]. Every method raises CheckpointError("checkpoint-tensor") for a tensor
    that is missing or of another shape. Any thread.
    """

    def __init__(self, checkpoint: Checkpoint, config: ModelConfig) -> None:
        self._checkpoint = checkpoint
        self._config = config

    @abstractmethod
    def parts(self) -> Iterator[Part]:
        """Every tensor that the model needs."""

    def optional(self) -> frozenset[str]:
        """Tensors that may be there and are not used."""
        return frozenset()

    def check(self) -> None:
        """Compare all names, shapes and dtypes with the config at once; reads no numbers.

        Raises CheckpointError("checkpoint-tensors") naming missing, misshapen and extra tensors,
        the first few of each run, with expected and found.
        """
        parts = list(self.parts())
        problems = [text for part in parts if (text := self._problem(part)) is not None]
        extra = self._checkpoint.unused({part.name for part in parts} | self.optional())
        problems += [f"{name} is not expected" for name in extra if not _IGNORED.search(name)]
        if problems:
            more = len(problems) - PROBLEMS_SHOWN
            shown = problems[:PROBLEMS_SHOWN] + ([f"{more} more"] if more > 0 else [])
            raise CheckpointError("checkpoint-tensors", detail="; ".join(shown))

    def _problem(self, part: Part) -> str | None:
        stored = self._checkpoint.stored.get(part.name)
        if stored is None:
            return f"{part.name} is missing, expected {list(part.shape)}"
        if stored.shape != part.shape:
            return f"{part.name} is {list(stored.shape)}, expected {list(part.shape)}"
        if stored.dtype not in READABLE:
            return f"{part.name} is of dtype {stored.dtype}, expected F16, BF16 or F32"
        return None

    def _read(self, *parts: Part) -> FloatArray:
        """The parts below each other; one alone is not copied."""
        arrays = [self._checkpoint.read(part.name, part.shape) for part in parts]
        return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


class CausalWeights(NamedWeights):
    """The roles of `convert.decoder.DecoderWeights`; a family gives its names for them."""

    names: ClassVar[Mapping[str, tuple[str, ...]]]
    """Role -> stored names; more than one are put below each other."""

    def parts(self) -> Iterator[Part]:
        """Every tensor that the model needs."""
        yield from (*self._parts("embedding"), *self._parts("final_norm"))
        if not self._config.tied_head:
            yield from self._parts("head")
        roles = ["attention_norm", "ffn_norm", "qkv", "output", "gate_up", "down"]
        if self._config.qkv_bias:
            roles.append("qkv_bias")
        for layer in range(self._config.layers):
            for role in roles:
                yield from self._parts(role, layer)

    def optional(self) -> frozenset[str]:
        """A tied head, which some files store a second time."""
        return frozenset(self.names["head"]) if self._config.tied_head else frozenset()

    def embedding(self) -> FloatArray:
        """[vocab, hidden]."""
        return self._read(*self._parts("embedding"))

    def head(self) -> FloatArray:
        """[vocab, hidden]; the embedding itself when the head is tied."""
        return self._read(*self._parts("embedding" if self._config.tied_head else "head"))

    def final_norm(self) -> FloatArray:
        """[hidden]."""
        return self._read(*self._parts("final_norm"))

    def norm(self, layer: int, name: str) -> FloatArray:
        """[hidden]; `name` is "attention" or "ffn"."""
        return self._read(*self._parts(f"{name}_norm", layer))

    def qkv(self, layer: int) -> FloatArray:
        """[q_size + 2 * kv_size, hidden]; rotary rows in interleaved pairs."""
        return self._read(*self._parts("qkv", layer))

    def qkv_bias(self, layer: int) -> FloatArray | None:
        """[q_size + 2 * kv_size], or None."""
        return self._read(*self._parts("qkv_bias", layer)) if self._config.qkv_bias else None

    def output(self, layer: int) -> FloatArray:
        """[hidden, q_size]."""
        return self._read(*self._parts("output", layer))

    def gate_up(self, layer: int) -> FloatArray:
        """[2 * ffn, hidden], gate first."""
        return self._read(*self._parts("gate_up", layer))

    def down(self, layer: int) -> FloatArray:
        """[hidden, ffn]."""
        return self._read(*self._parts("down", layer))

    def _parts(self, role: str, layer: int = 0) -> list[Part]:
        names = [name.format(layer=layer) for name in self.names[role]]
        rows, *rest = self._shape(role)
        config = self._config
        heights = {
            1: [rows],
            2: [rows // 2, rows // 2],
            3: [config.q_size, config.kv_size, config.kv_size],
        }[len(names)]
        return [Part(name, (height, *rest)) for name, height in zip(names, heights, strict=True)]

    def _shape(self, role: str) -> tuple[int, ...]:
        """The shape of a role, all of its parts together."""
        config = self._config
        hidden, qkv = config.hidden_size, config.q_size + 2 * config.kv_size
        shapes = {
            "embedding": (config.vocab_size, hidden),
            "head": (config.vocab_size, hidden),
            "qkv": (qkv, hidden),
            "qkv_bias": (qkv,),
            "output": (hidden, config.q_size),
            "gate_up": (2 * config.ffn_size, hidden),
            "down": (hidden, config.ffn_size),
        }
        return shapes.get(role, (hidden,))  # the norms


class ChatGlmWeights(CausalWeights):
    """ChatGLM2, ChatGLM3 and GLM-4-9B as first published: q, k and v in one matrix."""

    names: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "embedding": ("transformer.embedding.word_embeddings.weight",),
        "head": ("transformer.output_layer.weight",),
        "final_norm": ("transformer.encoder.final_layernorm.weight",),
        "attention_norm": (f"{_ENCODER}.input_layernorm.weight",),
        "ffn_norm": (f"{_ENCODER}.post_attention_layernorm.weight",),
        "qkv": (f"{_ENCODER}.self_attention.query_key_value.weight",),
        "qkv_bias": (f"{_ENCODER}.self_attention.query_key_value.bias",),
        "output": (f"{_ENCODER}.self_attention.dense.weight",),
        "gate_up": (f"{_ENCODER}.mlp.dense_h_to_4h.weight",),
        "down": (f"{_ENCODER}.mlp.dense_4h_to_h.weight",),
    }


class GlmWeights(CausalWeights):
    """The layout of `transformers.models.glm`: q, k and v apart, the head tied or not."""

    names: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "embedding": ("model.embed_tokens.weight",),
        "head": ("lm_head.weight",),
        "final_norm": ("model.norm.weight",),
        "attention_norm": (f"{_LAYERS}.input_layernorm.weight",),
        "ffn_norm": (f"{_LAYERS}.post_attention_layernorm.weight",),
        "qkv": tuple(f"{_LAYERS}.self_attn.{part}_proj.weight" for part in "qkv"),
        "qkv_bias": tuple(f"{_LAYERS}.self_attn.{part}_proj.bias" for part in "qkv"),
        "output": (f"{_LAYERS}.self_attn.o_proj.weight",),
        "gate_up": (f"{_LAYERS}.mlp.gate_up_proj.weight",),
        "down": (f"{_LAYERS}.mlp.down_proj.weight",),
    }


class LlamaWeights(CausalWeights):
    """Llama as llama.cpp stores it, with rotary rows in interleaved pairs."""

    names: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "embedding": ("token_embd.weight",),
        "head": ("output.weight",),
        "final_norm": ("output_norm.weight",),
        "attention_norm": ("blk.{layer}.attn_norm.weight",),
        "ffn_norm": ("blk.{layer}.ffn_norm.weight",),
        "qkv": tuple(f"blk.{{layer}}.attn_{part}.weight" for part in "qkv"),
        "output": ("blk.{layer}.attn_output.weight",),
        "gate_up": ("blk.{layer}.ffn_gate.weight", "blk.{layer}.ffn_up.weight"),
        "down": ("blk.{layer}.ffn_down.weight",),
    }


class ChatGlmV1Weights(NamedWeights):
    """ChatGLM-6B: every linear layer and norm has a bias; q, k and v lie head by head."""

    def parts(self) -> Iterator[Part]:
        """Every tensor that the model needs."""
        yield self._embedding()
        yield from self._final_norm()
        if not self._config.tied_head:
            yield self._head()
        for layer in range(self._config.layers):
            yield from (*self._norm(layer, "attention"), *self._norm(layer, "ffn"))
            yield from (*self._qkv(layer), *self._output(layer))
            yield from (*self._up(layer), *self._down(layer))

    def optional(self) -> frozenset[str]:
        """The tied head, which the official files store a second time."""
        return frozenset({self._head().name}) if self._config.tied_head else frozenset()

    def embedding(self) -> FloatArray:
        """[vocab, hidden]."""
        return self._read(self._embedding())

    def head(self) -> FloatArray:
        """[vocab, hidden]; the embedding itself when the head is tied."""
        return self.embedding() if self._config.tied_head else self._read(self._head())

    def final_norm(self) -> Affine:
        """[hidden] and [hidden]."""
        return self._both(self._final_norm())

    def norm(self, layer: int, name: str) -> Affine:
        """[hidden] and [hidden]; `name` is "attention" or "ffn"."""
        return self._both(self._norm(layer, name))

    def qkv(self, layer: int) -> Affine:
        """[3 * q_size, hidden] and [3 * q_size], new arrays: all of q, all of k, all of v."""
        weight, bias = self._both(self._qkv(layer))
        # Stored [head, (q, k, v), head_dim]; wanted [(q, k, v), head, head_dim].
        stored = np.arange(len(bias)).reshape(self._config.heads, 3, self._config.head_dim)
        order = stored.transpose(1, 0, 2).reshape(-1)
        return weight[order], bias[order]

    def output(self, layer: int) -> Affine:
        """[hidden, hidden] and [hidden]."""
        return self._both(self._output(layer))

    def up(self, layer: int) -> Affine:
        """[ffn, hidden] and [ffn]."""
        return self._both(self._up(layer))

    def down(self, layer: int) -> Affine:
        """[hidden, ffn] and [hidden]."""
        return self._both(self._down(layer))

    def _both(self, parts: tuple[Part, Part]) -> Affine:
        weight, bias = parts
        return self._read(weight), self._read(bias)

    def _embedding(self) -> Part:
        shape = (self._config.vocab_size, self._config.hidden_size)
        return Part("transformer.word_embeddings.weight", shape)

    def _head(self) -> Part:
        return Part("lm_head.weight", (self._config.vocab_size, self._config.hidden_size))

    def _final_norm(self) -> tuple[Part, Part]:
        return self._affine("transformer.final_layernorm", (self._config.hidden_size,))

    def _affine(self, name: str, shape: tuple[int, ...]) -> tuple[Part, Part]:
        return Part(f"{name}.weight", shape), Part(f"{name}.bias", shape[:1])

    def _layer(self, layer: int, name: str, *shape: int) -> tuple[Part, Part]:
        return self._affine(f"transformer.layers.{layer}.{name}", shape)

    def _norm(self, layer: int, name: str) -> tuple[Part, Part]:
        stored = {"attention": "input_layernorm", "ffn": "post_attention_layernorm"}[name]
        return self._layer(layer, stored, self._config.hidden_size)

    def _qkv(self, layer: int) -> tuple[Part, Part]:
        rows = 3 * self._config.q_size
        return self._layer(layer, "attention.query_key_value", rows, self._config.hidden_size)

    def _output(self, layer: int) -> tuple[Part, Part]:
        config = self._config
        return self._layer(layer, "attention.dense", config.hidden_size, config.q_size)

    def _up(self, layer: int) -> tuple[Part, Part]:
        config = self._config
        return self._layer(layer, "mlp.dense_h_to_4h", config.ffn_size, config.hidden_size)

    def _down(self, layer: int) -> tuple[Part, Part]:
        config = self._config
        return self._layer(layer, "mlp.dense_4h_to_h", config.hidden_size, config.ffn_size)


def decoder_weights(checkpoint: Checkpoint, config: ModelConfig) -> CausalWeights:
    """The weights of a causal family, checked; raises CheckpointError("checkpoint-tensors")."""
    if config.family == V1:
        raise CheckpointError("family-unsupported", actual=V1, expected="causal families")
    kinds: dict[str, type[CausalWeights]] = {GLM: GlmWeights, LLAMA: LlamaWeights}
    found = kinds.get(config.family, ChatGlmWeights)(checkpoint, config)
    found.check()
    return found


def v1_weights(checkpoint: Checkpoint, config: ModelConfig) -> ChatGlmV1Weights:
    """The weights of ChatGLM-6B, checked; raises CheckpointError("checkpoint-tensors")."""
    found = ChatGlmV1Weights(checkpoint, config)
    found.check()
    return found
