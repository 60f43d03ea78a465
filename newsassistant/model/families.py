"""From the config.json of an official checkpoint to a `ModelConfig`: which family, which sizes.

Knows nothing of tensors. Everything in the file is untrusted: each key is checked for its type
and range, and a feature that the graphs do not have is refused by name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsassistant.core.errors import CheckpointError
from newsassistant.core.plain import plain, shown
from newsassistant.model.checkpoint import CONFIG, Checkpoint
from newsassistant.model.config import ModelConfig

V1, V2, V3, GLM4, GLM = "chatglm", "chatglm2", "chatglm3", "glm4", "glm"
FAMILIES = (V1, V2, V3, GLM4, GLM)
"""ChatGLM-6B; ChatGLM2-6B; ChatGLM3-6B; GLM-4-9B as first published; `transformers.models.glm`."""

LLAMA = "llama"
"""Llama and what is built like it; of a GGUF."""
SHARED_LAYOUT = (V2, V3, GLM4)
V3_STOP_ROLES = (64795, 64797)  # <|user|> and <|observation|>; no file of the checkpoint says so
GLM4_VOCABULARY = 151_552
KINDS = f"{V1}, {GLM}"  # what `model_type` may be
ROPE_BASE = 10_000.0

# Any of them tells ChatGLM-6B from its successors, whose model_type is the same.
_V1_KEYS = frozenset({"inner_hidden_size", "position_encoding_2d"})
# Vocabulary of ChatGLM-6B -> the first of its control ids; in March 2023 20,000 ids of images stood
# in front of it, and config.json did not name the masks.
_V1_CONTROLS = {130_528: 130_000, 150_528: 150_000}
_MASK, _GMASK, _BOS = 0, 1, 4
# What ends an answer of the official models, where config.json does not say it.
_STOPS = {
    (V1, 130_528): (130_005,),
    (V1, 150_528): (150_005,),
    (GLM4, GLM4_VOCABULARY): (151_329, 151_336, 151_338),
    (GLM, GLM4_VOCABULARY): (151_329, 151_336, 151_338),
}
# A role token of ChatGLM3; ChatGLM2 writes its conversations in words instead.
_ROLE, _PROMPT_OF_V2 = "<|user|>", "[Round {}]"
# Of a name such as "THUDM/chatglm3-6b-32k" or "/models/glm-4-9b-chat".
_NAMES = (
    (V2, re.compile(r"chatglm[-_]?2")),
    (V3, re.compile(r"chatglm[-_]?3")),
    (GLM4, re.compile(r"(?<!chat)glm[-_]?4(?!bit)")),
)


def read_config(checkpoint: Checkpoint, *, family: str | None = None) -> ModelConfig:
    """The sizes of a checkpoint; `family` overrides what the files say, where they leave a choice.

    Raises CheckpointError naming the file, key, found and expected, or "family-unknown" when
    ChatGLM2, ChatGLM3 and GLM-4 cannot be told apart.
    """
    values = checkpoint.config()
    kind = values.get("model_type")
    if kind is None:
        kind = _kind_of(family)
    if kind == GLM:
        config = _transformers_glm
        found = GLM
    elif is_first_generation({**values, "model_type": kind}):
        config, found = _first_generation, V1
    elif kind == V1:
        chosen = family if family in SHARED_LAYOUT else None
        found = chosen or detect_family(
            values,
            checkpoint.tokenizer_config(),
            checkpoint.path.name,
            code=checkpoint.tokenizer_code(),
        )
        config = _shared_layout
    else:
        said = plain(kind, longest=80) if isinstance(kind, str) else type(kind).__name__
        raise CheckpointError("family-unsupported", actual=said, expected=KINDS)
    if family is not None and family != found:
        raise _bad("model_type", kind, f"the family {family}")
    return _checked(config(_Fields(values), found))


def detect_family(
    values: Mapping[str, Any], tokenizer: Mapping[str, Any], folder_name: str, *, code: str = ""
) -> str:
    """ChatGLM2, ChatGLM3 or GLM-4, whose config.json have the same keys; pure.

    By what each alone has, in the files and in `code`, the text of the official tokenizer that
    lies beside them; then by the names in config.json, tokenizer_config.json and of the folder,
    which are hearsay. Raises CheckpointError("family-unknown").
    """
    is_glm4 = tokenizer.get("tokenizer_class") == "ChatGLM4Tokenizer"
    if is_glm4 or values.get("padded_vocab_size") == GLM4_VOCABULARY:
        return GLM4
    if _has_role_tokens(tokenizer) or _ROLE in code:
        return V3
    if _PROMPT_OF_V2 in code:
        return V2
    automatic = values.get("auto_map")
    sources = [values.get("_name_or_path"), tokenizer.get("name_or_path")]
    sources += list(automatic.values()) if isinstance(automatic, dict) else []
    for source in (*sources, folder_name):
        if isinstance(source, str) and (found := _family_in(source)) is not None:
            return found
    raise CheckpointError("family-unknown", path=folder_name, expected=", ".join(SHARED_LAYOUT))


def cache_sizes(values: Mapping[str, Any], family: str) -> tuple[int, int, int]:
    """Layers, key/value heads and head size in the config.json of a ChatGLM; the rest may be wrong.

    `family` is `V1` or one of `SHARED_LAYOUT`. Raises CheckpointError naming the key.
    """
    fields = _Fields(values)
    layers = fields.whole("num_layers", most=1000)
    if family == V1:
        heads = fields.whole("num_attention_heads", most=4096)
        return layers, heads, _share(fields, "hidden_size", "num_attention_heads", multiple=4)
    head_dim = fields.whole("kv_channels", most=1 << 14, least=4)
    return layers, fields.whole("multi_query_group_num", most=4096), head_dim


def is_first_generation(values: Mapping[str, Any]) -> bool:
    """True for the config.json of ChatGLM-6B, whose model_type is that of its successors."""
    return values.get("model_type") == V1 and bool(_V1_KEYS & values.keys())


def glm_config(values: Mapping[str, Any]) -> ModelConfig:
    """The sizes in a config.json with the keys of `transformers.models.glm`, whatever its type.

    Raises CheckpointError naming the key.
    """
    return _checked(_transformers_glm(_Fields(values), GLM))


def family_named(name: str) -> str:
    """The family in a name such as "THUDM/chatglm3-6b-32k"; "" if it has none or several."""
    return _family_in(name) or ""


def stop_ids(values: Mapping[str, Any], config: ModelConfig) -> tuple[int, ...]:
    """The ids that end an answer, those of config.json first; each is in the vocabulary.

    Without any there, those of the family. Raises CheckpointError for an `eos_token_id` that is no
    id, and where the family's own are not known for such a vocabulary.
    """
    found = values.get("eos_token_id")
    if found is None:
        found = _known_stops(config)
    ids = found if isinstance(found, list | tuple) else [found]
    if not ids:
        raise _bad("eos_token_id", "an empty list", "at least one id")
    for value in ids:
        if type(value) is not int or not 0 <= value < config.vocab_size:
            raise _bad("eos_token_id", shown(value), f"ids from 0 to {config.vocab_size - 1}")
    roles = V3_STOP_ROLES if config.family == V3 else ()
    return tuple(dict.fromkeys([*ids, *(role for role in roles if role < config.vocab_size)]))


def _known_stops(config: ModelConfig) -> tuple[int, ...]:
    """The official ids of the family."""
    if config.family in (V2, V3):
        return (2,)
    found = _STOPS.get((config.family, config.vocab_size))
    if found is None:
        raise _bad("eos_token_id", "missing", f"ids from 0 to {config.vocab_size - 1}")
    return found


def _kind_of(family: str | None) -> str:
    """The `model_type` of a config.json without one, if somebody has named the family."""
    if family is None:
        raise _bad("model_type", "missing", f"one of {KINDS}")
    return GLM if family == GLM else V1


def _family_in(name: str) -> str | None:
    """By the last part of a path that names any; None where that part names several."""
    for part in reversed(re.split(r"[/\\]", name[-1000:].lower())):
        found = [family for family, pattern in _NAMES if pattern.search(part[-200:])]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _has_role_tokens(tokenizer: Mapping[str, Any]) -> bool:
    """True if the tokenizer lists <|user|>, which ChatGLM2 does not have."""
    added = tokenizer.get("added_tokens_decoder")
    tokens = list(added.values()) if isinstance(added, dict) else []
    extra = tokenizer.get("additional_special_tokens")
    tokens += extra if isinstance(extra, list) else []
    texts = [token.get("content") if isinstance(token, dict) else token for token in tokens]
    return any(text == _ROLE for text in texts)


@dataclass(frozen=True, slots=True)
class _Fields:
    """Typed reading of config.json; every method raises CheckpointError naming the key."""

    values: Mapping[str, Any]

    def whole(self, key: str, *, most: int, least: int = 1, default: int | None = None) -> int:
        """A whole number from `least` to `most`."""
        value = self.values.get(key, default)
        if type(value) is not int or not least <= value <= most:
            raise _bad(key, self._shown(key), f"a whole number from {least} to {most}")
        return value

    def number(self, key: str, *, most: float, default: float | None = None) -> float:
        """A finite number above 0, up to `most`."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
            raise _bad(key, self._shown(key), f"a number above 0, up to {most:g}")
        return float(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false; the default if it is missing."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise _bad(key, self._shown(key), "true or false")
        return value

    def must_be(self, key: str, expected: object) -> None:
        """Refuse a feature that the graphs do not have; a missing key counts as expected."""
        value = self.values.get(key, expected)
        if value != expected or isinstance(value, bool) is not isinstance(expected, bool):
            raise _bad(key, self._shown(key), str(expected))

    def _shown(self, key: str) -> str:
        """The value for an error: no long or nested ones."""
        if key not in self.values:
            return "missing"
        value = self.values[key]
        if isinstance(value, list | dict):
            return type(value).__name__
        # A very long number cannot be written out.
        long = type(value) is int and value.bit_length() > 200
        return "a very large number" if long else repr(value)[:80]


def _sizes(fields: _Fields, family: str, *, layers: str) -> dict[str, Any]:
    """The fields that all generations call alike but for the number of layers."""
    return {
        "family": family,
        "layers": fields.whole(layers, most=1000),
        "hidden_size": fields.whole("hidden_size", most=1 << 17),
        "heads": fields.whole("num_attention_heads", most=4096),
    }


def _first_generation(fields: _Fields, family: str) -> ModelConfig:
    """ChatGLM-6B: each half of a head is rotated by its own row of positions."""
    fields.must_be("position_encoding_2d", True)
    sizes = _sizes(fields, family, layers="num_layers")
    head_dim = _share(fields, "hidden_size", "num_attention_heads", multiple=4)
    vocabulary = fields.whole("vocab_size", most=1 << 22)
    controls = _V1_CONTROLS.get(vocabulary)

    def control(key: str, number: int) -> int:
        default = None if controls is None else controls + number
        return fields.whole(key, most=vocabulary - 1, default=default)

    return ModelConfig(
        **sizes,
        kv_heads=sizes["heads"],
        head_dim=head_dim,
        ffn_size=fields.whole("inner_hidden_size", most=1 << 20),
        vocab_size=vocabulary,
        context_length=fields.whole("max_sequence_length", most=1 << 24),
        norm_eps=fields.number("layernorm_epsilon", most=1.0),
        rotary_dim=head_dim // 2,
        rope_theta=ROPE_BASE,
        qkv_bias=True,
        tied_head=fields.flag("tie_word_embeddings", default=True),
        bos_id=control("bos_token_id", _BOS),
        gmask_id=control("gmask_token_id", _GMASK),
        mask_id=control("mask_token_id", _MASK),
    )


def _shared_layout(fields: _Fields, family: str) -> ModelConfig:
    """ChatGLM2, ChatGLM3, GLM-4-9B: `rope_ratio` divides positions in ChatGLM2, else scales b."""
    for key, expected in (
        ("multi_query_attention", True),
        ("original_rope", True),
        ("rmsnorm", True),
        ("post_layer_norm", True),
        ("apply_residual_connection_post_layernorm", False),
        ("add_bias_linear", False),
    ):
        fields.must_be(key, expected)
    head_dim = fields.whole("kv_channels", most=1 << 14, least=4)
    if head_dim % 4:
        raise _bad("kv_channels", head_dim, "a multiple of 4")
    ratio = fields.number("rope_ratio", most=1e6, default=1.0)
    return ModelConfig(
        **_sizes(fields, family, layers="num_layers"),
        kv_heads=_groups(fields, "multi_query_group_num"),
        head_dim=head_dim,
        ffn_size=fields.whole("ffn_hidden_size", most=1 << 20),
        vocab_size=fields.whole("padded_vocab_size", most=1 << 22),
        context_length=fields.whole("seq_length", most=1 << 24),
        norm_eps=fields.number("layernorm_epsilon", most=1.0),
        rotary_dim=head_dim // 2,
        rope_theta=ROPE_BASE if family == V2 else ROPE_BASE * ratio,
        rope_scale=ratio if family == V2 else 1.0,
        qkv_bias=fields.flag("add_qkv_bias", default=False),
    )


def _transformers_glm(fields: _Fields, family: str) -> ModelConfig:
    """GLM-4-9B-hf and GLM-Edge; newer files keep the rotary values in `rope_parameters`."""
    for key, expected in (("hidden_act", "silu"), ("rope_scaling", None)):
        fields.must_be(key, expected)
    rope = fields.values.get("rope_parameters")
    rotary = _Fields({**fields.values, **rope}) if isinstance(rope, dict) else fields
    rotary.must_be("rope_type", "default")
    head_dim = fields.values.get("head_dim")
    if head_dim is None:
        head_dim = _share(fields, "hidden_size", "num_attention_heads", multiple=2)
    else:
        head_dim = fields.whole("head_dim", most=1 << 14, least=2)
    rotary_dim = int(head_dim * rotary.number("partial_rotary_factor", most=1.0, default=0.5))
    if rotary_dim < 2 or rotary_dim % 2:
        shown = rotary.values.get("partial_rotary_factor", 0.5)
        raise _bad("partial_rotary_factor", shown, f"an even part of {head_dim}")
    return ModelConfig(
        **_sizes(fields, family, layers="num_hidden_layers"),
        kv_heads=_groups(fields, "num_key_value_heads"),
        head_dim=head_dim,
        ffn_size=fields.whole("intermediate_size", most=1 << 20),
        vocab_size=fields.whole("vocab_size", most=1 << 22),
        context_length=fields.whole("max_position_embeddings", most=1 << 24),
        norm_eps=fields.number("rms_norm_eps", most=1.0),
        rotary_dim=rotary_dim,
        rope_theta=rotary.number("rope_theta", most=1e12, default=ROPE_BASE),
        qkv_bias=fields.flag("attention_bias", default=False),
        tied_head=fields.flag("tie_word_embeddings", default=False),
    )


def _share(fields: _Fields, whole_key: str, parts_key: str, *, multiple: int) -> int:
    """The size of one head, which must be a multiple of `multiple`."""
    total = fields.whole(whole_key, most=1 << 17)
    parts = fields.whole(parts_key, most=4096)
    if total % (parts * multiple):
        raise _bad(whole_key, total, f"a multiple of {multiple} times {parts_key} ({parts})")
    return total // parts


def _groups(fields: _Fields, key: str) -> int:
    heads = fields.whole("num_attention_heads", most=4096)
    groups = fields.whole(key, most=heads)
    if heads % groups:
        raise _bad(key, groups, f"a divisor of num_attention_heads ({heads})")
    return groups


def _checked(config: ModelConfig) -> ModelConfig:
    if not math.isfinite(config.rope_theta):
        raise _bad("rope_theta", config.rope_theta, "a finite number")
    return config.validate()


def _bad(key: str, actual: object, expected: str) -> CheckpointError:
    return CheckpointError(
        "config-invalid", path=CONFIG, field=key, actual=actual, expected=expected
    )
