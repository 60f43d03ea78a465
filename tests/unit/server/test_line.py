"""Who waits: bounds of all and of each, turns, and what nobody wants any more."""

from __future__ import annotations

from collections import Counter

import pytest

from newsassistant.core.types import GenerationParams, Message, Prompt
from newsassistant.server.errors import ApiError
from newsassistant.server.line import Asked, Line


def asked(id_: str, user: str) -> Asked:
    return Asked(id_, user, Prompt((Message("user", id_),)), GenerationParams())


def order(line: Line, most_of_one: int = 99) -> list[str]:
    found = []
    while (one := line.take(Counter(), most_of_one)) is not None:
        found.append(one.id)
    return found


def test_users_take_turns_however_many_one_of_them_sends() -> None:
    line = Line(32, 8)
    for number in range(4):
        line.put(asked(f"a{number}", "anna"))
    line.put(asked("b0", "ben"))
    line.put(asked("c0", "cleo"))

    assert order(line) == ["a0", "b0", "c0", "a1", "a2", "a3"]


def test_a_user_with_many_running_waits_for_others() -> None:
    line = Line(32, 8)
    line.put(asked("a0", "anna"))
    line.put(asked("b0", "ben"))

    taken = line.take(Counter(anna=3), 3)
    assert taken is not None
    assert taken.id == "b0"
    assert line.take(Counter(anna=3), 3) is None
    assert len(line) == 1


def test_who_has_asked_lately_counts() -> None:
    now = [100.0]
    line = Line(32, 8, clock=lambda: now[0])
    line.put(asked("a0", "anna"))
    now[0] += 20
    line.put(asked("b0", "ben"))
    assert line.active() == 2
    now[0] += 20
    assert line.active() == 1


def test_too_many_are_told_so() -> None:
    line = Line(3, 2)
    line.put(asked("a0", "anna"))
    line.put(asked("a1", "anna"))
    with pytest.raises(ApiError) as own:
        line.put(asked("a2", "anna"))
    line.put(asked("b0", "ben"))
    with pytest.raises(ApiError) as full:
        line.put(asked("c0", "cleo"))

    assert (own.value.code, full.value.code) == ("user_queue_full", "queue_full")
    assert (own.value.status, full.value.retry_s > 0) == (429, True)


def test_what_nobody_waits_for_is_taken_out() -> None:
    line = Line()
    first, second = asked("a0", "anna"), asked("a1", "anna")
    line.put(first)
    line.put(second)
    first.cancel.cancel()

    assert [gone.id for gone in line.take_cancelled()] == ["a0"]
    assert order(line) == ["a1"]


def test_calls_are_done_in_order_and_end_with_the_line() -> None:
    line = Line()
    first = line.call(lambda rows: 1)
    second = line.call(lambda rows: 2)
    call = line.take_call()
    assert call is not None
    assert call[1] is first
    line.close()

    assert second.cancelled()
    assert line.call(lambda rows: 3).cancelled()
    assert line.closed
