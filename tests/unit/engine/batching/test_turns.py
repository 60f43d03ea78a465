"""Users take turns, whatever the length of their queues."""

from __future__ import annotations

from newsassistant.engine.batching.turns import Turns


def taken(turns: Turns[int]) -> list[int]:
    found = []
    while (item := turns.next()) is not None:
        found.append(item)
    return found


def test_a_flood_of_one_user_waits_for_the_others() -> None:
    turns: Turns[int] = Turns()
    for number in range(4):
        turns.put("flood", number)
    turns.put("other", 10)
    turns.put("third", 20)
    turns.put("other", 11)
    assert len(turns) == 7
    assert turns.count("flood") == 4
    assert taken(turns) == [0, 10, 20, 1, 11, 2, 3]


def test_who_was_served_last_goes_last() -> None:
    turns: Turns[int] = Turns()
    turns.put("one", 1)
    turns.put("one", 2)
    assert turns.next() == 1
    turns.put("two", 10)
    assert taken(turns) == [2, 10]


def test_what_nobody_wants_is_taken_out() -> None:
    turns: Turns[int] = Turns()
    for user in ("one", "two"):
        for number in range(3):
            turns.put(user, number)
    assert turns.remove(lambda number: number != 1) == [0, 2, 0, 2]
    assert taken(turns) == [1, 1]
    assert turns.count("one") == len(turns) == 0
