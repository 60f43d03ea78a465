"""Trains a prefix of a ChatGLM3-6B-shaped model with few layers: memory and speed of each setting.

`python -m tests.bench.train_six_b` measures with 4 and with 8 layers and tells from both what 28
would need; 16 GB of memory, 6 GB of disk, half an hour. `python -m tests.bench.train_six_b child
FOLDER WEIGHTS PRECISION KEPT|RECOMPUTED` is one run.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from newsassistant.core.types import CancelToken
from newsassistant.core.wire import DataReport, Event, Started, Stepped
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.families import read_config
from newsassistant.model.weights import decoder_weights
from newsassistant.text.prompts.prompt import ChatTemplate
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer
from newsassistant.train.examples import Example
from newsassistant.train.libraries import require
from newsassistant.train.options import BASE_WEIGHTS, TuneOptions
from newsassistant.train.preparation import Prepared
from newsassistant.train.source import Source
from tests.bench.six_b import POLL_S, anonymous_bytes, write_checkpoint
from tests.bench.six_b_gguf import LAYERS
from tests.unit.train import tiny

FEW = (4, 8)
PROMPT, ANSWER, PREFIX = 512, 128, 128
STEPS = 2
"""The first one also sets up; the last one is timed."""
KEPT, RECOMPUTED = "kept", "recomputed"


@dataclass(frozen=True, slots=True)
class Case:
    """A setting: base weights, precision, and whether activations are kept or computed again."""

    weights: str
    precision: str
    activations: str

    @property
    def words(self) -> list[str]:
        """As the child is told."""
        return [self.weights, self.precision, self.activations]


@dataclass(frozen=True, slots=True)
class Cost:
    """Peaks of anonymous memory in bytes, and seconds of one step over a row.

    Apart, since each part grows with the layers in its own way: reading the base, the steps, and
    writing the prefix.
    """

    reading: float
    steps: float
    writing: float
    seconds: float

    @property
    def peak(self) -> float:
        """Of the whole run."""
        return max(self.reading, self.steps, self.writing)

    @property
    def pace(self) -> float:
        """Tokens a second."""
        return (PROMPT + ANSWER) / self.seconds


class Watch:
    """Looks at this process's memory from a thread, and hears which part of the run it is in."""

    def __init__(self) -> None:
        self.peaks, self._part = {"reading": 0, "steps": 0, "writing": 0}, "reading"
        self.pace = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def hear(self, event: Event) -> None:
        """For `tune`."""
        if isinstance(event, Started):
            self._part = "steps"
        if isinstance(event, Stepped):
            self.pace = event.tokens_per_s or 0.0
            self._part = "writing" if event.step == STEPS else "steps"

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(POLL_S):
            part = self._part
            self.peaks[part] = max(self.peaks[part], anonymous_bytes(os.getpid()))


def cases() -> list[Case]:
    """All settings."""
    every = itertools.product(BASE_WEIGHTS, ("f32", "bf16"), (KEPT, RECOMPUTED))
    return [Case(*words) for words in every]


def source(folder: Path) -> Source:
    """The checkpoint with the tiny tokenizer, since it has none."""
    checkpoint = Checkpoint.open(folder)
    config = read_config(checkpoint)
    tokenizer = BpeTokenizer(tiny.tokenizer())
    return Source(
        name=folder.name,
        config=config,
        weights=decoder_weights(checkpoint, config),
        tokenizer=tokenizer,
        template=ChatTemplate(tiny.TEMPLATE, tokenizer),
        stop_id=tiny.END,
        path=folder,
    )


def rows(vocabulary: int) -> Iterator[Example]:
    """One row a step, of random ids."""
    numbers = np.random.default_rng(6)
    for line in range(STEPS):
        ids = tuple(int(value) for value in numbers.integers(0, vocabulary, PROMPT + ANSWER))
        yield Example(line, ids[:PROMPT], ids[PROMPT:], PROMPT, ANSWER, cut=False)


def child(folder: Path, *words: str) -> Cost:
    """Train for a few steps in this process."""
    require()
    from newsassistant.train.run import tune

    weights, precision, activations = words
    settings: dict[str, Any] = {"base_weights": weights, "precision": precision}
    opened = source(folder)
    with tempfile.TemporaryDirectory() as run, Watch() as watch:
        options = TuneOptions(
            model=str(folder),
            data="",
            output=run,
            pre_seq_len=PREFIX,
            gradient_accumulation=1,
            gradient_checkpointing=activations == RECOMPUTED,
            max_steps=STEPS,
            **settings,
        )
        data = Prepared(opened, tuple(rows(opened.config.vocab_size)), (), DataReport())
        tune(options, data, on_event=watch.hear, cancel=CancelToken())
    return Cost(**watch.peaks, seconds=(PROMPT + ANSWER) / watch.pace)


def measure(folder: Path, case: Case) -> Cost:
    """Run `child` in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.train_six_b", "child", str(folder), *case.words]
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return Cost(**json.loads(out))


def extrapolated(few: Cost, more: Cost) -> Cost:
    """What all layers would cost: each the same, beside a part that is there once."""
    less, some = FEW
    one, other = asdict(few), asdict(more)
    slopes = {key: (other[key] - one[key]) / (some - less) for key in one}
    return Cost(**{key: other[key] + slope * (LAYERS - some) for key, slope in slopes.items()})


def line(case: Case, costs: list[Cost]) -> str:
    """A row of the table."""
    shown = [*costs, extrapolated(*costs)]
    peaks = [f"{cost.peak / 1e9:.1f} GB" for cost in shown]
    paces = [f"{cost.pace:.1f}" for cost in shown]
    return f"| {' | '.join([*case.words, *peaks, *paces])} |"


def main() -> None:
    """Measure everything and print the table."""
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place) / f"{layers}-layers" for layers in FEW]
        for folder, layers in zip(folders, FEW, strict=True):
            write_checkpoint(folder, layers)
        heads = [f"{layers} layers" for layers in (*FEW, LAYERS)]
        names = ["weights", "precision", "activations", *heads, *(f"tokens/s, {h}" for h in heads)]
        print(f"| {' | '.join(names)} |\n|{'---|' * len(names)}")
        for case in cases():
            print(line(case, [measure(folder, case) for folder in folders]), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        print(json.dumps(asdict(child(Path(sys.argv[2]), *sys.argv[3:]))))
    else:
        main()
