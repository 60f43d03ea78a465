"""Trains the starter's styles that ship with the program, and scores each against the model itself.

Knows the data folder's layout; training and scoring are the program's own commands. Only rows of
US government works are learnt from, so that the result may be given to anybody.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.setup_env import ROOT, venv_program
from scripts.style_targets import (
    BULLETS,
    ONE,
    PARAGRAPH,
    Recipe,
    Target,
    headline,
    selection,
    targets,
)

SOURCES = ("senate-releases", "digitalgov", "18f")
"""Public domain in the US or CC0, as the README beside the data says."""

# The same for every style; docs/lab.md has the curves and the tables.
TUNE = (
    *("--model", "starter", "--seed", "0", "--pre-seq-len", "32", "--licence", "CC0-1.0"),
    *("--gradient-accumulation", "4", "--eval-rows", "24", "--eval-steps", "50"),
    *("--save-steps", "25"),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One style: what it is called, what it learns from and for how long.

    `words` of each article, `source` tokens at most, are shown to it, below its headline unless it
    is that which shall be written; `longest` tokens of the target. It is scored on the same
    targets of unseen rows, articles whole.
    """

    preset: str
    name: str
    target: Target
    words: int
    source: int
    longest: int
    steps: int
    titled: bool = True

    def options(self) -> list[str]:
        """What `newsassistant tune` is given for this style besides TUNE and the files."""
        lengths = ["--max-source-length", str(self.source), "--max-target-length"]
        steps = ["--max-steps", str(self.steps), "--name", self.name]
        return ["--preset", self.preset, *lengths, str(self.longest), *steps]


def _selected(recipe: Recipe) -> Target:
    return lambda row, article: selection(row, article, recipe)


def _headline(row: Mapping[str, str], article: str) -> str:
    return headline(row)


JOBS = (
    Job("three-bullets", "News in three bullets", _selected(BULLETS), 230, 336, 176, 100),
    Job("150-words", "News in 150 words", _selected(PARAGRAPH), 330, 464, 256, 60),
    Job("headline", "News headline", _headline, 200, 280, 40, 100, titled=False),
    Job("one-sentence", "News in one line", _selected(ONE), 200, 296, 72, 80),
)


def rows_of(source: Path) -> list[dict[str, str]]:
    """The rows of a file whose licence lets the result be shipped."""
    # Not by str.splitlines: Unicode's other line breaks may stand inside of texts.
    rows = [json.loads(line) for line in source.read_bytes().splitlines()]
    return [row for row in rows if row.get("source") in SOURCES]


def write_pairs(job: Job, pairs: Path, folder: Path) -> None:
    """Make train.jsonl and dev.jsonl of a job from the data set's pairs."""
    learnt = targets(rows_of(pairs / "en_train.jsonl"), job.words, job.target, titled=job.titled)
    asked = []
    for row in rows_of(pairs / "en_dev.jsonl"):
        for made in targets([row], job.words, job.target):
            content = f"{row['title']}\n{row['content']}" if job.titled else row["content"]
            asked.append({**made, "content": content})
    _write(folder / "train.jsonl", learnt)
    _write(folder / "dev.jsonl", asked)
    print(f"{job.preset}: {len(learnt)} rows to learn, {len(asked)} to score", file=sys.stderr)


def _write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train each job into DIR/PRESET/run and score it; finished parts are not done again."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("NEWSASSISTANT_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--pairs", type=Path, default=shared / "data" / "pairs")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "style")
    parser.add_argument("--job", choices=[job.preset for job in JOBS], help="this one alone")
    parser.add_argument("--no-score", action="store_true", help="train only")
    options = parser.parse_args(arguments)
    for job in JOBS:
        if options.job not in (None, job.preset):
            continue
        folder: Path = options.output / job.preset
        folder.mkdir(parents=True, exist_ok=True)
        write_pairs(job, options.pairs, folder)
        if code := _train(job, folder) or (0 if options.no_score else _score(job, folder)):
            return code
    return 0


def _train(job: Job, folder: Path) -> int:
    run = folder / "run"
    if (run / "prefix" / "manifest.json").is_file():
        return 0
    if (run / "run.json").is_file():
        return _newsassistant("tune", "--resume", str(run))
    data = ("--data", str(folder / "train.jsonl"), "--output", str(run))
    return _newsassistant("tune", *data, *TUNE, *job.options())


def _score(job: Job, folder: Path) -> int:
    prefix = ("--prefix", str(folder / "run" / "prefix"), "--preset", job.preset)
    files = ("--data", str(folder / "dev.jsonl"), "--output", str(folder / "scores"))
    return _newsassistant("evaluate", "--model", "starter", *files, *prefix)


def _newsassistant(*arguments: str) -> int:
    return subprocess.run([str(venv_program("newsassistant")), *arguments], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
