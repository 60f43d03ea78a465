"""What there is to say about training data before an hour is spent on it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from newsassistant.core.wire import BadRow, DataReport, Doubt, Lengths, NotInArticle
from newsassistant.evidence.check import check
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind, Strength
from newsassistant.text.articles.article import language_of
from newsassistant.text.datasets.pairs import Pair, Pairs
from newsassistant.text.markup.anchors import prose_of
from newsassistant.text.markup.markdown import parse
from newsassistant.train.examples import Example

SHOWN = 200
"""Lines listed of each kind; the counts are of all."""
MOST_COMPARED = 3000
"""Summaries that are compared with their articles, which takes less than a minute."""

_KINDS = tuple(f"{kind}s" for kind in MarkKind)


def data_report(pairs: Pairs, examples: Sequence[Example], *, held_out: int = 0) -> DataReport:
    """Counts, lengths in tokens and suspicious rows with their line numbers.

    `examples` are those of `pairs.rows`, in order.
    """
    compared = spread(pairs.rows, MOST_COMPARED)
    absent = [found for row in compared if (found := _not_in_article(row)) is not None]
    doubtful = [Doubt(each.line, each.numbers) for each in absent if each.numbers]
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
        compared=len(compared),
        absent=len(absent),
        absent_kinds={kind: sum(bool(getattr(each, kind)) for each in absent) for kind in _KINDS},
        absent_rows=tuple(absent[:SHOWN]),
        held_out=held_out,
    )


def spread(rows: Sequence[Pair], most: int) -> Sequence[Pair]:
    """All rows, or as many as `most`, from the first one on at even distances."""
    if len(rows) <= most:
        return rows
    return [rows[number * len(rows) // most] for number in range(most)]


def _not_in_article(row: Pair) -> NotInArticle | None:
    """What a summary has that its article has not, None for nothing."""
    article = _shown(row)
    marks = check(Index.of(article, language_of(article)), prose_of(parse(row.summary)))
    words: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for mark in marks:
        if mark.strength is not Strength.ROUNDED:
            words[f"{mark.kind}s"].append(mark.text)
    if not any(words.values()):
        return None
    return NotInArticle(row.line, **{kind: tuple(found) for kind, found in words.items()})


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
