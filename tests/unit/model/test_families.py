"""Official configs: the right family, the right numbers, and every wrong key by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.config import ModelConfig
from newsassistant.model.families import (
    SHARED_LAYOUT,
    cache_sizes,
    detect_family,
    family_named,
    is_first_generation,
    read_config,
    stop_ids,
)
from tests.hostile import place_strange_files
from tests.unit.model.configs import GLM, V1, V2, V3, without, write_checkpoint


def read(folder: Path, values: dict[str, Any], family: str | None = None) -> ModelConfig:
    return read_config(Checkpoint.open(write_checkpoint(folder, values)), family=family)


def refused(folder: Path, values: dict[str, Any], family: str | None = None) -> CheckpointError:
    with pytest.raises(CheckpointError) as caught:
        read(folder, values, family)
    assert caught.value.text("en")
    assert caught.value.text("zh")
    return caught.value


def test_the_first_generation(tmp_path: Path) -> None:
    config = read(tmp_path, V1)

    assert (config.family, config.bidirectional_prompt) == ("chatglm", True)
    assert (config.heads, config.kv_heads, config.head_dim, config.rotary_dim) == (2, 2, 4, 2)
    assert (config.bos_id, config.gmask_id, config.mask_id) == (40, 43, 42)
    assert (config.ffn_size, config.vocab_size, config.context_length) == (12, 50, 64)
    assert config.tied_head
    assert not read(tmp_path, {**V1, "tie_word_embeddings": False}).tied_head


def test_the_shared_layout(tmp_path: Path) -> None:
    config = read(tmp_path, V2)

    assert (config.family, config.bidirectional_prompt) == ("chatglm2", False)
    assert (config.layers, config.hidden_size, config.heads, config.kv_heads) == (2, 8, 2, 1)
    assert (config.head_dim, config.rotary_dim, config.ffn_size) == (4, 2, 6)
    assert (config.qkv_bias, config.tied_head, config.norm_eps) == (True, False, 1e-5)
    assert (config.rope_theta, config.rope_scale) == (10_000.0, 1.0)


@pytest.mark.parametrize(
    ("name", "theta", "scale"),
    [
        ("THUDM/chatglm2-6b-32k", 10_000.0, 50.0),
        ("THUDM/chatglm3-6b-32k", 500_000.0, 1.0),
        ("THUDM/glm-4-9b-chat", 500_000.0, 1.0),
    ],
)
def test_both_meanings_of_rope_ratio(tmp_path: Path, name: str, theta: float, scale: float) -> None:
    config = read(tmp_path, {**V2, "_name_or_path": name, "rope_ratio": 50})

    assert (config.rope_theta, config.rope_scale) == (theta, scale)


def test_the_layout_of_transformers(tmp_path: Path) -> None:
    config = read(tmp_path, GLM)

    assert (config.family, config.qkv_bias, config.tied_head) == ("glm", True, False)
    assert (config.head_dim, config.rotary_dim, config.kv_heads) == (4, 2, 1)
    assert config.norm_eps == 1.5625e-07
    edge = read(tmp_path, {**GLM, "partial_rotary_factor": 1.0, "tie_word_embeddings": True})
    assert (edge.rotary_dim, edge.tied_head) == (4, True)
    assert read(tmp_path, without(GLM, "head_dim")).head_dim == 4


def test_rotary_values_of_newer_transformers(tmp_path: Path) -> None:
    rope = {"rope_type": "default", "rope_theta": 5e5, "partial_rotary_factor": 1.0}
    values = without(GLM, "rope_theta", "partial_rotary_factor")

    config = read(tmp_path, {**values, "rope_parameters": rope})

    assert (config.rope_theta, config.rotary_dim) == (5e5, 4)
    scaled = {**values, "rope_parameters": {**rope, "rope_type": "yarn"}}
    assert refused(tmp_path, scaled).params["field"] == "rope_type"


@pytest.mark.parametrize(
    ("values", "tokenizer", "folder", "expected"),
    [
        ({"_name_or_path": "THUDM/chatglm2-6b-32k"}, {}, "x", "chatglm2"),
        ({"_name_or_path": "/models/ChatGLM3-6B"}, {}, "x", "chatglm3"),
        ({"_name_or_path": "THUDM/glm-4-9b-chat-1m"}, {}, "x", "glm4"),
        ({"_name_or_path": "THUDM/chatglm3-6b"}, {}, "my-chatglm2", "chatglm3"),
        ({}, {"name_or_path": "THUDM/chatglm2-6b"}, "chatglm3", "chatglm2"),
        (
            {"auto_map": {"AutoConfig": "THUDM/chatglm3-6b--configuration_chatglm.ChatGLMConfig"}},
            {},
            "x",
            "chatglm3",
        ),
        ({}, {"tokenizer_class": "ChatGLM4Tokenizer"}, "x", "glm4"),
        ({"padded_vocab_size": 151552}, {}, "x", "glm4"),
        ({}, {"added_tokens_decoder": {"64795": {"content": "<|user|>"}}}, "x", "chatglm3"),
        ({}, {"additional_special_tokens": ["<|user|>"]}, "x", "chatglm3"),
        ({"_name_or_path": "./output"}, {}, "chatglm2-6b-news", "chatglm2"),
        ({"_name_or_path": 3, "auto_map": "x"}, {"name_or_path": []}, "chatglm3", "chatglm3"),
        ({"_name_or_path": "/data/ChatGLM2-6B/out/chatglm3-6b"}, {}, "x", "chatglm3"),
        ({"_name_or_path": "D:\\chatglm3\\ChatGLM2-6B\\"}, {}, "x", "chatglm2"),
        ({"_name_or_path": "chatglm2-to-chatglm3"}, {}, "chatglm2", "chatglm2"),
        ({"_name_or_path": "THUDM/chatglm2-6b", "padded_vocab_size": 151552}, {}, "x", "glm4"),
        (
            {"_name_or_path": "/srv/chatglm2-6b"},
            {"added_tokens_decoder": {"64795": {"content": "<|user|>"}}},
            "chatglm2",
            "chatglm3",
        ),
    ],
)
def test_the_generations_are_told_apart(
    values: dict[str, Any], tokenizer: dict[str, Any], folder: str, expected: str
) -> None:
    assert detect_family(values, tokenizer, folder) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('role_special_tokens = ["<|system|>", "<|user|>", "<|assistant|>"]', "chatglm3"),
        (
            'prompt += "[Round {}]\\n\\n问：{}\\n\\n答：{}\\n\\n".format(i + 1, old, answer)',
            "chatglm2",
        ),
    ],
)
def test_the_tokenizers_code_tells_what_names_do_not(
    tmp_path: Path, code: str, expected: str
) -> None:
    values = {**V2, "_name_or_path": "./chatglm2-then-chatglm3"}
    folder = write_checkpoint(tmp_path / "merged", values)
    (folder / "tokenization_chatglm.py").write_text(code, encoding="utf-8")

    assert read_config(Checkpoint.open(folder)).family == expected


def test_a_strange_tokenizers_code_is_left_alone(tmp_path: Path) -> None:
    folder = write_checkpoint(tmp_path / "a", V3)
    for _ in place_strange_files(folder, "tokenization_chatglm.py"):
        assert read_config(Checkpoint.open(folder)).family == "chatglm3"


def test_what_cannot_be_told_apart_is_asked_for(tmp_path: Path) -> None:
    values = {**V2, "_name_or_path": "./output/checkpoint-3000"}

    error = refused(tmp_path / "merged", values)

    assert error.code == "family-unknown"
    assert "chatglm2, chatglm3, glm4" in str(error)
    assert read(tmp_path / "merged", values, "chatglm3").family == "chatglm3"


def test_the_family_can_be_overridden_within_a_layout(tmp_path: Path) -> None:
    ratio = {**V2, "rope_ratio": 16}

    assert read(tmp_path, ratio, "chatglm3").rope_theta == 160_000.0
    for values, family in ((V2, "glm"), (V2, "chatglm"), (V1, "chatglm2"), (GLM, "chatglm3")):
        error = refused(tmp_path, values, family)
        assert (error.params["field"], error.code) == ("model_type", "config-invalid")


@pytest.mark.parametrize("kind", ["glm4", "llama", "chatglm4", 3, [], {"a": "b"}])
def test_other_kinds_are_refused(tmp_path: Path, kind: object) -> None:
    assert refused(tmp_path, {**GLM, "model_type": kind}).code == "family-unsupported"


NUMBERS = {
    "V1": (V1, ["hidden_size", "inner_hidden_size", "layernorm_epsilon", "max_sequence_length"]),
    "V1 counts": (V1, ["num_attention_heads", "num_layers", "vocab_size", "bos_token_id"]),
    "V1 ids": (V1, ["mask_token_id", "gmask_token_id"]),
    "V2": (V2, ["ffn_hidden_size", "hidden_size", "kv_channels", "layernorm_epsilon"]),
    "V2 counts": (V2, ["multi_query_group_num", "num_attention_heads", "num_layers"]),
    "V2 lengths": (V2, ["padded_vocab_size", "seq_length"]),
    "GLM": (GLM, ["hidden_size", "intermediate_size", "rms_norm_eps", "vocab_size"]),
    "GLM counts": (GLM, ["num_hidden_layers", "num_attention_heads", "num_key_value_heads"]),
    "GLM lengths": (GLM, ["max_position_embeddings"]),
}
CASES = [(values, key) for values, keys in NUMBERS.values() for key in keys]
WRONG = [-1, 0, "8", None, True, [8], {"a": 8}, 1 << 62, 10**400, 1.5e300, float("-1e-9")]


@pytest.mark.parametrize(("values", "key"), CASES, ids=[key for _, key in CASES])
def test_a_wrong_number_is_named(tmp_path: Path, values: dict[str, Any], key: str) -> None:
    for wrong in WRONG:
        error = refused(tmp_path, {**values, key: wrong})
        assert error.params["field"] == key, wrong
        assert len(str(error)) < 400
    assert refused(tmp_path, without(values, key)).params["actual"] == "missing"


@pytest.mark.parametrize(
    ("values", "key", "wrong"),
    [
        (V2, "rope_ratio", 0),
        (V2, "rope_ratio", "16"),
        (V2, "rope_ratio", 1e300),
        (V2, "kv_channels", 6),
        (V2, "add_qkv_bias", "yes"),
        (V2, "multi_query_attention", False),
        (V2, "original_rope", False),
        (V2, "rmsnorm", False),
        (V2, "rmsnorm", 1),
        (V2, "add_bias_linear", True),
        (V2, "apply_residual_connection_post_layernorm", True),
        (V1, "position_encoding_2d", False),
        (V1, "hidden_size", 10),
        (V1, "bos_token_id", 50),
        (V1, "tie_word_embeddings", 1),
        (GLM, "hidden_act", "gelu"),
        (GLM, "rope_scaling", {"type": "yarn"}),
        (GLM, "partial_rotary_factor", 0.1),
        (GLM, "partial_rotary_factor", 2.0),
        (GLM, "rope_theta", -1.0),
        (GLM, "attention_bias", 1),
        (GLM, "num_key_value_heads", 3),
    ],
)
def test_what_the_graphs_do_not_have_is_named(
    tmp_path: Path, values: dict[str, Any], key: str, wrong: object
) -> None:
    assert refused(tmp_path, {**values, key: wrong}).params["field"] == key


def test_groups_must_divide_the_heads(tmp_path: Path) -> None:
    error = refused(tmp_path, {**V2, "num_attention_heads": 6, "multi_query_group_num": 4})

    assert (error.params["field"], error.params["actual"]) == ("multi_query_group_num", 4)


def test_infinity_written_as_a_large_exponent_is_refused(tmp_path: Path) -> None:
    folder = write_checkpoint(tmp_path, GLM)
    text = json.dumps(GLM).replace("10000.0", "1e999")
    (folder / "config.json").write_text(text)

    with pytest.raises(CheckpointError) as caught:
        read_config(Checkpoint.open(folder))
    assert caught.value.params["field"] == "rope_theta"


def test_the_ids_that_end_an_answer(tmp_path: Path) -> None:
    wide = {**V3, "padded_vocab_size": 65024}

    assert stop_ids(V1, read(tmp_path, V1)) == (41,)
    assert stop_ids(GLM, read(tmp_path, GLM)) == (30, 31)
    assert stop_ids(V3, read(tmp_path, V3)) == (2,)
    assert stop_ids(wide, read(tmp_path, wide)) == (2, 64795, 64797)


@pytest.mark.parametrize("wrong", [-1, 50, "2", True, [], [2, None], [[2]]])
def test_a_wrong_end_id_is_named(tmp_path: Path, wrong: object) -> None:
    config = read(tmp_path, V2)

    with pytest.raises(CheckpointError) as caught:
        stop_ids({"eos_token_id": wrong}, config)
    assert caught.value.params["field"] == "eos_token_id"


def test_the_ids_of_the_family_are_known_where_the_config_has_none(tmp_path: Path) -> None:
    tables = {
        ("chatglm", 130_528): ((130_005,), (130_004, 130_001, 130_000)),
        ("chatglm", 150_528): ((150_005,), (150_004, 150_001, 150_000)),
    }
    missing = without(V1, *(f"{kind}_token_id" for kind in ("bos", "eos", "mask", "gmask")))
    for (_, vocabulary), (stops, others) in tables.items():
        values = {**missing, "vocab_size": vocabulary}
        config = read(tmp_path, values)
        assert (config.bos_id, config.gmask_id, config.mask_id) == others
        assert stop_ids(values, config) == stops
    for values in (V2, V3):
        assert stop_ids(without(values, "eos_token_id"), read(tmp_path, values)) == (2,)
    glm4 = {**GLM, "vocab_size": 151_552}
    assert stop_ids(without(glm4, "eos_token_id"), read(tmp_path, glm4))[0] == 151_329
    with pytest.raises(CheckpointError, match="eos_token_id is missing"):
        stop_ids(without(GLM, "eos_token_id"), read(tmp_path, GLM))


def test_a_config_without_its_kind_is_told_so(tmp_path: Path) -> None:
    for values in (V1, V2, GLM):
        error = refused(tmp_path, without(values, "model_type"))
        assert (error.params["field"], error.params["actual"]) == ("model_type", "missing")
    for values, family in ((V1, "chatglm"), (V2, "chatglm2"), (V2, "chatglm3"), (GLM, "glm")):
        assert read(tmp_path, without(values, "model_type"), family).family == family


def test_the_cache_has_sizes_where_the_rest_is_wrong() -> None:
    broken = {"norm": None, "quantization_bit": 4}
    first = without(V1, "vocab_size", "max_sequence_length") | broken
    shared = without(V2, "ffn_hidden_size", "seq_length", "num_attention_heads") | broken

    assert cache_sizes(first, "chatglm") == (2, 2, 4)
    assert [cache_sizes(shared, family) for family in SHARED_LAYOUT] == [(2, 1, 4)] * 3
    with pytest.raises(CheckpointError, match="kv_channels"):
        cache_sizes({**shared, "kv_channels": 1}, "chatglm3")


def test_the_first_generation_is_known_by_its_keys() -> None:
    assert is_first_generation(V1)
    assert not any(is_first_generation(values) for values in (V2, V3, GLM, {}))


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("THUDM/chatglm3-6b-32k", "chatglm3"),
        ("THUDM/glm-4-9b-chat-hf", "glm4"),
        ("chatglm2-to-chatglm3", ""),
        ("THUDM/chatglm-6b", ""),
    ],
)
def test_a_name_may_tell_the_family(name: str, family: str) -> None:
    assert family_named(name) == family
