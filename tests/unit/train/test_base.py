"""The base in transformers computes what the official code does, in every layout of weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch

from newsassistant.train.base import glm_config, load_base
from newsassistant.train.source import Source
from tests.unit.train import tiny
from tests.unit.train.conftest import bare_source

CHECKPOINTS = {
    "chatglm2": "checkpoint_fp16_bin_sharded",
    "chatglm2_32k": "checkpoint_fp32_safetensors",
    "chatglm3": "checkpoint_fp16_safetensors_sharded",
    "chatglm3_rope": "checkpoint_fp32_safetensors",
    "glm": "checkpoint_fp32_safetensors",
    "glm_edge": "checkpoint_fp16_bin_sharded",
}
# Measured: 0, the very same numbers; another processor or thread count may order sums anew.
TOLERANCE = 2e-5


@pytest.mark.parametrize("model", CHECKPOINTS)
def test_the_logits_are_those_of_the_official_code(shared_dir: Path, model: str) -> None:
    folder = shared_dir / "golden" / model
    base = load_base(bare_source(folder / CHECKPOINTS[model]))
    cases = sorted((folder / "cases").glob("*.npz"))

    assert cases
    for case in cases:
        with np.load(case) as stored, torch.no_grad():
            logits = base(input_ids=torch.from_numpy(stored["input_ids"])).logits.numpy()
            expected = stored["logits"]
        error = float(np.abs(logits - expected).max() / np.abs(expected).max())
        print(f"{model} {case.stem}: {error:.1e}")
        assert error < TOLERANCE, case.stem


def test_the_base_is_frozen_and_whole(tiny_source: Source) -> None:
    base = load_base(tiny_source)
    tensors = [*base.parameters(), *base.buffers()]

    assert not any(parameter.requires_grad for parameter in base.parameters())
    assert not any(tensor.is_meta for tensor in tensors)
    assert not base.training


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("bias", [False, True])
def test_every_tensor_arrives_in_its_place(tmp_path: Path, tied: bool, bias: bool) -> None:
    changes = {"tie_word_embeddings": tied, "attention_bias": bias}
    source = bare_source(tiny.write_tiny(tmp_path / "model", **changes))
    state = load_base(source).state_dict()
    shapes = tiny.shapes({**tiny.CONFIG, **changes})
    if tied:
        shapes["lm_head.weight"] = shapes["model.embed_tokens.weight"]

    assert {name: tuple(tensor.shape) for name, tensor in state.items()} == shapes
    q, k, v = np.split(source.weights.qkv(1), [32, 48])
    for part, rows in zip("qkv", (q, k, v), strict=True):
        name = f"model.layers.1.self_attn.{part}_proj.weight"
        np.testing.assert_array_equal(state[name].numpy(), rows)
    np.testing.assert_array_equal(state["lm_head.weight"].numpy(), source.weights.head())


def test_a_tied_head_is_one_matrix(tmp_path: Path) -> None:
    source = bare_source(tiny.write_tiny(tmp_path / "model", tie_word_embeddings=True))
    base = load_base(source)

    assert base.lm_head.weight is base.model.embed_tokens.weight


def test_bfloat16_is_close(tiny_source: Source) -> None:
    ids = torch.tensor([[257, 10, 97, 98, 99]])
    exact, short = load_base(tiny_source), load_base(tiny_source, dtype=torch.bfloat16)
    with torch.no_grad():
        expected, logits = exact(input_ids=ids).logits, short(input_ids=ids).logits

    assert {parameter.dtype for parameter in short.parameters()} == {torch.bfloat16}
    assert logits.dtype is torch.bfloat16
    assert float((logits - expected).abs().max() / expected.abs().max()) < 0.03


def test_scaled_positions_are_linear_and_others_are_not(tiny_source: Source) -> None:
    plain = glm_config(tiny_source.config)
    scaled = glm_config(replace(tiny_source.config, rope_scale=16.0))

    assert plain.rope_parameters["rope_type"] == "default"
    assert (scaled.rope_parameters["rope_type"], scaled.rope_parameters["factor"]) == ("linear", 16)
