"""Rounds of several programs in turn, a process each, none of which can take the others along.

A program prints a JSON line when it is ready, and one for each line that it reads. One that cannot
start, dies or says nothing is left out from then on, with the reason.
"""

from __future__ import annotations

import contextlib
import json
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Job = dict[str, Any]
Answer = dict[str, Any]
Round = dict[str, Answer]
ROOT = Path(__file__).parents[2]
PATIENCE_S = 600
GOODBYE_S = 5
STARTS = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One that takes part: what the table calls it, and the program's arguments.

    `options_of` names one that is started before: what it says of its options is passed on.
    """

    label: str
    arguments: tuple[str, ...]
    options_of: str = ""


@dataclass(slots=True)
class Outcome:
    """What one did: what it said when it was ready, its answers by round, and what ended it."""

    about: Answer = field(default_factory=dict)
    rounds: dict[int, Round] = field(default_factory=dict)
    failure: str = ""

    def values(self, job: str, key: str) -> dict[int, float]:
        """One figure by round."""
        return {turn: float(found[job][key]) for turn, found in self.rounds.items()}

    def median(self, job: str, key: str) -> float:
        """Of all rounds; there is at least one."""
        return statistics.median(self.values(job, key).values())

    def ratio(self, other: Outcome, job: str, key: str) -> float:
        """This / the other, the median over the rounds in which both answered; 0 without any."""
        ours, theirs = self.values(job, key), other.values(job, key)
        pairs = [ours[turn] / theirs[turn] for turn in ours if turn in theirs]
        return statistics.median(pairs) if pairs else 0.0


@dataclass(frozen=True, slots=True)
class Results:
    """By label; `is_cut` after Ctrl-C. Rounds that somebody did not finish are not counted."""

    outcomes: Mapping[str, Outcome]
    is_cut: bool = False

    @property
    def rounds(self) -> int:
        """How many were measured, by whom they were measured most often."""
        return max((len(found.rounds) for found in self.outcomes.values()), default=0)


class ChildError(Exception):
    """It has ended; the text says how, as it stands in the table."""


class Child:
    """One program at the other end of a pipe."""

    def __init__(self, command: Sequence[str]) -> None:
        self.patience_s: float = PATIENCE_S
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the program
        # Ctrl-C is for us, who then end the others; in our group they would die of it as well.
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=ROOT,
            start_new_session=True,
        )

    def read(self) -> Answer:
        """The next line; raises ChildError."""
        assert self._process.stdout is not None
        timer = threading.Timer(self.patience_s, self._process.kill)
        timer.start()
        try:
            line = self._process.stdout.readline()
        finally:
            is_late = not timer.is_alive()
            timer.cancel()
        if is_late:
            raise ChildError(f"no answer within {self.patience_s:g} s")
        if not line:
            raise ChildError(self._reason())
        try:
            answer: Answer = json.loads(line)
        except ValueError:
            raise ChildError(f"said {line[:60]!r}, which is no answer") from None
        return answer

    def ask(self, job: Job) -> Answer:
        """One answer; raises ChildError."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise ChildError(self._reason()) from None
        return self.read()

    def _reason(self) -> str:
        code = self._process.wait()
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return how_it_ended(code, last)

    def close(self) -> None:
        """End it, by force if it does not listen."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(GOODBYE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._said.close()


def how_it_ended(code: int, last_line: str) -> str:
    """What the table says of an exit code and the last line on stderr."""
    if code < 0:
        name = (signal.strsignal(-code) or "unknown").lower()
        return f"ended with signal {-code} ({name})"
    if last_line.startswith(("ModuleNotFoundError:", "ImportError:")):
        return f"not built or installed: {last_line.partition(':')[2].strip()}"
    return f"ended with exit code {code}: {last_line[:160].replace('|', '/')}"


def alternate(
    module: str,
    entries: Sequence[Entry],
    jobs: Callable[[int], Mapping[str, Job]],
    rounds: int,
    *,
    starts: int = 1,
) -> Results:
    """`rounds` rounds, a round to warm up before them; who begins changes every round.

    All are started `starts` times, every other time in reversed order, for an equal share of the
    rounds: memory that comes first may be slower for as long as a program lives. Ctrl-C ends it
    after what has been measured so far.
    """
    outcomes = {entry.label: Outcome() for entry in entries}
    for start in range(starts):
        first, last = rounds * start // starts, rounds * (start + 1) // starts
        order = list(reversed(entries)) if start % 2 else entries
        if not _batch(module, order, jobs, range(first, last + 1), outcomes):
            return Results(outcomes, is_cut=True)
    return Results(outcomes)


def _batch(
    module: str,
    entries: Sequence[Entry],
    jobs: Callable[[int], Mapping[str, Job]],
    turns: range,
    outcomes: Mapping[str, Outcome],
) -> bool:
    """Start all that have not failed, and play; the first turn warms up. False after Ctrl-C."""
    children: dict[str, Child] = {}
    try:
        for entry in entries:
            if not outcomes[entry.label].failure:
                _start(module, entry, outcomes, children)
        for turn in turns:
            labels = list(children)
            first = turn % max(1, len(labels))
            for label in labels[first:] + labels[:first]:
                _take(label, turn, jobs(turn), outcomes, children, counts=turn != turns[0])
    except KeyboardInterrupt:
        print("interrupted; what was measured so far counts", file=sys.stderr, flush=True)
        return False
    finally:
        for child in children.values():
            child.close()
    return True


def _start(
    module: str,
    entry: Entry,
    outcomes: Mapping[str, Outcome],
    children: dict[str, Child],
) -> None:
    outcome = outcomes[entry.label]
    extra: tuple[str, ...] = ()
    if entry.options_of:
        if not outcomes[entry.options_of].about:
            outcome.failure = f"needs the options of {entry.options_of}"
            return
        extra = (json.dumps(outcomes[entry.options_of].about["options"]),)
    child = Child([sys.executable, "-m", module, *entry.arguments, *extra])
    try:
        outcome.about = child.read()
    except ChildError as error:
        outcome.failure = str(error)
        child.close()
        print(f"{entry.label}: {error}", file=sys.stderr, flush=True)
        return
    except BaseException:
        child.close()
        raise
    children[entry.label] = child


def _take(
    label: str,
    turn: int,
    jobs: Mapping[str, Job],
    outcomes: Mapping[str, Outcome],
    children: dict[str, Child],
    *,
    counts: bool,
) -> None:
    """One round of one of them."""
    try:
        found = {name: children[label].ask(job) for name, job in jobs.items()}
    except ChildError as error:
        outcomes[label].failure = f"round {turn}: {error}"
        children.pop(label).close()
        print(f"{label}: {error}", file=sys.stderr, flush=True)
        return
    if counts:
        outcomes[label].rounds[turn] = found
