"""Each kind of source finds its way; an ONNX export is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.convert.export import Conversion
from newsassistant.convert.foreign.any_source import convert_any
from newsassistant.core.errors import CheckpointError
from newsassistant.core.types import CancelToken
from tests.unit.train.tiny import write_tiny


def test_a_checkpoint_is_converted(tmp_path: Path) -> None:
    job = Conversion(write_tiny(tmp_path / "source"), tmp_path / "made")

    assert convert_any(job, lambda done, total: None, CancelToken()).has_tokenizer


def test_an_onnx_export_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"onnx")

    for source in (tmp_path, tmp_path / "model.onnx"):
        with pytest.raises(CheckpointError) as caught:
            convert_any(
                Conversion(source, tmp_path / "made"), lambda done, total: None, CancelToken()
            )
        assert caught.value.code == "foreign-onnx"
