"""The map is drawn from the code: rooms, arrows, measures."""

from __future__ import annotations

import pytest

from scripts import house


def test_the_page_shows_the_house_of_today() -> None:
    page = house.PAGE.read_text(encoding="utf-8")

    assert house.renew(page) == page, "run `python -m scripts.house`"


def test_every_room_is_on_a_floor() -> None:
    rooms = {house.room_of(name) for name in house.modules()} - {"", "resources"}

    assert rooms == {room for floor in house.FLOORS for room in floor}


def test_arrows_point_down() -> None:
    floors = {room: number for number, floor in enumerate(house.FLOORS) for room in floor}
    doors = {("cli", "gui")}

    upwards = {
        (room, target)
        for room, targets in house.room_edges().items()
        for target in targets
        if floors[target] <= floors[room]
    }
    assert upwards <= doors


def test_an_import_is_that_of_a_module_or_of_a_name_in_it() -> None:
    edges = house.imports()

    assert "newsassistant.core.errors" in edges["newsassistant.core.settings"]
    assert "newsassistant.store.db" in edges["newsassistant.store.history"]


def test_a_ring_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    none = frozenset[str]()
    ring = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": none}
    monkeypatch.setattr(house, "imports", lambda: ring)

    assert house.circles() == [["a", "b", "c"]]


def test_a_page_without_a_place_for_the_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="has no"):
        house.renew("# Architecture\n")


def test_measures_are_of_this_house() -> None:
    found = dict(house.measures())

    assert 1 < int(found["longest function, lines"]) < int(found["longest file, lines"])
    assert int(found["modules"]) > 200
