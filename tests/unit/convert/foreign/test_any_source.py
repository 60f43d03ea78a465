"""Any source by the same call, with a real trial: each that cannot be used is refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsassistant.app.installed.graph_trial import try_graph
from newsassistant.app.installed.trial import try_conversation
from newsassistant.convert.export import Conversion
from newsassistant.convert.foreign.any_source import convert_any
from newsassistant.core.errors import ModelError, NewsAssistantError
from newsassistant.core.types import CancelToken
from newsassistant.model.folder import ModelFolder
from tests.unit.convert.foreign import toys
from tests.unit.model import configs


def made(source: Path, target: Path) -> ModelFolder:
    convert_any(
        Conversion(source, target),
        lambda done, total: None,
        CancelToken(),
        try_out=try_conversation,
        try_graph=try_graph,
    )
    return ModelFolder.open(target)


def test_checkpoints_graphs_and_onnx_are_told_apart(tmp_path: Path) -> None:
    arrays = {name: each / 1e4 for name, each in configs.numbered(configs.v2_shapes()).items()}
    checkpoint = configs.write_checkpoint(tmp_path / "checkpoint", configs.V3, arrays)
    graph = toys.write(tmp_path / "graph")
    onnx = tmp_path / "other"
    (onnx / "onnx").mkdir(parents=True)
    (onnx / "onnx" / "model.onnx").write_bytes(toys.onnx())
    toys.write_texts(onnx)
    sources = (checkpoint, graph, onnx, onnx / "onnx" / "model.onnx")
    found = [made(each, tmp_path / f"made{index}") for index, each in enumerate(sources)]
    assert [folder.config.family for folder in found] == ["chatglm3", "llama", "llama", "llama"]


@pytest.mark.parametrize(
    ("graph", "config", "code"),
    [
        ({}, {"model_type": "gpt_neox"}, "family-unsupported"),
        ({"states": None, "past": ("a", "b")}, {}, "foreign-stateless"),
        ({"extra": "pixel_values"}, {}, "foreign-input"),
        ({"cached": "i8"}, {}, "foreign-cache"),
        ({"bad": float("nan")}, {}, "foreign-trial"),
        ({"bad": float("inf")}, {}, "foreign-trial"),
        ({"grows": False}, {}, "foreign-cache"),
        ({}, {"num_hidden_layers": 2}, "foreign-cache"),
        ({}, {"num_key_value_heads": 1}, "foreign-cache"),
        ({}, {"vocab_size": 300}, "foreign-graph"),
        ({}, {"vocab_size": 259}, "checkpoint-invalid"),
    ],
)
def test_others_are_refused_by_name(
    tmp_path: Path, graph: dict[str, Any], config: dict[str, Any], code: str
) -> None:
    source = toys.write(tmp_path / "source", toys.graph(**graph), **config)
    with pytest.raises(NewsAssistantError) as caught:
        made(source, tmp_path / "made")
    assert caught.value.code == code
    assert caught.value.text() != caught.value.text("zh")
    assert not (tmp_path / "made").exists()


def test_a_folder_of_nothing_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    with pytest.raises(ModelError):
        made(tmp_path / "source", tmp_path / "made")
