"""What there is to say about training data before an hour is spent on it.

Knows nothing of torch or files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from newsassistant.text.datasets.pairs import Pair, Pairs
from newsassistant.text.numbers.check import unsupported_numbers
from newsassistant.train.examples import Example

SHOWN = 200
"""Lines listed of each kind; the counts are of all."""


def data_report(pairs: Pairs, examples: Sequence[Example]) -> dict[str, Any]:
    """Counts, lengths in tokens and suspicious rows with their line numbers; JSON values.

    `examples` are those of `pairs.rows`, in order.
    """
    doubtful = [
        {"line": row.line, "numbers": numbers}
        for row in pairs.rows
        if (numbers := unsupported_numbers(row.summary, _shown(row)))
    ]
    duplicates = _duplicates(pairs.rows)
    cut = [example.line for example in examples if example.cut]
    return {
        "rows": len(pairs.rows) + len(pairs.empty) + len(pairs.missing) + len(pairs.bad),
        "used": len(pairs.rows),
        "source_tokens": _lengths([example.source_tokens for example in examples]),
        "target_tokens": _lengths([example.target_tokens for example in examples]),
        "cut": len(cut),
        "cut_lines": cut[:SHOWN],
        "duplicates": len(duplicates),
        "duplicate_lines": duplicates[:SHOWN],
        "empty": list(pairs.empty[:SHOWN]),
        "empty_count": len(pairs.empty),
        "missing": list(pairs.missing[:SHOWN]),
        "missing_count": len(pairs.missing),
        "bad": [{"line": row.line, "detail": row.detail} for row in pairs.bad[:SHOWN]],
        "bad_count": len(pairs.bad),
        "encoding": pairs.encoding,
        "encoding_certain": pairs.certain,
        "read_as": dict(pairs.schemas),
        "unsupported": len(doubtful),
        "unsupported_numbers": doubtful[:SHOWN],
    }


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


def _lengths(values: Sequence[int]) -> dict[str, int]:
    if not values:
        return {"median": 0, "p95": 0, "max": 0}
    median, p95 = np.percentile(values, [50, 95])
    return {"median": round(float(median)), "p95": round(float(p95)), "max": max(values)}
