"""A graph of others is run as the engine runs ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsassistant.app.installed.graph_trial import try_graph
from newsassistant.core.errors import CheckpointError
from tests.unit.convert.foreign import toys


def test_a_good_graph_passes_and_one_without_rotations_has_no_order(tmp_path: Path) -> None:
    assert try_graph(toys.write(tmp_path / "source"), toys.config()) == ""


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        ({"bad": float("nan")}, "numbers that are none"),
        ({"mask": False}, "foreign-trial|not passed"),
    ],
)
def test_one_that_does_something_else_is_named(
    tmp_path: Path, graph: dict[str, Any], words: str
) -> None:
    source = toys.write(tmp_path / "source", toys.graph(**graph))
    with pytest.raises(CheckpointError, match=words) as caught:
        try_graph(source, toys.config())
    assert caught.value.code == "foreign-trial"


def test_damaged_files_are_named(tmp_path: Path) -> None:
    source = toys.write(tmp_path / "source")
    (source / "openvino_model.xml").write_text("<net/>", encoding="utf-8")
    with pytest.raises(CheckpointError) as caught:
        try_graph(source, toys.config())
    assert caught.value.code == "foreign-trial"
