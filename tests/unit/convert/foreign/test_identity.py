"""The fingerprint of a graph is that of the checkpoint that it was made of."""

from __future__ import annotations

from pathlib import Path

import openvino as ov
import pytest

from newsassistant.convert.export import Conversion, convert
from newsassistant.convert.foreign.identity import identify
from newsassistant.core.types import CancelToken
from newsassistant.model.folder import MODEL_XML, ModelFolder
from tests.unit.train.tiny import write_tiny


@pytest.fixture
def folder(tmp_path: Path) -> ModelFolder:
    source = write_tiny(tmp_path / "source")
    convert(Conversion(source, tmp_path / "made"), lambda done, total: None, CancelToken())
    return ModelFolder.open(tmp_path / "made")


def test_the_norms_of_a_graph_tell_its_weights(folder: ModelFolder) -> None:
    model = ov.Core().read_model(folder.path / MODEL_XML)

    assert identify(model, folder.config) == folder.base().fingerprint


def test_a_graph_with_other_norms_is_nobody(folder: ModelFolder) -> None:
    from dataclasses import replace

    model = ov.Core().read_model(folder.path / MODEL_XML)

    assert identify(model, replace(folder.config, layers=folder.config.layers + 1)) == ""
