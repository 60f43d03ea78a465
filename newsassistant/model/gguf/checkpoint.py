"""A GGUF as a checkpoint of its authors: the same config, names and tokenizer files.

Knows nothing of OpenVINO. What quantised it has moved the numbers; the norms are as they were, and
with them the fingerprint by which house styles know their model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from newsassistant.core.errors import CheckpointError
from newsassistant.core.plain import plain
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.config import ModelConfig
from newsassistant.model.families import GLM4, LLAMA, V2, V3
from newsassistant.model.gguf import chatglm
from newsassistant.model.gguf.file import GgufFile, GgufTokenizer
from newsassistant.model.gguf.llama import llama_config

_LLAMA_ARCHITECTURE = "llama"
ARCHITECTURES = f"{chatglm.ARCHITECTURE}, {_LLAMA_ARCHITECTURE}"
_ROLE = "<|user|>"
# Factors by which Llama 3.1 stretches its positions; the graphs have no such input.
_STRETCHED = "rope_freqs.weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class GgufCheckpoint(Checkpoint):
    """What `open_gguf` has read; `texts` are the files of the tokenizer, by name."""

    values: Mapping[str, Any]
    hints: Mapping[str, Any]
    sizes: ModelConfig | None
    """Of a family whose config.json is not read here."""
    texts: Mapping[str, bytes] = field(default_factory=dict)

    def config(self) -> dict[str, Any]:
        """As the official config.json has it."""
        return dict(self.values)

    def tokenizer_config(self) -> dict[str, Any]:
        """What tells the families apart."""
        return dict(self.hints)

    def tokenizer_code(self) -> str:
        """None."""
        return ""

    def has_text(self, name: str) -> bool:
        """True for a file of the tokenizer."""
        return name in self.texts

    def text(self, name: str, limit: int) -> bytes:
        """A file of the tokenizer; raises CheckpointError."""
        content = self.texts.get(name)
        if content is None:
            raise CheckpointError("file-not-found", path=self.path / name)
        return content


def open_gguf(path: Path) -> tuple[GgufCheckpoint, GgufTokenizer]:
    """The model in a GGUF, still without `texts`; reads no weights.

    Raises CheckpointError naming the key, or "family-unsupported" with the architecture.
    """
    file = GgufFile(path)
    architecture = file.text("general.architecture", longest=100)
    if architecture not in (chatglm.ARCHITECTURE, _LLAMA_ARCHITECTURE):
        said = plain(architecture, longest=80)
        raise CheckpointError("family-unsupported", actual=said, expected=ARCHITECTURES)
    tokenizer = file.tokenizer()
    sizes = None
    names = {name: name for name in file.tensors}
    hints: dict[str, Any] = {}
    values: dict[str, Any] = {"eos_token_id": list(tokenizer.stop_ids)}
    if architecture == chatglm.ARCHITECTURE:
        family, hints = _generation(tokenizer)
        names = chatglm.official_names(file)
        values = chatglm.official_config(file, tokenizer.stop_ids, family)
    elif _STRETCHED in file.tensors:
        raise CheckpointError(
            "family-unsupported", actual="llama, with stretched positions", expected=ARCHITECTURES
        )
    else:
        sizes = llama_config(file, LLAMA)
    stored = {names[name]: replace(each, name=names[name]) for name, each in file.tensors.items()}
    return GgufCheckpoint(path, stored, values=values, hints=hints, sizes=sizes), tokenizer


def _generation(tokenizer: GgufTokenizer) -> tuple[str, dict[str, Any]]:
    """The family that a vocabulary belongs to, and what a tokenizer_config.json says of it."""
    if tokenizer.model == "gpt2":
        return GLM4, {"tokenizer_class": "ChatGLM4Tokenizer"}
    control = [tokenizer.tokens[index] for index in tokenizer.control_ids]
    if _ROLE in control:
        return V3, {"additional_special_tokens": control}
    return V2, {"name_or_path": "chatglm2"}
