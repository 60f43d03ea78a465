"""The states that a window is told of."""

from __future__ import annotations

from newsassistant.app.listener import ChatState


def test_every_state_can_be_named_and_found_again() -> None:
    assert len({state.value for state in ChatState}) == len(ChatState)
    assert all(ChatState(state.value) is state for state in ChatState)
