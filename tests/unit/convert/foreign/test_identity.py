"""Which weights a graph has; against our own conversion in tests/parity/test_foreign_models.py."""

from __future__ import annotations

from pathlib import Path

import openvino as ov

from newsassistant.convert.export import Conversion, convert
from newsassistant.convert.foreign.identity import identify
from newsassistant.core.types import CancelToken
from newsassistant.model.folder import MODEL_XML, ModelFolder
from tests.unit.convert.foreign import toys
from tests.unit.model import configs


def test_a_graph_without_norms_is_nobody() -> None:
    assert identify(toys.graph(), toys.config()) == ""


def test_our_own_graph_has_the_fingerprint_of_its_checkpoint(tmp_path: Path) -> None:
    arrays = {name: each / 1e4 for name, each in configs.numbered(configs.v2_shapes()).items()}
    source = configs.write_checkpoint(tmp_path / "source", configs.V3, arrays)
    convert(Conversion(source, tmp_path / "made"), lambda done, total: None, CancelToken())
    folder = ModelFolder.open(tmp_path / "made")
    model = ov.Core().read_model(folder.path / MODEL_XML)
    assert identify(model, folder.config) == folder.base().fingerprint
