"""Rows in the states of a graph are found however they got there, and plain graphs have none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as op

from newsassistant.convert.decoder import build_model
from newsassistant.convert.staging import save_ir
from newsassistant.core.errors import ModelError
from newsassistant.model.baked import baked_states, refuse_baked
from newsassistant.model.folder import MODEL_XML
from newsassistant.model.states import state_name
from tests.hostile import place_strange_files, raw_json
from tests.tiny.decoder import CONFIG, RandomWeights

Begin = Callable[[ov.Node], ov.Node]
ROWS = np.full((1, CONFIG.kv_heads, 3, CONFIG.head_dim), 0.5, np.float32)


def graph(folder: Path, begin: Begin | None = None) -> Path:
    """A tiny model; `begin` makes what the states of its first layer begin with."""
    model = build_model(CONFIG, RandomWeights(CONFIG))
    for node in model.get_ops() if begin is not None else ():
        if node.get_type_name() == "ReadValue" and ".0." in node.get_attributes()["variable_id"]:
            assert begin is not None
            node.input(0).replace_source_output(begin(model.input("input_ids").node).output(0))
    save_ir(model, folder / MODEL_XML)
    return folder / MODEL_XML


def by_batch(ids: ov.Node, *rest: int) -> ov.Node:
    first = op.constant(np.array([0], np.int64))
    batch = op.gather(op.shape_of(ids), first, op.constant(np.int64(0)))
    return op.concat([batch, op.constant(np.array(rest, np.int64))], 0)


def widened(ids: ov.Node) -> ov.Node:
    return op.broadcast(op.constant(ROWS), by_batch(ids, *ROWS.shape[1:]))


def halved(ids: ov.Node) -> ov.Node:
    return op.convert(op.constant(ROWS.astype(np.float16)), np.float32)


def alike(ids: ov.Node) -> ov.Node:
    return op.broadcast(op.constant(np.float32(0.5)), by_batch(ids, *ROWS.shape[1:]))


def of_unknown_size(ids: ov.Node) -> ov.Node:
    """Rows of which only a run would tell how many there are."""
    flat = op.reshape(ids, op.constant(np.array([-1], np.int64)), False)
    some = op.gather(op.constant(ROWS), flat, op.constant(np.int64(2)))
    return op.broadcast(some, by_batch(ids, 1, 1, 1), broadcast_spec="BIDIRECTIONAL")


def empty(ids: ov.Node) -> ov.Node:
    return op.broadcast(
        op.constant(np.float32(0.0)), by_batch(ids, CONFIG.kv_heads, 0, CONFIG.head_dim)
    )


@pytest.mark.parametrize("begin", [lambda ids: op.constant(ROWS), widened, halved, alike])
def test_rows_are_found_however_they_are_stored(tmp_path: Path, begin: Begin) -> None:
    xml = graph(tmp_path, begin)

    assert sorted(baked_states(xml)) == [state_name(0, "key"), state_name(0, "value")]
    with pytest.raises(ModelError) as caught:
        refuse_baked(xml, "wire")
    assert caught.value.code == "model-baked"
    assert caught.value.params == {"model": "wire", "actual": 2}


def test_rows_of_unknown_size_are_told_by_their_numbers(tmp_path: Path) -> None:
    assert len(baked_states(graph(tmp_path, of_unknown_size))) == 2


@pytest.mark.parametrize("begin", [None, empty])
def test_empty_states_are_none(tmp_path: Path, begin: Begin | None) -> None:
    xml = graph(tmp_path, begin)

    assert baked_states(xml) == []
    refuse_baked(xml, "wire")


def test_what_is_no_graph_is_left_to_openvino(tmp_path: Path) -> None:
    xml = tmp_path / MODEL_XML
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    ends = b'<net><layers><layer id="0" type="ReadValue"/></layers><edges><edge/></edges></net>'
    for content in (*(content for _, content in raw_json()), bomb, ends, b"<net>" * 10_000):
        xml.write_bytes(content)
        assert baked_states(xml) == []
    xml.unlink()
    for _ in place_strange_files(tmp_path, MODEL_XML):
        assert baked_states(xml) == []
