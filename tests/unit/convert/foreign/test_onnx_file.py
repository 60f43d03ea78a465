"""What is refused of an ONNX file before OpenVINO reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from newsassistant.convert.foreign.onnx_file import MAX_DEPTH, check_onnx
from newsassistant.core.errors import CheckpointError
from tests.unit.convert.foreign import toys


def written(folder: Path, content: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "model.onnx").write_bytes(content)
    return folder / "model.onnx"


def test_a_whole_file_names_no_other(tmp_path: Path) -> None:
    assert check_onnx(written(tmp_path, toys.onnx()), tmp_path) == []


def test_weights_beside_it_are_found(tmp_path: Path) -> None:
    (tmp_path / "model.onnx_data").write_bytes(b"\0" * 64)
    entries = {"location": "model.onnx_data", "offset": "16", "length": "48"}
    path = written(tmp_path, toys.onnx(outside=entries))
    assert check_onnx(path, tmp_path) == ["model.onnx_data"]


@pytest.mark.parametrize(
    "location",
    ["../other.bin", "/etc/passwd", "C:\\x.bin", "C:x.bin", "a/../../x", "..\\x", "", "a\0b"],
)
def test_weights_elsewhere_are_refused(tmp_path: Path, location: str) -> None:
    (tmp_path / "other.bin").write_bytes(b"\0" * 64)
    path = written(tmp_path / "source", toys.onnx(outside={"location": location}))
    with pytest.raises(CheckpointError) as caught:
        check_onnx(path, path.parent)
    assert caught.value.code == "foreign-outside"


def test_a_link_to_another_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"\0" * 64)
    path = written(tmp_path / "source", toys.onnx(outside={"location": "weights.bin"}))
    (path.parent / "weights.bin").symlink_to(tmp_path / "other.bin")
    with pytest.raises(CheckpointError) as caught:
        check_onnx(path, path.parent)
    assert caught.value.code == "checkpoint-invalid"


@pytest.mark.parametrize("entries", [{"offset": "60", "length": "5"}, {"offset": "-1"}])
def test_weights_that_end_too_early_are_refused(tmp_path: Path, entries: dict[str, str]) -> None:
    (tmp_path / "weights.bin").write_bytes(b"\0" * 64)
    path = written(tmp_path, toys.onnx(outside={"location": "weights.bin", **entries}))
    with pytest.raises(CheckpointError, match=r"weights\.bin"):
        check_onnx(path, tmp_path)


def test_operations_of_other_makers_are_refused_wherever_they_are(tmp_path: Path) -> None:
    mine = toys.node("Mine", ["x"], "y", domain="maker.example")
    inside = toys.node("If", ["x"], "y", then_branch=b"\x0a" + bytes([len(mine)]) + mine)
    for more in (mine, inside):
        path = written(tmp_path, toys.onnx(more=[more]))
        with pytest.raises(CheckpointError, match=r"maker\.example\.Mine") as caught:
            check_onnx(path, tmp_path)
        assert caught.value.code == "foreign-operation"


def test_deep_messages_end_nothing(tmp_path: Path) -> None:
    content = toys.node("Add", ["x"], "y")
    for _ in range(MAX_DEPTH):
        graph = toys._field(1, content)
        content = toys.node("If", ["x"], "y", then_branch=graph)
    path = written(tmp_path, toys.onnx(more=[content]))
    with pytest.raises(CheckpointError, match="nested too deeply"):
        check_onnx(path, tmp_path)


@pytest.mark.parametrize("content", [b"", b"\0", b"\xff" * 40, b"no protobuf at all", b"\x3a\x7f"])
def test_what_is_no_onnx_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CheckpointError) as caught:
        check_onnx(written(tmp_path, content), tmp_path)
    assert caught.value.code == "foreign-graph"


def test_damage_anywhere_is_an_error_of_ours_or_none(tmp_path: Path) -> None:
    content = toys.onnx(outside={"location": "weights.bin"})
    (tmp_path / "weights.bin").write_bytes(b"\0" * 64)
    random = np.random.default_rng(3)
    for _ in range(300):
        damaged = bytearray(content)
        for place in random.integers(0, len(damaged), 4):
            damaged[place] = random.integers(0, 256)
        path = written(tmp_path, bytes(damaged[: random.integers(1, len(damaged) + 1)]))
        try:
            check_onnx(path, tmp_path)
        except CheckpointError:
            continue
