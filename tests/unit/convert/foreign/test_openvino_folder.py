"""A graph of others is taken as it is, or changed where it must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.convert.foreign.openvino_folder import take_openvino
from newsassistant.core.errors import CheckpointError
from newsassistant.core.types import CancelToken
from tests.unit.convert.foreign import toys

FILES = ["openvino_model.bin", "openvino_model.xml"]


@pytest.mark.parametrize("states", [toys.KEPT, None])
def test_only_what_differs_is_changed(tmp_path: Path, states: tuple[str, str] | None) -> None:
    source = toys.write(tmp_path / "source", toys.graph(states=states))
    (tmp_path / "work").mkdir()
    made = take_openvino(source, tmp_path / "work", toys.config(), CancelToken())
    assert made.is_changed == (states is None)
    assert made.weights == "fp32"
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == FILES
    same = [
        (source / name).read_bytes() == (tmp_path / "work" / name).read_bytes() for name in FILES
    ]
    assert all(same) == (states is not None)


@pytest.mark.parametrize("kept", [0, 1, 100])
def test_weights_cut_short_are_refused(tmp_path: Path, kept: int) -> None:
    source = toys.write(tmp_path / "source")
    weights = source / "openvino_model.bin"
    weights.write_bytes(weights.read_bytes()[:kept])
    (tmp_path / "work").mkdir()
    with pytest.raises(CheckpointError, match=f"{kept} in the file"):
        take_openvino(source, tmp_path / "work", toys.config(), CancelToken())
