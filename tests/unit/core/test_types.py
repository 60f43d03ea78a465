"""Values are immutable; the cancel token fires once it is pressed, whatever the order."""

from __future__ import annotations

import dataclasses
import threading
import typing

import pytest

from newsassistant.core import types
from newsassistant.core.errors import CancelledError
from newsassistant.core.types import CancelToken, GenerationParams, Message, Request, Usage


def test_a_new_token_is_not_cancelled() -> None:
    token = CancelToken()
    assert token.cancelled is False
    token.check()


def test_the_check_of_a_cancelled_token_ends_the_work() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        token.check()


def test_cancel_runs_the_hook_each_time_it_is_pressed() -> None:
    token, calls = CancelToken(), []
    token.set_hook(lambda: calls.append("cut"))
    assert calls == []
    token.cancel()
    token.cancel()
    assert token.cancelled
    assert calls == ["cut", "cut"]


def test_a_hook_that_comes_late_runs_at_once() -> None:
    token, calls = CancelToken(), []
    token.cancel()
    token.set_hook(lambda: calls.append("cut"))
    assert calls == ["cut"]


def test_a_removed_hook_is_not_called() -> None:
    token, calls = CancelToken(), []
    token.set_hook(lambda: calls.append("cut"))
    token.set_hook(None)
    token.cancel()
    assert calls == []
    assert token.cancelled


def test_a_hook_may_look_at_its_token() -> None:
    token = CancelToken()
    seen: list[bool] = []

    def look() -> None:
        seen.append(token.cancelled)
        token.set_hook(None)

    token.set_hook(look)
    token.cancel()  # would hang if the hook ran under the lock
    assert seen == [True]


def test_no_press_is_lost_between_threads() -> None:
    for _ in range(200):
        token, fired = CancelToken(), threading.Event()
        threads = [
            threading.Thread(target=token.cancel),
            threading.Thread(target=token.set_hook, args=(fired.set,)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert fired.is_set()


def test_requests_do_not_share_a_token() -> None:
    first, second = Request("a", (1,)), Request("b", (1,))
    first.cancel.cancel()
    assert not second.cancel.cancelled


def values() -> list[type]:
    kinds = [kind for kind in vars(types).values() if isinstance(kind, type)]
    return [kind for kind in kinds if dataclasses.is_dataclass(kind)]


@pytest.mark.parametrize("kind", values())
def test_every_value_is_frozen_slotted_and_explained(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__dict__" not in dir(kind)
    assert kind.__doc__
    assert not kind.__doc__.startswith(f"{kind.__name__}(")  # not the generated one


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Message("user", "text").content = "other"  # type: ignore[misc]
    assert GenerationParams() == GenerationParams()
    assert Usage(seed=1) != Usage(seed=2)


def test_every_event_names_its_request() -> None:
    for event in typing.get_args(types.Event):
        assert dataclasses.fields(event)[0].name == "request_id"
