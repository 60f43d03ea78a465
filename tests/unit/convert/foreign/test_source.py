"""What a source is, told by the names in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.convert.foreign.source import find_onnx, kind_of
from newsassistant.core.errors import CheckpointError


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("openvino_model.xml", "openvino"),
        ("model.onnx", "onnx"),
        ("onnx/decoder_model_merged.onnx", "onnx"),
        ("model.safetensors", "checkpoint"),
        ("model.gguf", "checkpoint"),
    ],
)
def test_a_folder_by_what_is_in_it(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"")

    assert kind_of(tmp_path) == kind


def test_a_file_by_its_suffix(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "model.ONNX") == "onnx"
    assert kind_of(tmp_path / "model.gguf") == "checkpoint"
    assert find_onnx(tmp_path) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("openvino_encoder_model.xml", "foreign-encoder"),
        ("encoder_model.onnx", "foreign-encoder"),
        ("openvino_vision_embeddings_model.xml", "foreign-pictures"),
    ],
)
def test_models_of_several_graphs_are_refused_by_name(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).write_bytes(b"")

    with pytest.raises(CheckpointError) as caught:
        kind_of(tmp_path)
    assert caught.value.code == code
    assert name in caught.value.text()
