"""The sizes of a decoder: what follows from them, and which cannot be."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.config import ModelConfig

CONFIG = ModelConfig(
    family="glm",
    layers=3,
    hidden_size=64,
    heads=4,
    kv_heads=2,
    head_dim=16,
    ffn_size=128,
    vocab_size=320,
    context_length=512,
    norm_eps=1e-5,
    rotary_dim=8,
    rope_theta=10_000.0,
)


def test_derived_sizes() -> None:
    assert (CONFIG.q_size, CONFIG.kv_size, CONFIG.group_size) == (64, 32, 2)


def test_a_config_survives_json() -> None:
    config = replace(CONFIG, qkv_bias=True, tied_head=True, rope_scale=16.0)

    assert ModelConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config
    assert CONFIG.validate() is CONFIG


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("layers", 0),
        ("heads", -4),
        ("vocab_size", 0),
        ("kv_heads", 3),
        ("rotary_dim", 7),
        ("rotary_dim", 18),
        ("rope_theta", 0.0),
        ("rope_theta", float("inf")),
        ("rope_scale", -1.0),
        ("norm_eps", float("nan")),
    ],
)
def test_impossible_sizes_are_refused(field: str, value: float) -> None:
    with pytest.raises(CheckpointError) as caught:
        ModelConfig.from_dict({**CONFIG.to_dict(), field: value})

    assert caught.value.code == "config-invalid"
    assert caught.value.params["field"] == field
    assert caught.value.params["actual"] is value


@pytest.mark.parametrize("change", [{"unknown": 1}, {"heads": "four"}, {"layers": [3]}])
def test_foreign_fields_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(CheckpointError) as caught:
        ModelConfig.from_dict({**CONFIG.to_dict(), **change})
    assert caught.value.code == "config-invalid"


def test_missing_fields_are_refused() -> None:
    values = CONFIG.to_dict()
    del values["heads"]

    with pytest.raises(CheckpointError) as caught:
        ModelConfig.from_dict(values)
    assert "heads" in caught.value.text()
