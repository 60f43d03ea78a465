"""What a training run tells: its JSON lines as values, the report on its data, and its curve.

What is damaged or unknown is left out, never an error.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsassistant.core.files import read_json_lines
from newsassistant.core.outside import UnfitError, is_number
from newsassistant.core.plain import plain

LOG = "log.jsonl"
LARGEST = 1e300
MOST = 10_000  # of a list in a report


@dataclass(frozen=True, slots=True)
class Lengths:
    """Of one column, in tokens."""

    median: int = 0
    p95: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A summary with numbers that are not in its article; `line` counts from 1."""

    line: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why in a few words; `line` counts from 1."""

    line: int
    detail: str


@dataclass(frozen=True, slots=True)
class DataReport:
    """What is to be said of training data; line numbers may be the first of many."""

    rows: int = 0
    used: int = 0
    source: Lengths = Lengths()
    target: Lengths = Lengths()
    cut: int = 0
    cut_lines: tuple[int, ...] = ()
    duplicates: int = 0
    duplicate_lines: tuple[int, ...] = ()
    empty: int = 0
    empty_lines: tuple[int, ...] = ()
    missing: int = 0
    missing_lines: tuple[int, ...] = ()
    bad: int = 0
    bad_rows: tuple[BadRow, ...] = ()
    encoding: str = ""
    encoding_certain: bool = True
    unsupported: int = 0
    doubts: tuple[Doubt, ...] = ()
    held_out: int = 0


@dataclass(frozen=True, slots=True)
class Started:
    """The base is loaded and the data is read; `run_id` is the run's folder name."""

    run_id: str
    steps: int


@dataclass(frozen=True, slots=True)
class Stepped:
    """One step is done; the loss is of the step alone, times are None while unknown."""

    step: int
    steps: int
    loss: float
    tokens_per_s: float | None = None
    left_s: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The loss on rows that are not trained on."""

    step: int
    loss: float


@dataclass(frozen=True, slots=True)
class Saved:
    """From here the run can go on after a stop."""

    step: int


TrainEvent = DataReport | Started | Stepped | Evaluated | Saved


@dataclass(slots=True)
class Curve:
    """Losses by step, in the order in which they came; one thread."""

    losses: list[tuple[int, float]] = field(default_factory=list)
    evaluations: list[tuple[int, float]] = field(default_factory=list)

    def add(self, event: TrainEvent) -> None:
        """Take a step or an evaluation; a resumed run's steps replace those after its start."""
        if isinstance(event, Stepped | Evaluated) and math.isfinite(event.loss):
            line = self.losses if isinstance(event, Stepped) else self.evaluations
            while line and line[-1][0] >= event.step:
                line.pop()
            line.append((event.step, event.loss))

    @property
    def last_step(self) -> int:
        """The last step with a loss, 0 before the first."""
        return self.losses[-1][0] if self.losses else 0


def smooth(points: Iterable[tuple[int, float]], weight: float = 0.9) -> list[tuple[int, float]]:
    """A running mean that starts without lag: single steps are too noisy to read."""
    total = count = 0.0
    line = []
    for step, loss in points:
        total = weight * total + loss
        count = weight * count + 1.0
        line.append((step, total / count))
    return line


def read_event(facts: Mapping[str, Any], run_id: str = "") -> TrainEvent | None:
    """A line of `newsassistant tune --json` as a value, None for what is not one of them."""
    kind = facts.get("event")
    if kind == "report":
        return read_report(facts)
    if kind == "start":
        return Started(run_id, _count(facts.get("steps")))
    if kind == "checkpoint":
        return Saved(_count(facts.get("step")))
    loss = _number(facts.get("loss"))
    if loss is None or kind not in ("step", "eval"):
        return None
    step = _count(facts.get("step"))
    if kind == "eval":
        return Evaluated(step, loss)
    speed, left = _number(facts.get("tokens_per_s")), _number(facts.get("left_s"))
    return Stepped(step, _count(facts.get("steps")), loss, speed, left)


def read_report(facts: Mapping[str, Any]) -> DataReport:
    """The report's values; what is missing counts as nothing."""
    found = facts.get("unsupported_numbers")
    doubts = tuple(
        Doubt(_count(entry.get("line")), tuple(map(_short, entry["numbers"][:MOST])))
        for entry in (found[:MOST] if isinstance(found, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("numbers"), list)
    )
    return DataReport(
        rows=_count(facts.get("rows")),
        used=_count(facts.get("used")),
        source=_lengths(facts.get("source_tokens")),
        target=_lengths(facts.get("target_tokens")),
        cut=_count(facts.get("cut")),
        cut_lines=_lines(facts.get("cut_lines")),
        duplicates=_count(facts.get("duplicates")),
        duplicate_lines=_lines(facts.get("duplicate_lines")),
        empty=_count(facts.get("empty_count")),
        empty_lines=_lines(facts.get("empty")),
        missing=_count(facts.get("missing_count")),
        missing_lines=_lines(facts.get("missing")),
        bad=_count(facts.get("bad_count")),
        bad_rows=_bad_rows(facts.get("bad")),
        encoding=plain(facts.get("encoding") or "", longest=20),
        encoding_certain=facts.get("encoding_certain") is not False,
        unsupported=_count(facts.get("unsupported")) or len(doubts),
        doubts=doubts,
        held_out=_count(facts.get("held_out")),
    )


def read_curve(folder: Path) -> Curve:
    """The losses that a run has written so far; empty where there is no log."""
    curve = Curve()
    with contextlib.suppress(UnfitError):
        for facts in read_json_lines(folder / LOG):
            event = read_event(facts)
            if event is not None:
                curve.add(event)
    return curve


def _number(value: object) -> float | None:
    """A number that is one, finite and of ordinary size."""
    if not is_number(value) or not -LARGEST < value < LARGEST:  # type: ignore[operator]
        return None
    return float(value)  # type: ignore[arg-type]


def _count(value: object) -> int:
    number = _number(value)
    return int(number) if number is not None and number > 0 else 0


def _short(value: object) -> str:
    return plain(value, longest=40)


def _lines(value: object) -> tuple[int, ...]:
    return tuple(_count(line) for line in value[:MOST]) if isinstance(value, list) else ()


def _bad_rows(value: object) -> tuple[BadRow, ...]:
    return tuple(
        BadRow(_count(entry.get("line")), plain(entry.get("detail", "")))
        for entry in (value[:MOST] if isinstance(value, list) else [])
        if isinstance(entry, dict)
    )


def _lengths(value: object) -> Lengths:
    if not isinstance(value, dict):
        return Lengths()
    return Lengths(*(_count(value.get(name)) for name in ("median", "p95", "max")))
