"""What there is to say about training data before an hour is spent on it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from newsassistant.core.wire import BadRow, DataReport, Doubt, Lengths
from newsassistant.text.datasets.pairs import Pair, Pairs
from newsassistant.text.numbers.check import unsupported_numbers
from newsassistant.train.examples import Example

SHOWN = 200
"""Lines listed of each kind; the counts are of all."""


def data_report(pairs: Pairs, examples: Sequence[Example], *, held_out: int = 0) -> DataReport:
    """Counts, lengths in tokens and suspicious rows with their line numbers.

    `examples` are those of `pairs.rows`, in order.
    """
    doubtful = [
        Doubt(row.line, tuple(numbers))
        for row in pairs.rows
        if (numbers := unsupported_numbers(row.summary, _shown(row)))
    ]
    duplicates = _duplicates(pairs.rows)
    cut = [example.line for example in examples if example.cut]
    return DataReport(
        rows=len(pairs.rows) + len(pairs.empty) + len(pairs.missing) + len(pairs.bad),
        used=len(pairs.rows),
        source=_lengths([example.source_tokens for example in examples]),
        target=_lengths([example.target_tokens for example in examples]),
        cut=len(cut),
        cut_lines=tuple(cut[:SHOWN]),
        duplicates=len(duplicates),
        duplicate_lines=tuple(duplicates[:SHOWN]),
        empty=len(pairs.empty),
        empty_lines=tuple(pairs.empty[:SHOWN]),
        missing=len(pairs.missing),
        missing_lines=tuple(pairs.missing[:SHOWN]),
        bad=len(pairs.bad),
        bad_rows=tuple(BadRow(row.line, row.detail) for row in pairs.bad[:SHOWN]),
        encoding=pairs.encoding,
        encoding_certain=pairs.certain,
        read_as=dict(pairs.schemas),
        unsupported=len(doubtful),
        doubts=tuple(doubtful[:SHOWN]),
        held_out=held_out,
    )


def _shown(row: Pair) -> str:
    """All that the model reads of a row before it answers."""
    return "\n".join([row.content, *(message.content for message in row.earlier())])


def _duplicates(rows: Sequence[Pair]) -> list[int]:
    """The lines whose article stood on an earlier one."""
    seen: set[bytes] = set()
    found: list[int] = []
    for row in rows:
        digest = hashlib.sha256(_shown(row).strip().encode("utf-8", "replace")).digest()
        if digest in seen:
            found.append(row.line)
        seen.add(digest)
    return found


def _lengths(values: Sequence[int]) -> Lengths:
    if not values:
        return Lengths()
    median, p95 = np.percentile(values, [50, 95])
    return Lengths(round(float(median)), round(float(p95)), max(values))
