"""The record of a run: appended to, rewound, read after a crash, and drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.train import journal


def step(number: int, loss: float = 2.0) -> dict[str, object]:
    return {"event": "step", "step": number, "loss": loss}


def test_entries_are_read_as_they_were_appended(tmp_path: Path) -> None:
    for number in (1, 2):
        journal.append(tmp_path, step(number))

    assert journal.read(tmp_path) == [step(1), step(2)]


def test_a_run_without_a_log_has_no_entries(tmp_path: Path) -> None:
    assert journal.read(tmp_path) == []


@pytest.mark.parametrize("rest", ['{"event": "st', "7\n", "[]\n", "\n\n"])
def test_what_a_crash_has_cut_is_left_out(tmp_path: Path, rest: str) -> None:
    journal.append(tmp_path, step(1))
    with (tmp_path / journal.LOG).open("a") as file:
        file.write(rest)

    assert journal.read(tmp_path) == [step(1)]


def test_an_entry_behind_a_cut_line_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / journal.LOG).write_text('{"event": "st')
    journal.rewind(tmp_path, 5)
    journal.append(tmp_path, step(1))

    assert journal.read(tmp_path) == [step(1)]


def test_a_rewind_drops_what_will_be_made_again(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        journal.append(tmp_path, step(number))
        journal.append(tmp_path, {"event": "eval", "step": number, "loss": 1.0})

    journal.rewind(tmp_path, 2)

    assert [entry["step"] for entry in journal.read(tmp_path)] == [1, 1, 2, 2]
    assert [path.name for path in tmp_path.iterdir()] == [journal.LOG]


def test_the_running_mean_begins_at_the_first_value() -> None:
    assert journal.smoothed([]) == []
    assert journal.smoothed([4.0, 4.0, 4.0]) == pytest.approx([4.0, 4.0, 4.0])
    first, second = journal.smoothed([1.0, 0.0])
    assert first == pytest.approx(1.0)
    assert second == pytest.approx(0.9 / 1.9)


@pytest.mark.parametrize(
    "spoilt",
    [
        b'{"event": "step", "step": "2", "loss": 1.0}',
        b'{"event": "step", "step": null, "loss": 1.0}',
        b'{"event": "step", "step": 2}',
        b'{"event": "step", "step": 2, "loss": "low"}',
        b"[" * 100_000,
        b"\xff\xfe",
        b"\0\0",
    ],
)
def test_a_spoilt_entry_is_left_out(tmp_path: Path, spoilt: bytes) -> None:
    """Nobody loses a run to its record."""
    pytest.importorskip("matplotlib", reason="the train extra is not installed")
    journal.append(tmp_path, step(1))
    with (tmp_path / journal.LOG).open("ab") as file:
        file.write(spoilt + b"\n")

    journal.plot(tmp_path, "House style")
    journal.rewind(tmp_path, 5)

    assert journal.read(tmp_path) == [step(1)]


@pytest.mark.parametrize("evaluated", [False, True])
def test_the_picture_is_a_whole_png(tmp_path: Path, evaluated: bool) -> None:
    pytest.importorskip("matplotlib", reason="the train extra is not installed")
    for number in range(1, 5):
        journal.append(tmp_path, step(number, 3.0 / number))
    if evaluated:
        journal.append(tmp_path, {"event": "eval", "step": 4, "loss": 1.0})

    journal.plot(tmp_path, "House style")

    data = (tmp_path / journal.PLOT).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert b"IEND" in data[-12:]
    assert {path.name for path in tmp_path.iterdir()} == {journal.LOG, journal.PLOT}


@pytest.mark.parametrize("title", ["本社风格", "ꙮ", r"$\nonsense$", "a_b^c"])
def test_any_title_is_drawn_without_a_warning(tmp_path: Path, title: str) -> None:
    pytest.importorskip("matplotlib", reason="the train extra is not installed")
    journal.append(tmp_path, step(1))

    journal.plot(tmp_path, title)

    assert (tmp_path / journal.PLOT).is_file()


def test_a_run_that_was_stopped_at_once_has_a_picture(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the train extra is not installed")

    journal.plot(tmp_path, "nothing yet")

    assert (tmp_path / journal.PLOT).is_file()
