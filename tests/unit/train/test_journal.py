"""The record of a run: appended to, rewound, read after a crash, and made a curve."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest

from newsassistant.core.wire import Evaluated, Stepped
from newsassistant.train import journal
from newsassistant.train.journal import LOG, Curve, read_curve, smooth
from newsassistant.train.plot import plot
from tests.hostile import as_json, mutations, place_strange_files, raw_json


def step(number: int, loss: float = 2.0) -> Stepped:
    return Stepped(number, 9, loss, 350.0, 1.0, 0.01)


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
        journal.append(tmp_path, Evaluated(number, 1.0, 9))

    journal.rewind(tmp_path, 2)

    assert [entry.step for entry in journal.read(tmp_path)] == [1, 1, 2, 2]
    assert [path.name for path in tmp_path.iterdir()] == [journal.LOG]


def test_the_running_mean_begins_at_the_first_value() -> None:
    assert smooth([]) == []
    assert [mean for _, mean in smooth([(1, 4.0), (2, 4.0), (3, 4.0)])] == pytest.approx([4.0] * 3)
    (_, first), (_, second) = smooth([(1, 1.0), (2, 0.0)])
    assert first == pytest.approx(1.0)
    assert second == pytest.approx(0.9 / 1.9)


def test_smoothing_starts_at_the_first_loss_and_calms_down() -> None:
    line = smooth([(1, 4.0), (2, 2.0), (3, 4.0), (4, 2.0)], weight=0.5)

    assert line[0] == (1, 4.0)
    assert [step for step, _ in line] == [1, 2, 3, 4]
    jumps = [abs(after[1] - before[1]) for before, after in pairwise(line)]
    assert max(jumps) < 2.0
    assert smooth([]) == []


def test_a_resumed_run_replaces_what_came_after_its_checkpoint() -> None:
    curve = Curve()
    for step in (1, 2, 3, 4, 3, 4, 5):
        curve.add(Stepped(step, 9, float(step)))
    curve.add(Stepped(6, 9, float("nan")))
    curve.add(Evaluated(3, 1.0))

    assert [step for step, _ in curve.losses] == [1, 2, 3, 4, 5]
    assert curve.evaluations == [(3, 1.0)]
    assert curve.last_step == 5


def test_the_log_is_read_as_far_as_it_is_whole(tmp_path: Path) -> None:
    assert read_curve(tmp_path).losses == []
    lines = [json.dumps({"event": "step", "step": n, "loss": 1.0}) for n in (1, 2)]
    (tmp_path / "log.jsonl").write_bytes(
        "\n".join([lines[0], "[1]", "\x00", lines[1]]).encode() + b'\n{"event": "st\xff'
    )

    assert read_curve(tmp_path).losses == [(1, 1.0), (2, 1.0)]


def test_numbers_of_many_digits_are_none(tmp_path: Path) -> None:
    huge = "9" * 400
    line = f'{{"event": "step", "step": {huge}, "steps": {huge}, "loss": {huge}}}'
    (tmp_path / "log.jsonl").write_text(f'{line}\n{{"event": "eval", "step": 3, "loss": 1.5}}\n')

    assert read_curve(tmp_path).evaluations == [(3, 1.5)]


def test_a_log_that_is_no_file(tmp_path: Path) -> None:
    for kind in place_strange_files(tmp_path, "log.jsonl"):
        assert read_curve(tmp_path).last_step == 0, kind


def test_a_log_of_hostile_lines_gives_a_curve(tmp_path: Path) -> None:
    good = {"event": "step", "step": 3, "steps": 9, "loss": 1.5}
    lines = [as_json(values) for _, values in mutations(good)]
    lines += [content for _, content in raw_json()]
    lines.append(b'{"event": "step", "step": ' + b"9" * 400 + b', "loss": 1}')
    (tmp_path / LOG).write_bytes(b"\n".join([*lines, as_json(good)]))

    curve = read_curve(tmp_path)

    assert curve.losses[-1] == (3, 1.5)
    assert all(math.isfinite(loss) for _, loss in smooth(curve.losses))


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

    plot(tmp_path, "House style")
    journal.rewind(tmp_path, 5)

    assert journal.read(tmp_path) == [step(1)]
