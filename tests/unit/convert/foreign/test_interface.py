"""Inputs and outputs of a graph of others, made those that the engine feeds."""

from __future__ import annotations

from typing import Any

import numpy as np
import openvino as ov
import pytest

from newsassistant.convert.foreign.interface import fit
from newsassistant.core.errors import CheckpointError
from tests.unit.convert.foreign import toys

IDS = [5, 99, 7, 250, 31]
EXACT = {"INFERENCE_PRECISION_HINT": "f32", "KV_CACHE_PRECISION": "f32"}


def answer(model: ov.Model, parts: int = 1) -> Any:
    """The logits of the last token, fed in so many parts."""
    request = ov.Core().compile_model(model, "CPU", EXACT).create_infer_request()
    done = 0
    for part in np.array_split(np.array(IDS), parts):
        done += len(part)
        request.infer(
            {
                "input_ids": part[None].astype(np.int64),
                "attention_mask": np.ones((1, done), np.int64),
                "position_ids": np.arange(done - len(part), done, dtype=np.int64)[None],
                "beam_idx": np.zeros(1, np.int32),
            }
        )
    return request.get_tensor("logits").data[0, -1].copy()


def test_a_graph_like_ours_stays_as_it_is() -> None:
    model = toys.graph()
    before = model.get_ops()
    fitted = fit(model, toys.config())
    assert not fitted.is_changed
    assert len(fitted.model.get_ops()) == len(before)


@pytest.mark.parametrize(
    "other",
    [
        {"states": ("k.0", "v.0")},
        {"states": None},
        {"states": None, "order": (0, 2, 1, 3)},
        {"states": None, "order": (2, 0, 1, 3)},
        {"states": ("k.0", "v.0"), "order": (0, 2, 1, 3)},
        {"logits": "output"},
    ],
)
def test_others_are_made_like_ours_and_answer_the_same(other: dict[str, Any]) -> None:
    fitted = fit(toys.graph(**other), toys.config())
    assert fitted.is_changed
    names = {name for port in fitted.model.inputs for name in port.get_names()}
    assert names == {"input_ids", "attention_mask", "position_ids", "beam_idx"}
    assert {sink.get_attributes()["variable_id"] for sink in fitted.model.get_sinks()} == {
        *toys.KEPT
    }
    expected = answer(toys.graph())
    for parts in (1, 3):
        assert np.allclose(answer(fitted.model, parts), expected, atol=1e-5)


@pytest.mark.parametrize(
    ("other", "code", "words"),
    [
        ({"extra": "pixel_values"}, "foreign-input", "pixel_values"),
        ({"mask": False}, "foreign-graph", "attention_mask"),
        ({"tokens": 4}, "foreign-logits", "4"),
        ({"states": None, "past": ("before_k", "before_v")}, "foreign-stateless", "no cache"),
    ],
)
def test_what_the_engine_cannot_feed_is_named(other: dict[str, Any], code: str, words: str) -> None:
    with pytest.raises(CheckpointError, match=words) as caught:
        fit(toys.graph(**other), toys.config())
    assert caught.value.code == code
