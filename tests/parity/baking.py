"""Bakes a style into a graph, which the program never does: to show what becomes of such graphs."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import openvino as ov
from openvino import opset13 as op

from newsassistant.convert.staging import save_ir
from newsassistant.engine.prefix_rows import PrefixRows
from newsassistant.model.folder import MODEL_BIN, MODEL_XML


def bake(model: ov.Model, rows: PrefixRows) -> None:
    """Let each state begin with the rows of a style; mask and positions are shifted by them."""
    for node in model.get_ops():
        if node.get_type_name() == "ReadValue":
            name = str(node.get_attributes()["variable_id"])
            data = np.array(rows.tensors[name].data, np.float32)
            node.input(0).replace_source_output(op.constant(data).output(0))
    _behind(model, "attention_mask", lambda mask: _with_rows(mask, rows.length))
    if rows.position_offset:
        offset = op.constant(np.array(rows.position_offset, np.int64))
        _behind(model, "position_ids", lambda positions: op.add(positions, offset))
    model.validate_nodes_and_infer_types()


def _with_rows(mask: ov.Output, length: int) -> ov.Node:
    batch = op.gather(
        op.shape_of(mask), op.constant(np.array([0], np.int64)), op.constant(np.int64(0))
    )
    shape = op.concat([batch, op.constant(np.array([length], np.int64))], 0)
    return op.concat([op.broadcast(op.constant(np.int64(1)), shape), mask], 1)


def _behind(model: ov.Model, name: str, change: object) -> None:
    """Put what `change` makes of an input in its place, for all that read it."""
    port = model.input(name)
    readers = list(port.get_target_inputs())
    made = change(port).output(0)  # type: ignore[operator]
    for reader in readers:
        reader.replace_source_output(made)


def baked_folder(source: Path, target: Path, rows: PrefixRows) -> Path:
    """A copy of a model folder, with the style in its graph."""
    shutil.copytree(source, target)
    model = ov.Core().read_model(source / MODEL_XML)
    bake(model, rows)
    (target / MODEL_XML).unlink()
    (target / MODEL_BIN).unlink()
    save_ir(model, target / MODEL_XML)
    return target
