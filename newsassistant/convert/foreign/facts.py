"""What an exporter leaves beside a graph: config.json and generation_config.json, as our config.

Knows nothing of graphs. All of it is untrusted; nothing of it is executed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from newsassistant.core.errors import CheckpointError
from newsassistant.core.outside import Fields, UnfitError, contained, is_whole
from newsassistant.core.plain import plain
from newsassistant.core.types import GenerationParams
from newsassistant.model import families
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.config import MOST, ModelConfig
from newsassistant.model.folder import MAX_STOP_IDS
from newsassistant.model.formats.jsonfile import read_object
from newsassistant.text.load import Kind
from newsassistant.text.prompts.families import FAMILY_DEFAULTS

LLAMA, QWEN2 = "llama", "qwen2"
GENERATION_CONFIG = "generation_config.json"
ANSWER_TOKENS = 1024
_GLM_0414 = "glm4"
"""`model_type` of GLM-4-0414: the sizes are named as in GLM."""
_PLAIN = (LLAMA, QWEN2)
KINDS = ", ".join((families.V1, families.GLM, _GLM_0414, *_PLAIN))
_DEFAULTS = {
    families.V2: "chatglm2",
    families.V3: "chatglm3",
    families.GLM4: "glm",
    families.GLM: "glm",
}
_TOKENIZERS: Mapping[str, Kind] = {families.V2: "chatglm2", families.V3: "chatglm3"}
_STOPPING = "eos_token_id"


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a model whose graph is still to be read: sizes, what ends an answer, how it is asked."""

    config: ModelConfig
    tokenizer: Kind
    stop_ids: tuple[int, ...]
    generation: GenerationParams

    def to_dict(self) -> dict[str, Any]:
        """Plain values for our config.json."""
        asked = {key: value for key, value in asdict(self.generation).items() if value is not None}
        return {
            "model": self.config.to_dict(),
            "tokenizer": self.tokenizer,
            "stop_ids": list(self.stop_ids),
            "generation": asked,
        }


def read_facts(source: Path, *, family: str | None = None) -> Facts:
    """Of the model in the folder `source`; `family` overrides where its files leave a choice.

    Raises CheckpointError naming the file and key, or the kind of model that has no known prompt.
    """
    folder = Checkpoint(source, {})
    values = folder.config()
    config = _config(folder, values, family)
    stated = read_object(source / GENERATION_CONFIG) if _is_there(source, GENERATION_CONFIG) else {}
    stop_ids = _stop_ids(values, stated, config)
    kind = _TOKENIZERS.get(config.family, "bpe")
    return Facts(config, kind, stop_ids, _generation(stated, config))


def _is_there(source: Path, name: str) -> bool:
    return os.path.lexists(source / name)


def _config(folder: Checkpoint, values: Mapping[str, Any], family: str | None) -> ModelConfig:
    kind = values.get("model_type")
    if values.get("is_encoder_decoder") is True:
        raise CheckpointError("foreign-encoder", path=folder.path.name, actual=plain(kind))
    if "vision_config" in values or "audio_config" in values:
        raise CheckpointError("foreign-pictures", path=folder.path.name, actual=plain(kind))
    if families.is_first_generation(values):
        raise CheckpointError("foreign-first", path=folder.path.name)
    if kind in _PLAIN:
        return _plain(values, str(kind))
    if kind == _GLM_0414:
        return families.glm_config(values)
    if kind not in (families.V1, families.GLM):
        said = plain(kind, longest=80) if isinstance(kind, str) else type(kind).__name__
        raise CheckpointError("family-unsupported", actual=said, expected=KINDS)
    return families.read_config(folder, family=family)


def _plain(values: Mapping[str, Any], kind: str) -> ModelConfig:
    """Llama and Qwen2: all of a head is rotated; only what lists and caches need counts."""
    fields = Fields(values, where="config.json")
    try:
        heads = fields.whole("num_attention_heads", 1, 4096)
        hidden = fields.whole("hidden_size", 1, 1 << 17)
        usual = max(1, hidden // heads)
        head_dim = usual if values.get("head_dim") is None else fields.whole("head_dim", 2, 1 << 14)
        return ModelConfig(
            family=kind,
            layers=fields.whole("num_hidden_layers", 1, 1000),
            hidden_size=hidden,
            heads=heads,
            kv_heads=fields.whole("num_key_value_heads", 1, heads, default=heads),
            head_dim=head_dim,
            ffn_size=fields.whole("intermediate_size", 1, 1 << 20),
            vocab_size=fields.whole("vocab_size", 1, 1 << 22),
            context_length=fields.whole("max_position_embeddings", 1, 1 << 24),
            norm_eps=fields.number("rms_norm_eps", 0.0, 1.0, default=1e-6),
            rotary_dim=head_dim,
            rope_theta=_theta(values),
            qkv_bias=kind == QWEN2 or values.get("attention_bias") is True,
            tied_head=values.get("tie_word_embeddings") is True,
        ).validate()
    except UnfitError as error:
        raise CheckpointError("checkpoint-invalid", detail=error) from error


def _theta(values: Mapping[str, Any]) -> float:
    """Newer files keep it in `rope_parameters`."""
    newer = values.get("rope_parameters")
    fields = Fields(newer if isinstance(newer, dict) else values, where="config.json")
    return float(fields.number("rope_theta", 0.0, 1e12, default=families.ROPE_BASE))


def _stop_ids(
    values: Mapping[str, Any], stated: Mapping[str, Any], config: ModelConfig
) -> tuple[int, ...]:
    """Those of both files: exporters write the complete list to generation_config.json."""
    found = [*_ids(values.get(_STOPPING)), *_ids(stated.get(_STOPPING))]
    if config.family not in _PLAIN:
        known = {**values, _STOPPING: found or values.get(_STOPPING)}
        return families.stop_ids(known, config)
    kept = tuple(dict.fromkeys(each for each in found if each < config.vocab_size))
    if not kept:
        expected = f"ids from 0 to {config.vocab_size - 1}"
        raise CheckpointError(
            "config-invalid", path="config.json", field=_STOPPING, actual="none", expected=expected
        )
    return kept


def _ids(value: object) -> list[int]:
    listed: list[Any] = value if isinstance(value, list) else [value]
    return [each for each in listed[:MAX_STOP_IDS] if is_whole(each, 0, MOST)]


def _generation(stated: Mapping[str, Any], config: ModelConfig) -> GenerationParams:
    """As its makers say; else as the official chat of the family samples, or greedily."""
    usual = FAMILY_DEFAULTS.get(_DEFAULTS.get(config.family, ""))
    fields = Fields(stated, where=GENERATION_CONFIG)
    most = min(ANSWER_TOKENS, config.context_length // 2)
    with contained(lambda clause: CheckpointError("checkpoint-invalid", detail=clause)):
        penalty = fields.number("repetition_penalty", 0.01, 100.0, default=1.0)
        samples = fields.flag("do_sample", default=usual is not None)
        if not samples:
            return GenerationParams(
                max_tokens=most, temperature=0.0, repetition_penalty=penalty, fallback_id=0
            )
        temperature, top_p, top_k, fallback = (
            (usual.temperature, usual.top_p, usual.top_k, usual.fallback_id)
            if usual
            else (1.0, 1.0, 50, 0)
        )
        return GenerationParams(
            max_tokens=most,
            temperature=fields.number("temperature", 0.0, 100.0, default=temperature),
            top_k=fields.whole("top_k", 0, MOST, default=top_k),
            top_p=fields.number("top_p", 0.0, 1.0, default=top_p),
            repetition_penalty=penalty,
            fallback_id=fallback,
        )
