"""An ONNX export gets states; real ones are in tests/parity/test_foreign_models.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openvino as ov
import pytest

from newsassistant.convert.foreign.onnx_folder import folder_of, take_onnx
from newsassistant.core.errors import CheckpointError
from newsassistant.core.types import CancelToken
from tests.unit.convert.foreign import toys
from tests.unit.convert.foreign.test_interface import IDS, answer


def taken(tmp_path: Path, content: bytes) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "work").mkdir()
    (tmp_path / "source" / "model.onnx").write_bytes(content)
    made = take_onnx(tmp_path / "source", tmp_path / "work", toys.config(), CancelToken())
    assert (made.weights, made.is_changed) == ("fp16", True)
    return tmp_path / "work" / "openvino_model.xml"


def test_inputs_and_outputs_become_states(tmp_path: Path) -> None:
    model = ov.Core().read_model(taken(tmp_path, toys.onnx()))
    table, head = toys.matrices()
    assert {sink.get_attributes()["variable_id"] for sink in model.get_sinks()} == {*toys.KEPT}
    assert [port.get_any_name() for port in model.outputs] == ["logits"]
    assert np.allclose(answer(model, 2), table[IDS[-1]] @ head, atol=1e-4)


def test_weights_in_a_file_beside_it_are_read(tmp_path: Path) -> None:
    table, head = toys.matrices()
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "weights.bin").write_bytes(table.tobytes())
    entries = {"location": "weights.bin", "offset": "0", "length": str(table.nbytes)}
    (tmp_path / "source" / "model.onnx").write_bytes(toys.onnx(outside=entries))
    (tmp_path / "work").mkdir()
    take_onnx(tmp_path / "source", tmp_path / "work", toys.config(), CancelToken())
    model = ov.Core().read_model(tmp_path / "work" / "openvino_model.xml")
    assert np.allclose(answer(model), table[IDS[-1]] @ head, atol=1e-4)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (toys.onnx(cache=False), "foreign-stateless", "no cache"),
        (toys.onnx(through="y", more=[toys.node("Mine", ["x"], "y")]), "foreign-operation", "Mine"),
        (
            toys.onnx(through="y", more=[toys.node("Mine", ["x"], "y", "com.microsoft")]),
            "foreign-operation",
            "Mine",
        ),
        (toys.onnx(more=[toys.node("Add", ["x", "no"], "y")]), "foreign-graph", "."),
    ],
)
def test_others_are_refused_by_name(tmp_path: Path, content: bytes, code: str, words: str) -> None:
    with pytest.raises(CheckpointError, match=words) as caught:
        taken(tmp_path, content)
    assert caught.value.code == code


def test_the_config_lies_beside_the_graph_or_above_it(tmp_path: Path) -> None:
    inner = tmp_path / "onnx"
    inner.mkdir()
    assert folder_of(inner / "model.onnx") == folder_of(inner) == tmp_path
    (inner / "config.json").touch()
    assert folder_of(inner / "model.onnx") == folder_of(inner) == inner
    assert folder_of(tmp_path) == tmp_path
