"""A folder's graph is taken byte for byte where it fits, and changed where it does not."""

from __future__ import annotations

from pathlib import Path

import openvino as ov
import pytest

from newsassistant.convert.foreign.openvino_folder import take_openvino
from newsassistant.core.errors import CheckpointError
from newsassistant.core.types import CancelToken
from newsassistant.model.folder import MODEL_BIN, MODEL_XML
from tests.unit.convert.foreign.test_interface import CONFIG, graph


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    ov.save_model(graph(), tmp_path / "source" / MODEL_XML, compress_to_fp16=False)
    return tmp_path / "source"


def test_a_graph_is_put_right_and_its_weights_stay(source: Path, tmp_path: Path) -> None:
    made = take_openvino(source, tmp_path / "work", CONFIG, CancelToken())

    assert made.is_changed
    assert made.weights == "fp32"
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == [MODEL_BIN, MODEL_XML]
    again = tmp_path / "again"
    again.mkdir()
    second = take_openvino(tmp_path / "work", again, CONFIG, CancelToken())
    assert not second.is_changed
    for name in (MODEL_XML, MODEL_BIN):
        assert (again / name).read_bytes() == (tmp_path / "work" / name).read_bytes()


def test_weights_that_were_cut_are_refused(source: Path, tmp_path: Path) -> None:
    content = (source / MODEL_BIN).read_bytes()
    (source / MODEL_BIN).write_bytes(content[:100])

    with pytest.raises(CheckpointError) as caught:
        take_openvino(source, tmp_path / "work", CONFIG, CancelToken())
    assert caught.value.code == "foreign-graph"
