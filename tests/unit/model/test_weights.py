"""Roles of each family: the right rows under the right names, and every mismatch at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.families import read_config
from newsassistant.model.weights import (
    CausalWeights,
    ChatGlmV1Weights,
    ChatGlmWeights,
    decoder_weights,
    v1_weights,
)
from tests.unit.model.configs import (
    GLM,
    V1,
    V2,
    V3,
    Shapes,
    glm_shapes,
    numbered,
    v1_shapes,
    v2_shapes,
    write_checkpoint,
)
from tests.unit.model.forge import Archive, Tensor, state_dict, write

Arrays = dict[str, npt.NDArray[Any]]
CAUSAL_SHAPES = {
    "embedding": (50, 8),
    "head": (50, 8),
    "final_norm": (8,),
    "qkv": (16, 8),
    "qkv_bias": (16,),
    "output": (8, 8),
    "gate_up": (12, 8),
    "down": (8, 6),
}


def causal(folder: Path, values: dict[str, Any], arrays: Arrays) -> CausalWeights:
    checkpoint = Checkpoint.open(write_checkpoint(folder, values, arrays))
    return decoder_weights(checkpoint, read_config(checkpoint))


def v1(folder: Path, arrays: Arrays, **changed: Any) -> ChatGlmV1Weights:
    checkpoint = Checkpoint.open(write_checkpoint(folder, {**V1, **changed}, arrays))
    return v1_weights(checkpoint, read_config(checkpoint))


def problems(folder: Path, values: dict[str, Any], shapes: Shapes) -> str:
    with pytest.raises(CheckpointError) as caught:
        causal(folder, values, numbered(shapes))
    assert caught.value.code == "checkpoint-tensors"
    return str(caught.value.params["detail"])


@pytest.mark.parametrize(
    ("values", "shapes"), [(V2, v2_shapes()), (V3, v2_shapes()), (GLM, glm_shapes())]
)
def test_every_role_has_its_shape(tmp_path: Path, values: dict[str, Any], shapes: Shapes) -> None:
    weights = causal(tmp_path, values, numbered(shapes))

    tables = {"embedding": weights.embedding(), "head": weights.head()}
    tables["final_norm"] = weights.final_norm()
    bias = weights.qkv_bias(1)
    assert bias is not None
    layer = {"qkv": weights.qkv(1), "qkv_bias": bias, "output": weights.output(1)}
    layer |= {"gate_up": weights.gate_up(1), "down": weights.down(1)}
    assert {role: array.shape for role, array in {**tables, **layer}.items()} == CAUSAL_SHAPES
    assert not np.array_equal(weights.norm(0, "attention"), weights.norm(0, "ffn"))


def test_the_shared_layout_reads_the_stored_rows(tmp_path: Path) -> None:
    arrays = numbered(v2_shapes())
    weights = causal(tmp_path, V2, arrays)
    start = "transformer.encoder.layers.1"

    assert isinstance(weights, ChatGlmWeights)
    qkv = arrays[f"{start}.self_attention.query_key_value.weight"]
    assert np.array_equal(weights.qkv(1), qkv)
    assert np.array_equal(weights.norm(1, "attention"), arrays[f"{start}.input_layernorm.weight"])
    assert np.array_equal(weights.head(), arrays["transformer.output_layer.weight"])


def test_separate_q_k_and_v_are_put_together(tmp_path: Path) -> None:
    arrays = numbered(glm_shapes())
    weights = causal(tmp_path, GLM, arrays)
    start = "model.layers.1.self_attn"

    stored = [arrays[f"{start}.{part}_proj.weight"] for part in "qkv"]
    biases = [arrays[f"{start}.{part}_proj.bias"] for part in "qkv"]
    bias = weights.qkv_bias(1)
    assert bias is not None
    assert np.array_equal(weights.qkv(1), np.concatenate(stored))
    assert np.array_equal(bias, np.concatenate(biases))


@pytest.mark.parametrize("stored_twice", [False, True])
def test_a_tied_head_is_the_embedding(tmp_path: Path, stored_twice: bool) -> None:
    arrays = numbered(glm_shapes())
    if not stored_twice:
        del arrays["lm_head.weight"]

    weights = causal(tmp_path, {**GLM, "tie_word_embeddings": True}, arrays)

    assert np.array_equal(weights.head(), arrays["model.embed_tokens.weight"])


def test_without_qkv_bias_there_is_none(tmp_path: Path) -> None:
    shapes = {name: shape for name, shape in glm_shapes().items() if not name.endswith("bias")}

    weights = causal(tmp_path, {**GLM, "attention_bias": False}, numbered(shapes))

    assert weights.qkv_bias(0) is None


def test_the_first_generation_unravels_q_k_and_v(tmp_path: Path) -> None:
    arrays = numbered(v1_shapes())
    start = "transformer.layers.1"

    weight, bias = v1(tmp_path, arrays).qkv(1)

    stored = arrays[f"{start}.attention.query_key_value.weight"].reshape(2, 3, 4, 8)
    stored_bias = arrays[f"{start}.attention.query_key_value.bias"].reshape(2, 3, 4)
    for part in range(3):
        rows = slice(part * 8, part * 8 + 8)
        assert np.array_equal(weight[rows].reshape(2, 4, 8), stored[:, part])
        assert np.array_equal(bias[rows].reshape(2, 4), stored_bias[:, part])


def test_the_first_generation_has_a_bias_everywhere(tmp_path: Path) -> None:
    weights = v1(tmp_path, numbered(v1_shapes()))

    shapes = [
        tuple(array.shape for array in affine)
        for affine in (
            weights.final_norm(),
            weights.norm(0, "attention"),
            weights.norm(1, "ffn"),
            weights.output(0),
            weights.up(0),
            weights.down(0),
        )
    ]
    norm = ((8,), (8,))
    assert shapes == [norm, norm, norm, ((8, 8), (8,)), ((12, 8), (12,)), ((8, 12), (8,))]


def test_the_head_of_the_first_generation_is_tied_unless_it_says_no(tmp_path: Path) -> None:
    arrays = numbered(v1_shapes())

    tied = v1(tmp_path, arrays)
    assert np.array_equal(tied.head(), arrays["transformer.word_embeddings.weight"])
    free = v1(tmp_path, arrays, tie_word_embeddings=False)
    assert np.array_equal(free.head(), arrays["lm_head.weight"])
    assert np.array_equal(free.embedding(), arrays["transformer.word_embeddings.weight"])


def test_missing_misshapen_and_extra_tensors_are_named_together(tmp_path: Path) -> None:
    shapes = v2_shapes()
    del shapes["transformer.output_layer.weight"]
    shapes["transformer.encoder.layers.1.mlp.dense_4h_to_h.weight"] = (8, 7)
    shapes["transformer.encoder.layers.2.input_layernorm.weight"] = (8,)

    assert problems(tmp_path, V2, shapes).split("; ") == [
        "transformer.output_layer.weight is missing, expected [50, 8]",
        "transformer.encoder.layers.1.mlp.dense_4h_to_h.weight is [8, 7], expected [8, 6]",
        "transformer.encoder.layers.2.input_layernorm.weight is not expected",
    ]


def test_a_long_list_of_problems_is_cut(tmp_path: Path) -> None:
    detail = problems(tmp_path, {**V2, "num_layers": 1000}, v2_shapes())

    assert detail.endswith("more")
    assert len(detail) < 1500


def test_a_quantised_checkpoint_is_refused_by_its_dtype(tmp_path: Path) -> None:
    shapes, raw = v2_shapes(), {}
    tensors: dict[str, Tensor | bytes] = {}
    for index, (name, shape) in enumerate(shapes.items()):
        quantised = name.endswith("0.self_attention.dense.weight")
        kind = "CharStorage" if quantised else "HalfStorage"
        tensors[name] = Tensor(shape, str(index), kind)
        raw[str(index)] = bytes(int(np.prod(shape)) * (1 if quantised else 2))
    write_checkpoint(tmp_path, V2)
    (tmp_path / "model.safetensors").unlink()
    write(tmp_path / "pytorch_model.bin", Archive(state_dict(tensors), raw).data())
    checkpoint = Checkpoint.open(tmp_path)

    with pytest.raises(CheckpointError, match=r"dense\.weight is of dtype I8, expected F16"):
        decoder_weights(checkpoint, read_config(checkpoint))


def test_prefix_tensors_and_rotary_buffers_are_no_problem(tmp_path: Path) -> None:
    shapes = {**v2_shapes(), "transformer.prefix_encoder.embedding.weight": (4, 16)}

    assert causal(tmp_path, V2, numbered(shapes)).qkv(0).shape == (16, 8)


def test_the_first_generation_is_no_causal_family(tmp_path: Path) -> None:
    checkpoint = Checkpoint.open(write_checkpoint(tmp_path, V1, numbered(v1_shapes())))

    with pytest.raises(CheckpointError) as caught:
        decoder_weights(checkpoint, read_config(checkpoint))
    assert caught.value.code == "family-unsupported"
