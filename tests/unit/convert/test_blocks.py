"""Each block, compiled alone in float32, against one line of numpy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino as ov
import pytest
from openvino import opset13 as op

from newsassistant.convert import blocks
from newsassistant.model.config import ModelConfig
from tests.parity import reference

CONFIG = ModelConfig(
    family="tiny",
    layers=1,
    hidden_size=24,
    heads=4,
    kv_heads=2,
    head_dim=12,
    ffn_size=20,
    vocab_size=32,
    context_length=64,
    norm_eps=1e-5,
    rotary_dim=8,
    rope_theta=10_000.0,
)
RANDOM = np.random.default_rng(11)


def values(*shape: int) -> npt.NDArray[np.float32]:
    return RANDOM.normal(0, 1, shape).astype(np.float32)


def parameter(array: npt.NDArray[Any]) -> ov.Node:
    return op.parameter([-1] * array.ndim, array.dtype.type)


def run(outputs: list[ov.Output], feeds: dict[ov.Node, npt.NDArray[Any]]) -> list[Any]:
    """The outputs of a graph of blocks, executed in float32."""
    results = [op.result(output) for output in outputs]
    model = ov.Model(results, list(feeds), "block")
    compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    found = compiled(list(feeds.values()))
    return [np.array(found[index]) for index in range(len(results))]


def one(output: ov.Output, feeds: dict[ov.Node, npt.NDArray[Any]]) -> Any:
    return run([output], feeds)[0]


def test_rms_norm() -> None:
    x, weight = values(2, 5, 24) * 3, values(24)
    node = parameter(x)

    actual = one(blocks.rms_norm(node.output(0), weight, 1e-3, "n"), {node: x})

    np.testing.assert_allclose(
        actual, reference.rms_norm(x.astype(np.float64), weight, 1e-3), atol=2e-6
    )


def test_layer_norm() -> None:
    x, weight, bias = values(2, 5, 24) + 2, values(24), values(24)
    node = parameter(x)

    actual = one(blocks.layer_norm(node.output(0), weight, bias, 1e-5, "n"), {node: x})

    centred = x - x.mean(-1, keepdims=True)
    expected = centred / np.sqrt(centred.var(-1, keepdims=True) + 1e-5) * weight + bias
    np.testing.assert_allclose(actual, expected, atol=5e-6)


@pytest.mark.parametrize("with_bias", [False, True])
def test_linear(with_bias: bool) -> None:
    x, weight = values(1, 3, 24), values(7, 24)
    bias = values(7) if with_bias else None
    node = parameter(x)

    actual = one(blocks.linear(node.output(0), op.constant(weight).output(0), bias, "l"), {node: x})

    expected = x @ weight.T + (bias if bias is not None else 0)
    np.testing.assert_allclose(actual, expected, atol=1e-5)


@pytest.mark.parametrize("rotary_dim", [4, 8, 12])
@pytest.mark.parametrize("rope_scale", [1.0, 4.0])
def test_rotary_after_the_permutation_is_the_interleaved_one(
    rotary_dim: int, rope_scale: float
) -> None:
    config = replace(CONFIG, rotary_dim=rotary_dim, rope_scale=rope_scale)
    x = values(6, 4, 12)  # [S, heads, head_dim], interleaved pairs
    order = blocks.half_split_rows(np.arange(48, dtype=np.float32), 4, config).astype(int)
    permuted = x.reshape(6, 48)[:, order].reshape(6, 4, 12).transpose(1, 0, 2)[None]
    positions = np.arange(6, dtype=np.int64)[None]
    node, places = parameter(permuted), parameter(positions)
    tables = blocks.rotary_tables(places.output(0), config)

    actual = one(blocks.rotary(node.output(0), tables, config), {node: permuted, places: positions})

    expected = reference.rotate(x.astype(np.float64), config).reshape(6, 48)[:, order]
    np.testing.assert_allclose(actual[0].transpose(1, 0, 2).reshape(6, 48), expected, atol=3e-6)


def test_half_split_rows_reorders_each_head() -> None:
    rows = np.arange(24, dtype=np.float32)

    split = blocks.half_split_rows(rows, 2, CONFIG)
    head = [0, 2, 4, 6, 1, 3, 5, 7, 8, 9, 10, 11]
    np.testing.assert_array_equal(split, [*head, *(12 + row for row in head)])
    wide = blocks.half_split_rows(np.stack([rows, -rows], axis=1), 2, CONFIG)
    np.testing.assert_array_equal(wide, np.stack([split, -split], axis=1))


def test_split_heads() -> None:
    x = values(2, 5, 48)
    node = parameter(x)

    actual = one(blocks.split_heads(node.output(0), 4, 12), {node: x})
    np.testing.assert_array_equal(actual, x.reshape(2, 5, 4, 12).transpose(0, 2, 1, 3))


@pytest.mark.parametrize("kv_heads", [1, 2, 4])
def test_repeat_kv(kv_heads: int) -> None:
    x = values(2, kv_heads, 5, 12)
    node = parameter(x)

    actual = one(blocks.repeat_kv(node.output(0), replace(CONFIG, kv_heads=kv_heads)), {node: x})
    np.testing.assert_array_equal(actual, np.repeat(x, 4 // kv_heads, axis=1))


def test_the_mask_is_causal_behind_a_cache_and_hides_padding() -> None:
    mask = np.array([[1, 1, 1, 1, 1], [0, 0, 1, 1, 1]], dtype=np.int64)
    ids = np.zeros((2, 2), dtype=np.int64)  # two new tokens behind three cached
    nodes = parameter(mask), parameter(ids)

    actual = one(
        blocks.causal_mask(nodes[0].output(0), nodes[1].output(0)),
        dict(zip(nodes, (mask, ids), strict=True)),
    )

    visible = [[[1, 1, 1, 1, 0], [1, 1, 1, 1, 1]], [[0, 0, 1, 1, 0], [0, 0, 1, 1, 1]]]
    assert actual.shape == (2, 1, 2, 5)
    np.testing.assert_array_equal(actual[:, 0] == 0, np.array(visible, dtype=bool))
    assert actual.min() == np.finfo(np.float32).min


def test_attend() -> None:
    query, key, value = values(1, 4, 5, 12), values(1, 2, 5, 12), values(1, 2, 5, 12)
    mask = np.triu(np.full((5, 5), -1e9, dtype=np.float32), 1)[None, None]
    arrays = (query, key, value, mask)
    nodes = [parameter(array) for array in arrays]
    q_node, k_node, v_node, m_node = (node.output(0) for node in nodes)

    actual = one(
        blocks.attend(q_node, k_node, v_node, m_node, CONFIG),
        dict(zip(nodes, arrays, strict=True)),
    )

    q, k, v = (array[0].transpose(1, 0, 2).astype(np.float64) for array in arrays[:3])
    np.testing.assert_allclose(actual[0], reference.attend(q, k, v, CONFIG), atol=3e-6)


def test_swiglu() -> None:
    x, gate_up, down = values(1, 3, 24), values(40, 24), values(24, 20)
    node = parameter(x)
    parts = (*np.split(gate_up, 2), down)
    first, second, third = (op.constant(array).output(0) for array in parts)

    actual = one(blocks.swiglu(node.output(0), first, second, third, "m"), {node: x})

    gate, up = np.split(x.astype(np.float64) @ gate_up.T, 2, axis=-1)
    np.testing.assert_allclose(
        actual, (gate / (1 + np.exp(-gate)) * up) @ down.T, rtol=2e-5, atol=2e-4
    )
