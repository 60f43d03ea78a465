"""What is trained: a checkpoint folder or the starter's file, with its tokenizer and prompt.

Knows nothing of torch. A converted OpenVINO folder cannot be trained: its weights are rounded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from newsassistant.core.errors import TrainError
from newsassistant.model import quantized
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.config import ModelConfig
from newsassistant.model.families import GLM, GLM4, V1, V2, V3, read_config, stop_ids
from newsassistant.model.folder import MODEL_XML
from newsassistant.model.formats.stored import FloatArray
from newsassistant.model.gguf.file import GgufFile
from newsassistant.model.gguf.llama import GgufWeights, llama_config
from newsassistant.model.weights import decoder_weights
from newsassistant.text.load import BPE_MODEL, CHAT_TEMPLATE, Kind, load_prompt, load_tokenizer
from newsassistant.text.prompts.prompt import ChatTemplate, PromptTemplate
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer, Tokenizer, define_bpe

_KINDS: Mapping[str, Kind] = {V2: "chatglm2", V3: "chatglm3", GLM4: "bpe", GLM: "bpe"}


class Weights(Protocol):
    """The roles of a causal decoder; shapes as in `model.weights.CausalWeights`."""

    def embedding(self) -> FloatArray:
        """[vocab, hidden]."""

    def head(self) -> FloatArray:
        """[vocab, hidden]."""

    def final_norm(self) -> FloatArray:
        """[hidden]."""

    def norm(self, layer: int, name: str) -> FloatArray:
        """[hidden]; `name` is "attention" or "ffn"."""

    def qkv(self, layer: int) -> FloatArray:
        """[q_size + 2 * kv_size, hidden]."""

    def qkv_bias(self, layer: int) -> FloatArray | None:
        """[q_size + 2 * kv_size], or None."""

    def output(self, layer: int) -> FloatArray:
        """[hidden, q_size]."""

    def gate_up(self, layer: int) -> FloatArray:
        """[2 * ffn, hidden]."""

    def down(self, layer: int) -> FloatArray:
        """[hidden, ffn]."""


@dataclass(frozen=True, slots=True)
class Source:
    """An opened base; `stop_id` ends every answer, `path` is None for the starter's one file.

    `texts` holds what such a file says beside its weights: name in a checkpoint folder -> content.
    """

    name: str
    config: ModelConfig
    weights: Weights
    tokenizer: Tokenizer
    template: PromptTemplate
    stop_id: int
    path: Path | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


def open_checkpoint(folder: Path) -> Source:
    """A ChatGLM2, ChatGLM3, GLM-4 or GLM-Edge checkpoint; reads headers and tokenizer only.

    Raises CheckpointError, ModelError, and TrainError("train-base") for what cannot be trained.
    """
    if (folder / MODEL_XML).is_file():
        raise TrainError("train-base", path=folder, detail="it is a converted OpenVINO folder")
    checkpoint = quantized.open_checkpoint(folder)
    config = read_config(checkpoint)
    if config.family == V1:
        detail = "ChatGLM-6B of the first generation has no counterpart in transformers"
        raise TrainError("train-base", path=folder, detail=detail)
    weights = decoder_weights(checkpoint, config)
    weights.check()
    kind = _KINDS[config.family]
    tokenizer = load_tokenizer(folder, kind)
    template = _template(checkpoint, kind, tokenizer)
    stop_id = stop_ids(checkpoint.config(), config)[0]
    return Source(folder.name, config, weights, tokenizer, template, stop_id, folder)


def _template(checkpoint: Checkpoint, kind: Kind, tokenizer: Tokenizer) -> PromptTemplate:
    """The prompt of the kind; a Jinja source may stand in tokenizer_config.json instead."""
    inline: Any = checkpoint.tokenizer_config().get("chat_template")
    if kind == "bpe" and isinstance(inline, str):
        return ChatTemplate(inline, tokenizer)
    return load_prompt(checkpoint.path, kind, tokenizer)


def open_gguf(path: Path, *, name: str) -> Source:
    """The starter's weights; raises CheckpointError."""
    file = GgufFile(path)
    parts = file.tokenizer()
    definition = define_bpe(parts.tokens, parts.merges, parts.control_ids, pre=parts.pre_tokenizer)
    tokenizer = BpeTokenizer(definition)
    template = ChatTemplate(parts.chat_template, tokenizer)
    texts = {
        BPE_MODEL: json.dumps(definition, ensure_ascii=False),
        CHAT_TEMPLATE: parts.chat_template,
    }
    weights = GgufWeights(file)
    return Source(name, llama_config(file), weights, tokenizer, template, parts.eos_id, texts=texts)
