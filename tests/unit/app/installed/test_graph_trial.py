"""The trial run: a graph that forgets, or counts wrongly, is not installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openvino as ov
import pytest

from newsassistant.app.installed.graph_trial import try_graph
from newsassistant.convert.foreign.interface import fit
from newsassistant.core.errors import CheckpointError
from newsassistant.model.folder import MODEL_XML
from tests.unit.convert.foreign.test_interface import CONFIG, graph


def test_a_graph_whose_mask_counts_for_all_of_it_is_refused(tmp_path: Path) -> None:
    """It sums over its mask, so tokens that were taken back still count."""
    ov.save_model(fit(graph(), CONFIG).model, tmp_path / MODEL_XML, compress_to_fp16=False)

    with pytest.raises(CheckpointError) as caught:
        try_graph(tmp_path, CONFIG)
    assert caught.value.code == "foreign-trial"


def test_a_graph_of_another_vocabulary_is_refused(tmp_path: Path) -> None:
    ov.save_model(fit(graph(), CONFIG).model, tmp_path / MODEL_XML, compress_to_fp16=False)

    with pytest.raises(CheckpointError) as caught:
        try_graph(tmp_path, replace(CONFIG, vocab_size=12))
    assert "logits of shape" in caught.value.text()
