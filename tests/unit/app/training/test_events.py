"""The lines of a training run as values, and the curve made of them; damaged lines are left out."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsassistant.app.training.events import (
    LOG,
    MOST,
    BadRow,
    Curve,
    DataReport,
    Doubt,
    Evaluated,
    Lengths,
    Saved,
    Started,
    Stepped,
    read_curve,
    read_event,
    read_report,
    smooth,
)
from tests.hostile import as_json, mutations, place_strange_files, raw_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = ("event", "step", "steps", "loss", "left_s", "rows", "unsupported_numbers", "empty", "cut")
KINDS = ("report", "start", "step", "eval", "checkpoint", "done", "")


@pytest.mark.parametrize(
    ("facts", "event"),
    [
        ({"event": "start", "steps": 400, "device": "cpu"}, Started("run", 400)),
        ({"event": "step", "step": 3, "steps": 9, "loss": 2}, Stepped(3, 9, 2.0)),
        (
            {"event": "step", "step": 3, "steps": 9, "loss": 2.5, "left_s": 1, "tokens_per_s": 9},
            Stepped(3, 9, 2.5, 9.0, 1.0),
        ),
        ({"event": "eval", "step": 50, "loss": 2.5}, Evaluated(50, 2.5)),
        ({"event": "checkpoint", "step": 50}, Saved(50)),
        ({"event": "done", "prefix": "p"}, None),
        ({"event": "step", "step": 3, "loss": None}, None),
        ({"error": "data-empty", "params": {}}, None),
        ({"event": ["step"]}, None),
    ],
)
def test_lines_become_values(facts: dict[str, Any], event: object) -> None:
    assert read_event(facts, "run") == event


def test_the_report_is_read() -> None:
    facts = {
        "event": "report",
        "rows": 9,
        "used": 8,
        "source_tokens": {"median": 3, "p95": 4, "max": 5},
        "empty": [2, "x"],
        "empty_count": 999,
        "unsupported": 300,
        "held_out": 1,
        "unsupported_numbers": [{"line": 4, "numbers": ["350", 7]}, {"line": 5}, None],
    }
    assert read_event(facts) == DataReport(
        rows=9,
        used=8,
        source=Lengths(3, 4, 5),
        empty=999,
        empty_lines=(2, 0),
        unsupported=300,
        doubts=(Doubt(4, ("350", "7")),),
        held_out=1,
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(KEYS), JSON), st.sampled_from(KINDS))
def test_no_line_is_an_error(facts: dict[str, Any], kind: str) -> None:
    event = read_event({**facts, "event": kind})
    curve = Curve()
    if event is not None:
        curve.add(event)
    assert (event is None) or curve.last_step >= 0


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


def test_smoothing_starts_at_the_first_loss_and_calms_down() -> None:
    line = smooth([(1, 4.0), (2, 2.0), (3, 4.0), (4, 2.0)], weight=0.5)

    assert line[0] == (1, 4.0)
    assert [step for step, _ in line] == [1, 2, 3, 4]
    jumps = [abs(after[1] - before[1]) for before, after in pairwise(line)]
    assert max(jumps) < 2.0
    assert smooth([]) == []


def test_numbers_of_many_digits_are_none(tmp_path: Path) -> None:
    huge = "9" * 400
    line = f'{{"event": "step", "step": {huge}, "steps": {huge}, "loss": {huge}}}'
    (tmp_path / "log.jsonl").write_text(f'{line}\n{{"event": "eval", "step": 3, "loss": 1.5}}\n')

    assert read_curve(tmp_path).evaluations == [(3, 1.5)]
    assert read_report({"rows": 10**400, "bad": [{"line": 10**400, "detail": "x"}]}) == DataReport(
        bad_rows=(BadRow(0, "x"),)
    )


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


def test_reports_of_any_size_and_kind_are_read() -> None:
    report = {
        "event": "report",
        "rows": 10**400,
        "cut_lines": [1] * 100_000,
        "unsupported_numbers": [{"line": 1, "numbers": ["\x1b[2J" + "9" * 5000, 10**5000]}]
        * 50_000,
    }
    found = read_event(report)

    assert isinstance(found, DataReport)
    assert (found.rows, len(found.cut_lines), len(found.doubts)) == (0, MOST, MOST)
    assert all(len(number) <= 40 and number.isprintable() for number in found.doubts[0].numbers)
