"""Where a graph of others keeps its cache, and ours in its place."""

from __future__ import annotations

import pytest

from newsassistant.convert.foreign import cache
from newsassistant.core.errors import CheckpointError
from newsassistant.model.states import state_name
from tests.unit.convert.foreign import toys


def test_states_of_our_names_need_no_change() -> None:
    slots = cache.find_states(toys.graph())
    assert [slot.kind for slot in slots] == ["key", "value"]
    assert all(slot.is_usual for slot in slots)


@pytest.mark.parametrize(
    "names",
    [
        ("cache_k_0", "cache_v_0"),
        ("model.layers.0.key", "model.layers.0.value"),
        ("past.0.k", "past.0.v"),
    ],
)
def test_states_of_other_names_are_told_apart(names: tuple[str, str]) -> None:
    slots = cache.find_states(toys.graph(states=names))
    found = {slot.kind: slot.name for slot in slots}
    assert found == {"key": names[0], "value": names[1]}
    assert not any(slot.is_usual for slot in slots)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 1, 3), (2, 0, 1, 3)])
def test_inputs_become_states_whatever_the_order_of_their_axes(order: tuple[int, ...]) -> None:
    model = toys.graph(states=None, order=order)
    slots = cache.find_inputs(model)
    cache.check(slots, toys.config())
    assert [slot.past.get_partial_shape()[slot.axes[1]] for slot in slots] == [toys.HEADS] * 2
    assert [slot.past.get_partial_shape()[slot.axes[3]] for slot in slots] == [toys.SIZE] * 2


def test_a_state_is_called_as_in_our_graphs() -> None:
    assert (state_name(0, "key"), state_name(0, "value")) == toys.KEPT


@pytest.mark.parametrize("kind", ["u8", "i8"])
def test_a_cache_of_whole_numbers_is_refused(kind: str) -> None:
    for states in (toys.KEPT, None):
        model = toys.graph(states=states, cached=kind)
        with pytest.raises(CheckpointError, match=f"of the type {kind}") as caught:
            cache.find_states(model) if states else cache.find_inputs(model)
        assert caught.value.code == "foreign-cache"


def test_a_cache_that_grows_in_front_is_refused() -> None:
    with pytest.raises(CheckpointError, match="behind those that are there"):
        cache.find_states(toys.graph(grows=False))
    with pytest.raises(CheckpointError, match="no output holds the input"):
        cache.find_inputs(toys.graph(states=None, grows=False))


def test_an_adapter_that_is_switched_is_refused() -> None:
    with pytest.raises(CheckpointError) as caught:
        cache.find_states(toys.graph(states=("lora_state_0_a", "lora_state_0_b")))
    assert caught.value.code == "foreign-adapter"


def test_the_sizes_are_those_of_the_config() -> None:
    slots = cache.find_states(toys.graph())
    with pytest.raises(CheckpointError, match="1 tensors for 1 layers"):
        cache.check(slots[:1], toys.config())


def test_states_without_layer_and_kind_in_their_names_are_refused() -> None:
    with pytest.raises(CheckpointError, match="a state is called"):
        cache.find_states(toys.graph(states=("one", "two")))
