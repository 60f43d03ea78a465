"""The record of a run: its steps and evaluations, one JSON object a line, and the curve they make.

Needs no torch, so the window reads it too. The file is appended to, so a resumed run goes on in it;
entries beyond the checkpoint that it resumes from are dropped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from newsassistant.core.files import read_json_lines, write_whole
from newsassistant.core.outside import UnfitError
from newsassistant.core.wire import Evaluated, Event, Stepped, event_of, to_line

LOG = "log.jsonl"
Entry = Stepped | Evaluated
OnEvent = Callable[[Event], None]
Points = list[tuple[int, float]]
_SMOOTH = 0.9


def read(run: Path) -> list[Entry]:
    """All whole entries; what a crash has cut or spoilt is left out, and no log is an empty one."""
    try:
        found = map(event_of, read_json_lines(run / LOG))
    except UnfitError:
        return []
    return [entry for entry in found if isinstance(entry, Entry)]


def rewind(run: Path, step: int) -> None:
    """Drop the entries behind `step`, which will be made again."""
    kept = "".join(to_line(entry) for entry in read(run) if entry.step <= step)
    write_whole(run / LOG, kept.encode(), private=False)


def append(run: Path, entry: Entry) -> None:
    """Write one entry."""
    with (run / LOG).open("a", encoding="utf-8") as file:
        file.write(to_line(entry))


@dataclass(slots=True)
class Curve:
    """Losses by step, in the order in which they came; one thread."""

    losses: Points = field(default_factory=list)
    evaluations: Points = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Take a step or an evaluation; a resumed run's steps replace those after its start."""
        if isinstance(event, Entry) and math.isfinite(event.loss):
            line = self.losses if isinstance(event, Stepped) else self.evaluations
            while line and line[-1][0] >= event.step:
                line.pop()
            line.append((event.step, event.loss))

    @property
    def last_step(self) -> int:
        """The last step with a loss, 0 before the first."""
        return self.losses[-1][0] if self.losses else 0


def read_curve(run: Path) -> Curve:
    """The losses that a run has written so far; empty where there is no log."""
    curve = Curve()
    for entry in read(run):
        curve.add(entry)
    return curve


def smooth(points: Iterable[tuple[int, float]], weight: float = _SMOOTH) -> Points:
    """A running mean that starts without a bias towards 0: single steps are too noisy to read."""
    total = count = 0.0
    line = []
    for step, loss in points:
        total = weight * total + loss
        count = weight * count + 1.0
        line.append((step, total / count))
    return line
