"""The map is drawn from the code: rooms, arrows, measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from scripts import house

Floors = Sequence[Sequence[str]]
RoomOf = Callable[[str], str]


def test_the_page_shows_the_house_of_today() -> None:
    page = house.PAGE.read_text(encoding="utf-8")

    assert house.renew(page) == page, "run `python -m scripts.house`"


WINDOW = (house.WINDOW_FLOORS, house.window_room_of)


@pytest.mark.parametrize(("floors", "room_of"), [(house.FLOORS, house.room_of), WINDOW])
def test_every_room_is_on_a_floor(floors: Floors, room_of: RoomOf) -> None:
    rooms = {room_of(name) for name in house.modules()} - {"", "resources"}

    assert rooms == {room for floor in floors for room in floor}


@pytest.mark.parametrize(
    ("plan", "room_of", "doors"),
    [(house.FLOORS, house.room_of, {("cli", "gui")}), (*WINDOW, set())],
)
def test_arrows_point_down(plan: Floors, room_of: RoomOf, doors: set[tuple[str, str]]) -> None:
    floors = {room: number for number, floor in enumerate(plan) for room in floor}

    upwards = {
        (room, target)
        for room, targets in house.edges_between(room_of).items()
        for target in targets
        if floors[target] <= floors[room]
    }
    assert upwards <= doors


def test_an_import_is_that_of_a_module_or_of_a_name_in_it() -> None:
    edges = house.imports()

    assert "newsassistant.core.errors" in edges["newsassistant.core.settings"]
    assert "newsassistant.store.db" in edges["newsassistant.store.history"]


def test_folders_do_not_import_each_other_in_a_ring() -> None:
    assert house.circles(house.edges_between(house.folder_of)) == []


def test_a_ring_is_found() -> None:
    none = frozenset[str]()
    ring = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": none}

    assert house.circles(ring) == [["a", "b", "c"]]


def test_a_page_without_a_place_for_the_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="has no"):
        house.renew("# Architecture\n")


def test_measures_are_of_this_house() -> None:
    found = dict(house.measures())

    assert 1 < int(found["longest function, lines"]) < int(found["longest file, lines"])
    assert int(found["modules"]) > 200
