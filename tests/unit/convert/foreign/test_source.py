"""What a model's source is, by the names in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.convert.foreign.source import find_onnx, kind_of
from newsassistant.core.errors import CheckpointError


def folder(tmp_path: Path, *names: str) -> Path:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("config.json", "model.safetensors"), "checkpoint"),
        (("openvino_model.xml", "openvino_model.bin"), "openvino"),
        (("model.onnx",), "onnx"),
        (("onnx/model.onnx", "config.json"), "onnx"),
        (("decoder_model_merged.onnx",), "onnx"),
        ((), "checkpoint"),
    ],
)
def test_it_is_told_by_names(tmp_path: Path, names: tuple[str, ...], kind: str) -> None:
    assert kind_of(folder(tmp_path, *names)) == kind


def test_a_file_is_taken_for_onnx_by_its_ending(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "some.ONNX") == "onnx"
    assert find_onnx(tmp_path) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("openvino_encoder_model.xml", "foreign-encoder"),
        ("encoder_model.onnx", "foreign-encoder"),
        ("openvino_vision_embeddings_model.xml", "foreign-pictures"),
    ],
)
def test_models_of_several_graphs_are_refused(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(CheckpointError, match=name) as caught:
        kind_of(folder(tmp_path, name))
    assert caught.value.code == code
