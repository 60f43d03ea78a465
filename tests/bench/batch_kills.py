"""Kills `newsassistant batch` at random moments and looks for stories that are lost or doubled.

`python -m tests.bench.batch_kills [--stories N] [--kills N] [--seed N]`: real processes with a
scripted engine. After each kill every line but the last must be whole and no story there twice;
whenever a run comes to its end, every story must be there once, with its file.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsassistant.app.batch.ledger import NAME, Ledger
from newsassistant.app.batch.rows import Rows
from newsassistant.engine.protocol import Engine
from tests.bench.rounds import ROOT

PATIENCE_S = 120
ROWS = 4
START_S, WORK_S = 1.0, 2.0
STEP_S = 0.02
HALF_S = 0.004
EARLY = 0.1
"""Of all kills: those while the program starts; the others come while it works."""


class Halves:
    """A file that is written in two halves, with time between for whoever kills."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, data: bytes) -> None:
        """Both halves."""
        half = len(data) // 2
        self._stream.write(data[:half])
        self._stream.flush()
        time.sleep(HALF_S)
        self._stream.write(data[half:])


class KillsError(Exception):
    """A story that was lost or doubled, or a run that failed by itself."""


@dataclass(slots=True)
class Report:
    """What was seen: kills, those among them before the first line, while and behind lines."""

    kills: int = 0
    half_lines: int = 0
    finished: int = 0
    grew: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({self.grew['no']} without a new line, {self.grew['yes']} behind "
            f"new ones, {self.half_lines} inside a line), {self.finished} runs to the end: every "
            "story once"
        )


def torture(folder: Path, *, stories: int, kills: int, seed: int) -> Report:
    """Raises KillsError."""
    chance, report = random.Random(seed), Report()
    inside, out = folder / "stories", folder / "out"
    write_stories(inside, stories)
    while report.kills < kills:
        before = len(whole_lines(out))
        is_early = chance.random() < EARLY
        if kill_one(folder, chance.uniform(0, START_S if is_early else WORK_S), is_early=is_early):
            report.kills += 1
            lines = check(out, report)
            report.grew["yes" if lines > before else "no"] += 1
        else:  # it came to its end first
            report.finished += 1
            check_whole(out, stories)
            shutil.rmtree(out)
    run_to_the_end(folder)
    report.finished += 1
    check_whole(out, stories)
    return report


def write_stories(inside: Path, count: int) -> None:
    """Half of them as files, half as lines; one in ten cannot be read."""
    inside.mkdir(parents=True)
    lines = []
    for number in range(count):
        text = "" if number % 10 == 9 else f"Headline {number} of them\n\nThe port opens in May."
        if number % 2:
            (inside / f"s{number}.txt").write_text(text, "utf-8")
        else:
            lines.append(json.dumps({"id": f"s{number}", "content": text}) + "\n")
    (inside / "lines.jsonl").write_text("".join(lines), "utf-8")


def start(folder: Path) -> subprocess.Popen[bytes]:
    """A run of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.batch_kills", "--child", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NEWSASSISTANT_HOME": str(folder / "home")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run_to_the_end(folder: Path) -> None:
    """Raises KillsError where it fails."""
    process = start(folder)
    _, said = process.communicate(timeout=PATIENCE_S)
    if process.returncode:
        raise KillsError(f"a run ended with {process.returncode}: {said.decode()[-500:]}")


def kill_one(folder: Path, after_s: float, *, is_early: bool) -> bool:
    """Kill a run a while after it was started, or after it works; False where it ended before."""
    process = start(folder)
    try:
        assert process.stdout is not None
        if not is_early:
            process.stdout.readline()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(after_s)
            if process.returncode:
                raise KillsError(f"a run ended with {process.returncode}")
            return False
        process.kill()
        return True
    finally:
        process.communicate()


def whole_lines(out: Path) -> list[bytes]:
    """Those with an end."""
    with contextlib.suppress(FileNotFoundError):
        return (out / NAME).read_bytes().split(b"\n")[:-1]
    return []


def check(out: Path, report: Report) -> int:
    """How many whole lines there are; raises KillsError for a spoilt one, or one that is double."""
    lines = whole_lines(out)
    try:
        ids = Counter(json.loads(line)["id"] for line in lines)
    except ValueError as error:
        raise KillsError(f"a spoilt line: {error}") from error
    if double := [each for each, count in ids.items() if count > 1]:
        raise KillsError(f"double: {double}")
    if (out / NAME).is_file() and (out / NAME).read_bytes()[-1:] not in (b"\n", b""):
        report.half_lines += 1
    return len(lines)


def check_whole(out: Path, stories: int) -> None:
    """Raises KillsError where a story is missing, or its file is."""
    rows = [json.loads(line) for line in whole_lines(out)]
    found = Counter(row["id"].removesuffix(".txt") for row in rows)
    if found != Counter(f"s{number}" for number in range(stories)):
        raise KillsError(f"not every story once: {found}")
    for row in rows:
        number = row["id"].removesuffix(".txt").removeprefix("s")
        wanted = None if int(number) % 10 == 9 else f"Headline {number} of them"
        if row.get("text") != wanted:
            raise KillsError(f"another text: {row}")
        if wanted is not None and wanted not in (out / row["file"]).read_text("utf-8-sig"):
            raise KillsError(f"another file: {row}")


def child(folder: Path) -> int:
    """The command itself, with a scripted engine."""
    from newsassistant.app.installed.models import ModelLibrary
    from newsassistant.cli.main import main as command
    from newsassistant.cli.shared import session
    from newsassistant.engine.fake import FakeEngine
    from tests.unit.app.batch.scripted import ScriptedRows

    session.make_engine = FakeEngine
    scripted = ScriptedRows(delay_s=STEP_S)

    def opened(engine: Engine, rows: int, cache_bytes: int) -> Rows:
        print("works", flush=True)
        return scripted.open(engine, rows, cache_bytes)

    session.open_rows = opened
    begin = Ledger._open

    def begin_in_halves(self: Ledger) -> None:
        begin(self)
        self._stream = Halves(self._stream)  # type: ignore[assignment]

    Ledger._open = begin_in_halves  # type: ignore[method-assign]
    ModelLibrary.locate = lambda self, *arguments: folder  # type: ignore[method-assign]
    places = [str(folder / "stories"), "--output", str(folder / "out")]
    return command(["batch", *places, "--text", "--rows", str(ROWS), "--model", "fake"])


def main() -> int:
    """Report on stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=100)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(options.child)
    with tempfile.TemporaryDirectory() as folder:
        report = torture(
            Path(folder), stories=options.stories, kills=options.kills, seed=options.seed
        )
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
