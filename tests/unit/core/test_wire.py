"""Every event survives its line; whatever else a line holds is no event, and never an error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsassistant.core.errors import InputError
from newsassistant.core.wire import (
    LONGEST,
    MOST,
    BadRow,
    Converted,
    Converting,
    DataReport,
    Doubt,
    Evaluated,
    Event,
    Failure,
    FamilyFound,
    Lengths,
    NotInArticle,
    Saved,
    Started,
    Stepped,
    Trained,
    event_of,
    failure_of,
    from_line,
    to_line,
)
from newsassistant.train.journal import Curve

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = (
    *("event", "step", "steps", "loss", "left_s", "rows", "empty", "cut"),
    *("unsupported_numbers", "not_in_article", "not_in_article_kinds"),
)
KINDS = ("report", "start", "step", "eval", "checkpoint", "done", "")
EVENTS: list[Event] = [
    DataReport(),
    DataReport(
        rows=9,
        used=8,
        source=Lengths(3, 4, 5),
        target=Lengths(1, 2, 3),
        cut=2,
        cut_lines=(1, 2),
        duplicates=1,
        duplicate_lines=(3,),
        empty=1,
        empty_lines=(4,),
        missing=1,
        missing_lines=(5,),
        bad=1,
        bad_rows=(BadRow(6, "no JSON"),),
        encoding="gb18030",
        encoding_certain=False,
        read_as={"内容, summary": 3},
        unsupported=1,
        doubts=(Doubt(7, ("350", "4.5")),),
        compared=8,
        absent=2,
        absent_kinds={"numbers": 1, "names": 2},
        absent_rows=(
            NotInArticle(7, ("350", "4.5"), names=("Ann Lee",)),
            NotInArticle(8, dates=("May",), quotes=("“no”",)),
        ),
        held_out=2,
    ),
    Started(400, 3, 9, "bf16", "cpu", "AMX, AVX", 2, 8),
    Stepped(3, 9, 2.5),
    Stepped(3, 9, 2.5, 350.0, 0.0, 0.01),
    Evaluated(50, 2.5, 400),
    Saved(50),
    Trained(prefix="runs/本社/prefix", loss=1.5),
    Trained(model="a  b", loss=1.5, eval_loss=1.25),
    FamilyFound("chatglm3"),
    Converting(1, 2, 0.5),
    Converted("models/wire", True, False, "glm"),
    Failure("file-not-found", {"path": "p"}),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_survives_its_line(event: Event) -> None:
    line = to_line(event)

    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert from_line(line) == from_line(line.encode()) == event


def test_every_kind_is_among_them() -> None:
    assert {type(event) for event in EVENTS} == set(Event.__args__)


@given(
    st.integers(0, 10**9),
    st.integers(0, 10**6),
    st.floats(-1e9, 1e9),
    st.none() | st.floats(0, 1e9),
)
def test_numbers_come_back_to_the_last_bit(
    step: int, steps: int, loss: float, left_s: float | None
) -> None:
    for event in (Stepped(step, steps, loss, None, left_s), Evaluated(step, loss, steps)):
        assert from_line(to_line(event)) == event


@pytest.mark.parametrize(
    "line", ["hello", "[1]", "{", "7", "[" * 100_000, "\0", '{"event": "s', "{}"]
)
def test_what_a_library_prints_is_no_event(line: str) -> None:
    assert from_line(line) is None


@pytest.mark.parametrize(
    ("facts", "event"),
    [
        ({"event": "start", "steps": 400, "device": "cpu"}, Started(400, device="cpu")),
        ({"event": "step", "step": 3, "steps": 9, "loss": 2}, Stepped(3, 9, 2.0)),
        (
            {"event": "step", "step": 3, "steps": 9, "loss": 2.5, "left_s": 1, "tokens_per_s": 9},
            Stepped(3, 9, 2.5, 9.0, 1.0),
        ),
        ({"event": "eval", "step": 50, "loss": 2.5}, Evaluated(50, 2.5)),
        ({"event": "checkpoint", "step": 50}, Saved(50)),
        ({"event": "done", "prefix": "p"}, Trained(prefix="p")),
        ({"event": "step", "step": 3, "loss": None}, None),
        ({"error": "data-empty", "params": {}}, None),
        ({"event": ["step"]}, None),
    ],
)
def test_lines_become_values(facts: dict[str, Any], event: object) -> None:
    assert event_of(facts) == event


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
        "not_in_article_count": 2,
        "not_in_article_kinds": {"numbers": 1, "names": "x"},
        "not_in_article": [{"line": 4, "numbers": ["350"]}, {"line": 5, "names": 3}, 7],
    }
    assert event_of(facts) == DataReport(
        rows=9,
        used=8,
        source=Lengths(3, 4, 5),
        empty=999,
        empty_lines=(2, 0),
        unsupported=300,
        doubts=(Doubt(4, ("350", "7")),),
        absent=2,
        absent_kinds={"numbers": 1, "names": 0},
        absent_rows=(NotInArticle(4, ("350",)),),
        held_out=1,
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(KEYS), JSON), st.sampled_from(KINDS))
def test_no_line_is_an_error(facts: dict[str, Any], kind: str) -> None:
    event = event_of({**facts, "event": kind})
    curve = Curve()
    if event is not None:
        curve.add(event)
    assert (event is None) or curve.last_step >= 0


def test_numbers_of_many_digits_are_none() -> None:
    report = {"event": "report", "rows": 10**400, "bad": [{"line": 10**400, "detail": "x"}]}

    assert event_of(report) == DataReport(bad_rows=(BadRow(0, "x"),))


def test_reports_of_any_size_and_kind_are_read() -> None:
    report = {
        "event": "report",
        "rows": 10**400,
        "cut_lines": [1] * 100_000,
        "unsupported_numbers": [{"line": 1, "numbers": ["\x1b[2J" + "9" * 5000, 10**5000]}]
        * 50_000,
    }
    found = event_of(report)

    assert isinstance(found, DataReport)
    assert (found.rows, len(found.cut_lines), len(found.doubts)) == (0, MOST, MOST)
    assert all(len(number) <= 40 and number.isprintable() for number in found.doubts[0].numbers)


def test_only_errors_with_words_are_failures() -> None:
    known = {"error": "file-not-found", "params": {"path": "p"}}
    assert event_of(known) == Failure("file-not-found", {"path": "p"})
    assert event_of({"event": "none", **known}) == Failure("file-not-found", {"path": "p"})
    assert event_of({"error": "file-not-found", "params": {}}) is None
    assert event_of({"error": "disk-full"}) is None
    assert event_of({"error": ["x"], "params": {}}) is None


def test_what_a_child_names_can_be_shown() -> None:
    params = {"path": "\x1b[2J" + "a" * 5000, "other": ["x"], "\x1b": 10**5000}
    told = failure_of("file-not-found", params)

    assert told is not None
    assert all(isinstance(value, str) and value.isprintable() for value in told.params.values())
    assert len(str(told.params["path"])) <= LONGEST
    assert told.params["other"] == "['x']"


def test_an_error_is_told_in_texts() -> None:
    line = to_line(Failure.of(InputError("file-not-found", path=5)))

    assert json.loads(line) == {"error": "file-not-found", "params": {"path": "5"}}
