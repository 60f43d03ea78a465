"""From options to rows of ids and what there is to say about them; the part without torch.

Knows nothing of training. Blocks on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from newsassistant.core.errors import TrainError
from newsassistant.core.wire import DataReport
from newsassistant.model.folder import sha256_of
from newsassistant.model.languages import STARTER_NAME
from newsassistant.text.datasets.pairs import Pairs, read_pairs
from newsassistant.train.examples import Encoder, Example
from newsassistant.train.options import TuneOptions
from newsassistant.train.report import data_report
from newsassistant.train.source import Source, open_checkpoint, open_gguf

STARTER = "starter"
HELD_OUT_SHARE = 20
"""One row in so many is held out where no evaluation data are given."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The base, the rows to learn from, those held out, the report on the data, its file's hash."""

    source: Source
    rows: tuple[Example, ...]
    held_out: tuple[Example, ...]
    report: DataReport
    data_sha256: str = ""


def prepare(options: TuneOptions, starter: Callable[[], Path]) -> Prepared:
    """Open the base and read the data; `starter` tells where the starter's weights are.

    Raises InputError, TrainError, CheckpointError, ModelError.
    """
    source = open_source(options.model, starter)
    if options.method == "lora" and source.path is None:
        raise TrainError("train-lora-starter")
    encoder = Encoder(source, options)
    pairs = _read(options.data, options)
    every = rows = encoder.encode_all(pairs.rows)
    if options.eval_data:
        others = _read(options.eval_data, options).rows
        held_out = encoder.encode_all(others[index] for index in _spread(len(others), options))
    else:
        rows, held_out = _split(rows, options)
    _check_lengths([*rows, *held_out], options, source)
    report = data_report(pairs, every, held_out=len(held_out))
    # Now: nobody knows whether the file is still there, and the same, when the run has ended.
    digest = sha256_of(Path(options.data))
    return Prepared(source, tuple(rows), tuple(held_out), report, digest)


def open_source(model: str, starter: Callable[[], Path]) -> Source:
    """ "starter" or a checkpoint's folder; raises TrainError("train-base") for anything else."""
    if model == STARTER:
        return open_gguf(starter(), name=STARTER_NAME)
    if not Path(model).is_dir():
        raise TrainError("train-base", path=model, detail="there is no such folder")
    return open_checkpoint(Path(model))


def _read(path: str, options: TuneOptions) -> Pairs:
    return read_pairs(
        Path(path),
        prompt_column=options.prompt_column,
        response_column=options.response_column,
        history_column=options.history_column or None,
    )


def _spread(count: int, options: TuneOptions) -> list[int]:
    """Up to `eval_rows` indices, evenly over a file that may be sorted by source."""
    wanted = min(options.eval_rows, count)
    return [int(index) for index in np.linspace(0, count - 1, wanted).round()] if wanted else []


def _split(rows: Sequence[Example], options: TuneOptions) -> tuple[list[Example], list[Example]]:
    """(training, held out), chosen by the seed."""
    count = min(options.eval_rows, len(rows) // HELD_OUT_SHARE)
    chosen = set(np.random.default_rng(options.seed).permutation(len(rows))[:count].tolist())
    kept = [row for index, row in enumerate(rows) if index not in chosen]
    return kept, [row for index, row in enumerate(rows) if index in chosen]


def _check_lengths(rows: Sequence[Example], options: TuneOptions, source: Source) -> None:
    room = source.config.context_length
    prefix = options.pre_seq_len if options.method == "prefix" else 0
    longest = max(len(row.ids) for row in rows) + prefix
    if longest > room:
        raise TrainError("train-context", tokens=longest, room=room)
