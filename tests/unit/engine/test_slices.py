"""A slice is the model with fewer layers, with the same numbers up to there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import openvino as ov
import pytest

from newsassistant.convert import chatglm_v1, decoder
from newsassistant.engine.compiled import EXACT
from newsassistant.engine.layout import layout_of
from newsassistant.engine.runtime import Runtime
from newsassistant.engine.slices import (
    SLICE_BYTES,
    WHOLE_BYTES,
    keep_layers,
    layers_to_measure,
)
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import MODEL_XML
from tests.tiny import chatglm_v1 as tiny_v1
from tests.tiny import decoder as tiny

IDS = [5, 17, 3, 50, 41]  # of both vocabularies: an id outside reads strange memory


def built(family: str, layers: int) -> tuple[ModelConfig, ov.Model]:
    """The same random weights for every number of layers."""
    if family == "v1":
        config = replace(tiny_v1.CONFIG, layers=layers)
        weights = tiny_v1.RandomWeights(config)
        return config, chatglm_v1.build_model(config, weights)
    config = replace(tiny.CONFIG, layers=layers)
    return config, decoder.build_model(config, tiny.RandomWeights(config))


@pytest.mark.parametrize("family", ["causal", "v1"])
def test_a_slice_computes_what_a_model_of_so_many_layers_does(family: str, tmp_path: Path) -> None:
    found = []
    for layers in (2, 3):
        config, model = built(family, layers)
        folder = tmp_path / str(layers)
        folder.mkdir()
        ov.save_model(model, folder / MODEL_XML, compress_to_fp16=False)
        cut = (lambda whole: keep_layers(whole, 2)) if layers == 3 else None
        layout = layout_of(config)
        runtime = Runtime(folder / MODEL_XML, EXACT, context_length=64, layout=layout, cut=cut)
        ids = [*layout.shortest(), *IDS]
        found.append(np.array(runtime.feed(ids)))
        assert len(runtime._states) == 4

    np.testing.assert_array_equal(found[0], found[1])


def test_a_foreign_graph_has_no_such_layers() -> None:
    _, model = built("causal", 2)
    with pytest.raises(LookupError, match="no layer 7"):
        keep_layers(model, 7)


def test_small_models_are_measured_whole_and_large_ones_in_part() -> None:
    glm = ModelConfig(
        family="chatglm3",
        layers=28,
        hidden_size=4096,
        heads=32,
        kv_heads=2,
        head_dim=128,
        ffn_size=13696,
        vocab_size=65024,
        context_length=8192,
        norm_eps=1e-5,
        rotary_dim=64,
        rope_theta=10_000.0,
    )
    assert layers_to_measure(glm, WHOLE_BYTES) == 28
    assert layers_to_measure(glm, 6_250_000_000) == 2
    assert layers_to_measure(glm, 3_400_000_000) == 4
    assert layers_to_measure(replace(glm, tied_head=True), 6_000_000_000) == 3
    assert layers_to_measure(glm, 50 * SLICE_BYTES) == 1
