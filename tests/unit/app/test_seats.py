"""Each window has a draft of its own, and what a window left behind is found."""

from __future__ import annotations

from pathlib import Path

from newsassistant.app.seats import others, take_empty, take_left, take_seat


def is_left(state: Path) -> bool:
    """True if there is a draft on a seat that nobody has."""
    seat = take_left(state)
    if seat is not None:
        seat.leave()
    return seat is not None


def test_windows_have_seats_of_their_own(tmp_path: Path) -> None:
    first, second = take_seat(tmp_path), take_seat(tmp_path)
    assert [first.draft.name, second.draft.name] == ["draft.json", "draft-2.json"]
    assert others(tmp_path, first)
    second.leave()
    assert not others(tmp_path, first)
    assert take_seat(tmp_path).draft.name == "draft-2.json"


def test_a_draft_of_a_window_that_is_open_is_nobody_elses(tmp_path: Path) -> None:
    first = take_seat(tmp_path)
    first.draft.write_text("{}")
    assert not is_left(tmp_path)
    assert take_left(tmp_path) is None
    assert take_seat(tmp_path).draft.name == "draft-2.json"


def test_a_draft_that_was_left_comes_first(tmp_path: Path) -> None:
    (tmp_path / "draft-3.json").write_text("{}")
    (tmp_path / "draft-7.json").write_text("{}")
    (tmp_path / "draft-1x.json").write_text("{}")
    assert is_left(tmp_path)
    first, second, third = (take_seat(tmp_path) for _ in range(3))
    assert first.draft.name == "draft-3.json"
    assert second.draft.name == "draft-7.json"
    assert third.draft.name == "draft.json"
    assert not is_left(tmp_path)


def test_leaving_keeps_the_draft(tmp_path: Path) -> None:
    seat = take_seat(tmp_path)
    seat.draft.write_text("{}")
    seat.leave()
    assert is_left(tmp_path)
    assert take_left(tmp_path) is not None


def test_an_empty_seat_has_no_draft(tmp_path: Path) -> None:
    (tmp_path / "draft.json").write_text("{}")
    seat = take_empty(tmp_path)
    assert seat.draft.name == "draft-2.json"
    assert is_left(tmp_path)


def test_looking_leaves_no_locks(tmp_path: Path) -> None:
    (tmp_path / "draft.json").write_text("{}")
    assert is_left(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["draft.json"]


def test_where_nothing_can_be_written_there_is_a_seat(tmp_path: Path) -> None:
    seat = take_seat(tmp_path / "nowhere")
    assert seat.lock is None
    assert not others(tmp_path / "nowhere", seat)
    seat.leave()
