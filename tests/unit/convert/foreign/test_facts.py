"""config.json and generation_config.json of other people's exports, as our config."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsassistant.convert.foreign.facts import read_facts
from newsassistant.core.errors import CheckpointError

LLAMA: dict[str, Any] = {
    "model_type": "llama",
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "rms_norm_eps": 1e-6,
    "vocab_size": 100,
    "eos_token_id": 7,
}


def write(folder: Path, config: object, generation: object | None = None) -> Path:
    (folder / "config.json").write_text(json.dumps(config))
    if generation is not None:
        (folder / "generation_config.json").write_text(json.dumps(generation))
    return folder


def test_sizes_stops_and_how_it_is_asked(tmp_path: Path) -> None:
    generation = {"eos_token_id": [7, 8], "do_sample": True, "temperature": 0.6, "top_k": 20}
    facts = read_facts(write(tmp_path, LLAMA, generation))

    assert (facts.config.layers, facts.config.kv_heads, facts.config.head_dim) == (2, 2, 8)
    assert (facts.stop_ids, facts.tokenizer) == ((7, 8), "bpe")
    assert (facts.generation.temperature, facts.generation.top_k) == (0.6, 20)
    assert facts.to_dict()["stop_ids"] == [7, 8]


def test_qwen2_has_biases_and_answers_greedily_where_nobody_says_otherwise(tmp_path: Path) -> None:
    facts = read_facts(write(tmp_path, {**LLAMA, "model_type": "qwen2"}))

    assert facts.config.qkv_bias
    assert facts.generation.temperature == 0.0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"model_type": "mamba"}, "family-unsupported"),
        ({"model_type": 5}, "family-unsupported"),
        ({"is_encoder_decoder": True}, "foreign-encoder"),
        ({"vision_config": {}}, "foreign-pictures"),
        ({"model_type": "chatglm", "inner_hidden_size": 8}, "foreign-first"),
        ({"hidden_size": -1}, "checkpoint-invalid"),
        ({"hidden_size": "many"}, "checkpoint-invalid"),
        ({"num_key_value_heads": 5}, "checkpoint-invalid"),
        ({"vocab_size": 1 << 40}, "checkpoint-invalid"),
        ({"eos_token_id": 100}, "config-invalid"),
        ({"eos_token_id": None}, "config-invalid"),
    ],
)
def test_what_is_refused_by_name(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(CheckpointError) as caught:
        read_facts(write(tmp_path, {**LLAMA, **changes}))
    assert caught.value.code == code


@pytest.mark.parametrize("stated", [{"temperature": "hot"}, {"top_k": -1}, {"do_sample": "yes"}])
def test_sampling_that_does_not_fit_is_refused(tmp_path: Path, stated: dict[str, Any]) -> None:
    with pytest.raises(CheckpointError):
        read_facts(write(tmp_path, LLAMA, {"do_sample": True, **stated}))
