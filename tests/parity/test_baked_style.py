"""A style baked into a graph: what OpenVINO's pipelines make of it, and that it is refused here.

The trap: the stateful pipeline writes in the style; where attention is paged, as in continuous
batching and Model Server, the rows are dropped and the plain model answers, without an error.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import openvino as ov
import pytest

from newsassistant.core.errors import ModelError
from newsassistant.engine.prefix_rows import PrefixRows, prepare
from newsassistant.engine.runtime import Runtime
from newsassistant.model.baked import baked_states
from newsassistant.model.folder import MODEL_XML
from newsassistant.model.prefixes.prefix import Prefix
from tests.parity.baking import bake, baked_folder
from tests.parity.golden import EXACT, Golden, feed, greedy, sure
from tests.parity.test_genai import CLOSE_CALL, TOKENS, genai_ids

MODEL = "chatglm2"
IDS = [5, 17, 3, 90, 90, 41, 6, 63, 12, 8, 77]
LENGTH = 8


def rows_for(golden: Golden) -> PrefixRows:
    """A style that changes what is written."""
    folder = golden.folder(MODEL, "int8")
    base = folder.base()
    shape = (base.layers, 2, LENGTH, base.kv_heads, base.head_dim)
    numbers = np.random.default_rng(16).normal(0, 2, shape).astype(np.float16)
    style = Prefix(numbers.astype(np.float32), base, LENGTH).check()
    return prepare(style, folder.config, np.float32)


def ours(golden: Golden, rows: PrefixRows | None) -> tuple[list[int], int]:
    """What our engine writes, and how many ids of it are no close call."""
    runtime = golden.runtime(MODEL, "int8")
    runtime.use_prefix(rows)
    ids, steps = greedy(runtime, feed(runtime, IDS)[-1], TOKENS)
    return ids, sure(steps, CLOSE_CALL * float(np.abs(steps).max()))


@pytest.mark.skipif(
    importlib.util.find_spec("openvino_genai") is None,
    reason="openvino-genai is not installed; `make test` installs it",
)
def test_the_paged_pipeline_drops_a_baked_style(golden: Golden, tmp_path: Path) -> None:
    rows = rows_for(golden)
    styled, sure_styled = ours(golden, rows)
    plain, sure_plain = ours(golden, None)
    folder = baked_folder(golden.folder(MODEL, "int8").path, tmp_path / "baked", rows)

    stateful, paged = (genai_ids(folder, IDS, backend) for backend in ("SDPA", "PA"))

    least = min(sure_styled, sure_plain)
    assert styled[:least] != plain[:least], "else nothing would be shown"
    assert stateful[:sure_styled] == styled[:sure_styled]
    assert paged[:sure_plain] == plain[:sure_plain]


def test_a_baked_style_is_refused_by_name(golden: Golden, tmp_path: Path) -> None:
    folder = golden.folder(MODEL, "int8")
    baked = baked_folder(folder.path, tmp_path / "wire", rows_for(golden))

    assert baked_states(folder.path / MODEL_XML) == []
    assert len(baked_states(baked / MODEL_XML)) == 2 * folder.config.layers
    with pytest.raises(ModelError) as caught:
        Runtime(baked / MODEL_XML, EXACT, context_length=64)
    assert caught.value.code == "model-baked"
    assert "into the model wire" in str(caught.value)
    assert "the style by itself" in caught.value.text("en")


@pytest.mark.parametrize(
    "model", ["chatglm_v1", "chatglm2", "chatglm3", "chatglm3_rope", "glm", "glm_edge"]
)
def test_what_is_converted_here_has_empty_states(golden: Golden, model: str) -> None:
    assert baked_states(golden.folder(model).path / MODEL_XML) == []


def test_baking_changes_the_graph_alone(golden: Golden) -> None:
    """Else the comparison above would say nothing of the pipelines."""
    model = ov.Core().read_model(golden.folder(MODEL, "int8").path / MODEL_XML)
    bake(model, rows_for(golden))

    names = {name for port in model.inputs for name in port.get_names()}
    assert {"input_ids", "attention_mask", "position_ids", "beam_idx"} <= names
