"""Trains the sample style that ships with the program, and scores it against the model itself.

Knows the data folder's layout; training and scoring are the program's own commands. Only rows of
US government works are learnt from, so that the result may be given to anybody.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.setup_env import ROOT, venv_program

SOURCES = ("senate-releases", "digitalgov", "18f")
"""Public domain in the US or CC0, as the README beside the data says."""

# An hour on two cores of 2020: docs/lab.md has the curve and the table.
TUNE = (
    *("--model", "starter", "--preset", "one-sentence", "--seed", "0"),
    *("--pre-seq-len", "32", "--max-source-length", "192", "--max-target-length", "64"),
    *("--max-steps", "180", "--gradient-accumulation", "4"),
    *("--eval-rows", "24", "--eval-steps", "30", "--save-steps", "30"),
    *("--name", "One-line news (sample)", "--licence", "CC0-1.0"),
)


def select(source: Path, target: Path) -> int:
    """Copy the lines of `source` whose licence lets the result be shipped; how many."""
    # Not by str.splitlines: Unicode's other line breaks may stand inside of texts.
    lines = source.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if json.loads(line).get("source") in SOURCES]
    target.write_bytes(b"".join(kept))
    return len(kept)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train into DIR/run and score on the dev rows; finished parts are not done again."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("NEWSASSISTANT_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--pairs", type=Path, default=shared / "data" / "pairs")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "style")
    options = parser.parse_args(arguments)
    folder: Path = options.output
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("train", "dev"):
        count = select(options.pairs / f"en_{part}.jsonl", folder / f"{part}.jsonl")
        print(f"{part}: {count} rows", file=sys.stderr)
    run = folder / "run"
    if not (run / "prefix" / "manifest.json").is_file():
        again = ["--resume", str(run)] if (run / "run.json").is_file() else None
        data = ["--data", str(folder / "train.jsonl"), "--output", str(run), *TUNE]
        if code := _newsassistant("tune", *(again or data)):
            return code
    dev, prefix = str(folder / "dev.jsonl"), str(run / "prefix")
    scores = str(folder / "scores")
    return _newsassistant(
        "evaluate", "--model", "starter", "--data", dev, "--prefix", prefix, "--output", scores
    )


def _newsassistant(*arguments: str) -> int:
    return subprocess.run([str(venv_program("newsassistant")), *arguments], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
