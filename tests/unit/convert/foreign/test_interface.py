"""Graphs that lack an input, have another type, or another cache are made to fit, or refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as op

from newsassistant.convert.foreign.interface import fit
from newsassistant.core.errors import CheckpointError
from newsassistant.model.config import ModelConfig

CONFIG = ModelConfig(
    family="llama",
    layers=1,
    hidden_size=8,
    heads=2,
    kv_heads=2,
    head_dim=4,
    ffn_size=8,
    vocab_size=16,
    context_length=64,
    norm_eps=1e-6,
    rotary_dim=4,
    rope_theta=10_000.0,
)


def named(shape: list[int], dtype: Any, name: str) -> ov.Node:
    made = op.parameter(shape, dtype, name=name)
    made.get_output_tensor(0).set_names({name})
    return made


def graph(
    *,
    ids: Any = np.int64,
    ids_shape: tuple[int, ...] = (-1, -1),
    names: tuple[str, str] = ("past_key_values.0.key", "past_key_values.0.value"),
    logits: str = "logits",
    extra: str = "",
    grows: bool = True,
) -> ov.Model:
    """A stateless graph of one layer that keeps what it was told."""
    tokens = named(list(ids_shape), ids, "input_ids")
    mask = named([-1, -1], np.int64, "attention_mask")
    table = op.constant(np.random.default_rng(0).normal(size=(16, 8)).astype(np.float32))
    embedded = op.gather(table, tokens, op.constant(0))
    rows = op.reshape(embedded, op.constant(np.array([0, 0, 2, 4])), True)
    new = op.transpose(rows, op.constant(np.array([0, 2, 1, 3])))
    pasts = [named([-1, 2, -1, 4], np.float32, name) for name in names]
    kept = [op.concat([past, new], 2) if grows else past for past in pasts]
    seen = op.reduce_sum(kept[1], op.constant(np.array([1, 2, 3])))
    scale = op.convert(op.reduce_sum(mask, op.constant(np.array([0, 1]))), np.float32)
    wide = op.matmul(embedded, table, False, True)
    column = op.reshape(seen, op.constant(np.array([-1, 1, 1])), False)
    out = op.add(wide, op.multiply(column, scale))
    out.output(0).get_tensor().set_names({logits})
    for node, name in zip(
        kept if grows else [], ("present.0.key", "present.0.value"), strict=grows
    ):
        node.output(0).get_tensor().set_names({name})
    inputs = [tokens, mask, *pasts]
    if extra:
        inputs.append(named([-1, -1], np.int64, extra))
    return ov.Model([out, *kept], inputs, "m")


def fed(model: ov.Model) -> Any:
    request = ov.Core().compile_model(model, "CPU").create_infer_request()
    found = []
    for ids, seen in (([1, 2, 3], 3), ([4], 4)):
        request.infer(
            {
                "input_ids": np.array([ids], np.int64),
                "attention_mask": np.ones((1, seen), np.int64),
                "position_ids": np.arange(seen - len(ids), seen)[None],
                "beam_idx": np.zeros(1, np.int32),
            }
        )
        found.append(np.array(request.get_tensor("logits").data))
    return found


@pytest.mark.parametrize("ids", [np.int64, np.int32])
def test_a_stateless_graph_gets_states_and_the_inputs_that_it_lacks(ids: Any) -> None:
    fitted = fit(graph(ids=ids), CONFIG)

    assert fitted.is_changed
    found = {name for port in fitted.model.inputs for name in port.get_names()}
    assert {"input_ids", "attention_mask", "position_ids", "beam_idx"} <= found
    assert len(fitted.model.get_sinks()) == 2
    first, second = fed(fitted.model)
    assert (first.shape, second.shape) == ((1, 3, 16), (1, 1, 16))


@pytest.mark.parametrize(
    "names",
    [
        ("past_key_values.0.key", "past_key_values.0.value"),
        ("past.0.k", "past.0.v"),
        ("past_key_0", "past_value_0"),
        ("pasta", "pastb"),
    ],
)
def test_other_names_of_a_cache_are_understood(names: tuple[str, str]) -> None:
    assert len(fit(graph(names=names), CONFIG).model.get_sinks()) == 2


def test_a_wide_output_is_taken_for_the_logits() -> None:
    assert fit(graph(logits="output"), CONFIG).model.output("logits")


def test_a_graph_that_fits_stays_as_it_is() -> None:
    made = fit(graph(), CONFIG).model

    assert not fit(made, CONFIG).is_changed


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"extra": "token_type_ids"}, "foreign-input"),
        ({"ids_shape": (8, -1)}, "foreign-fixed"),
        ({"ids_shape": (-1, 8)}, "foreign-logits"),
        ({"names": ("cache_k", "cache_v")}, "foreign-stateless"),
        ({"grows": False}, "foreign-cache"),
    ],
)
def test_what_cannot_be_fed_is_refused_by_name(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(CheckpointError) as caught:
        fit(graph(**changes), CONFIG)
    assert caught.value.code == code
