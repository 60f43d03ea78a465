"""State names: a contract with OpenVINO GenAI, and between what makes and what runs graphs."""

from __future__ import annotations

import pytest

from newsassistant.model.states import KINDS, layer_of, state_name


def test_names_are_those_of_openvino_genai() -> None:
    assert [state_name(7, kind) for kind in KINDS] == [
        "past_key_values.7.keypresent.7.key",
        "past_key_values.7.valuepresent.7.value",
    ]


@pytest.mark.parametrize("layer", [0, 27, 128])
def test_the_layer_is_found_in_each_name(layer: int) -> None:
    assert [layer_of(state_name(layer, kind)) for kind in KINDS] == [layer, layer]


@pytest.mark.parametrize(
    "name", ["", "beam_idx", "past_key_values.x.keypresent.x.key", "past_key_values.1.", "variable"]
)
def test_other_names_have_no_layer(name: str) -> None:
    assert layer_of(name) is None
