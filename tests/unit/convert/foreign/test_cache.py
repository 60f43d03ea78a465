"""The cache of a foreign graph against the sizes in config.json."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from newsassistant.convert.foreign.cache import check, find_inputs, find_states, past_name, rebuild
from newsassistant.core.errors import CheckpointError
from newsassistant.model.states import state_name
from tests.unit.convert.foreign.test_interface import CONFIG, graph, named


def test_the_slots_of_a_graph_that_leaves_its_cache_to_the_caller() -> None:
    model = graph()
    slots = find_inputs(model)

    assert find_states(model) == []
    assert [(slot.layer, slot.kind) for slot in slots] == [(0, "key"), (0, "value")]
    assert not any(slot.is_usual for slot in slots)
    check(slots, CONFIG)


@pytest.mark.parametrize("changes", [{"layers": 2}, {"kv_heads": 1}, {"head_dim": 8}])
def test_a_cache_of_other_sizes_is_refused(changes: dict[str, Any]) -> None:
    slots = find_inputs(graph())

    with pytest.raises(CheckpointError) as caught:
        check(slots, replace(CONFIG, **changes))
    assert caught.value.code == "foreign-cache"


def test_inputs_of_a_cache_are_told_by_their_names() -> None:
    assert past_name(named([1], float, "past_key_values.0.key").output(0)) is not None
    assert past_name(named([1], float, "input_ids").output(0)) is None


def test_states_of_our_names_take_its_place() -> None:
    model = graph()
    model.add_parameters([named([-1], int, "beam_idx")])
    made = rebuild(model, find_inputs(model), CONFIG)

    names = {str(sink.get_attributes()["variable_id"]) for sink in made.get_sinks()}
    assert names == {state_name(0, "key"), state_name(0, "value")}
    assert all(slot.is_usual for slot in find_states(made))
