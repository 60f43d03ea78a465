"""Sizes, stop ids and sampling of a model whose graph is still to be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsassistant.convert.foreign.facts import read_facts
from newsassistant.core.errors import CheckpointError
from tests.unit.convert.foreign import toys
from tests.unit.train import tiny


def written(folder: Path, **changed: Any) -> Path:
    folder.mkdir(exist_ok=True)
    return toys.write_texts(folder, **changed)


@pytest.mark.parametrize("kind", ["llama", "qwen2"])
def test_plain_models_are_read(tmp_path: Path, kind: str) -> None:
    facts = read_facts(written(tmp_path, model_type=kind))
    assert (facts.config.family, facts.config.kv_heads, facts.config.head_dim) == (kind, 2, 8)
    assert facts.stop_ids == (tiny.END,)
    assert facts.generation.temperature == 0.0


def test_what_the_makers_say_of_sampling_counts(tmp_path: Path) -> None:
    said = {"eos_token_id": [7, 8], "do_sample": True, "temperature": 0.6, "top_p": 0.9}
    (written(tmp_path) / "generation_config.json").write_text(json.dumps(said), encoding="utf-8")
    facts = read_facts(tmp_path)
    assert facts.stop_ids == (tiny.END, 7, 8)
    assert (facts.generation.temperature, facts.generation.top_p) == (0.6, 0.9)


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"model_type": "mamba"}, "family-unsupported", "mamba"),
        ({"model_type": ["llama"]}, "family-unsupported", "list"),
        ({"model_type": "t5", "is_encoder_decoder": True}, "foreign-encoder", "t5"),
        ({"vision_config": {}}, "foreign-pictures", "llama"),
        ({"model_type": "chatglm", "inner_hidden_size": 64}, "foreign-first", "ChatGLM-6B"),
        ({"hidden_size": "16"}, "checkpoint-invalid", "hidden_size"),
        ({"num_hidden_layers": 10**9}, "checkpoint-invalid", "num_hidden_layers"),
        ({"eos_token_id": 10**6}, "config-invalid", "eos_token_id"),
    ],
)
def test_others_are_refused_by_name(
    tmp_path: Path, changed: dict[str, Any], code: str, words: str
) -> None:
    with pytest.raises(CheckpointError, match=words) as caught:
        read_facts(written(tmp_path, **changed))
    assert caught.value.code == code
    assert words in caught.value.text("zh")
