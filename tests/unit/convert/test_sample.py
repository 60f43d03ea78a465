"""The slice by which kinds of weights are compared has the shapes of a 6B model."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from newsassistant.convert.sample import CONFIG, write_sample
from newsassistant.engine.compiled import EXACT
from newsassistant.engine.runtime import Runtime
from newsassistant.model.folder import MODEL_BIN, MODEL_XML

WEIGHTS = 4096 * (4096 + 512) + 4096 * 4096 + 3 * 4096 * 13696


def test_a_slice_runs_and_is_as_large_as_its_weights(tmp_path: Path) -> None:
    write_sample(tmp_path, "int4")
    runtime = Runtime(tmp_path / MODEL_XML, EXACT, context_length=CONFIG.context_length)

    assert np.isfinite(runtime.feed([1, 2])).all()
    size = (tmp_path / MODEL_BIN).stat().st_size
    assert 0.5 * WEIGHTS < size < 0.56 * WEIGHTS  # 4 bits, and a scale and a zero a group
