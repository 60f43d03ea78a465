"""The report on the data: counts, lengths, and lines to look at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from newsassistant.core.wire import facts_of
from newsassistant.text.datasets.pairs import Pair, Pairs
from newsassistant.text.datasets.records import BadRow
from newsassistant.train.examples import Example
from newsassistant.train.report import SHOWN, data_report, spread


def told(pairs: Pairs, examples: Sequence[Example]) -> dict[str, Any]:
    """The report as it is printed."""
    return facts_of(data_report(pairs, examples))


def pair(line: int, content: str, summary: str) -> Pair:
    return Pair(line, content, summary, (summary,))


def example(line: int, source: int = 10, target: int = 3, *, cut: bool = False) -> Example:
    return Example(line, (1, 2), (3,), source, target, cut)


def test_the_counts_and_the_lines() -> None:
    pairs = Pairs(
        (
            pair(1, "The council met.", "It met."),
            pair(3, "It cost 12 pounds.", "It cost 350 pounds."),
            pair(4, " The council met.\n", "They met."),
        ),
        empty=(2,),
        missing=(5, 6),
        bad=(BadRow(7, "no JSON"),),
        schemas=(("content, summary", 3),),
        encoding="gb18030",
        certain=False,
    )
    report = told(pairs, [example(1, 5, 2), example(3, 900, 7, cut=True), example(4, 100, 4)])

    assert (report["rows"], report["used"]) == (7, 3)
    assert (report["bad"], report["bad_count"]) == ([{"line": 7, "detail": "no JSON"}], 1)
    assert (report["encoding"], report["encoding_certain"]) == ("gb18030", False)
    assert report["read_as"] == {"content, summary": 3}
    assert (report["cut"], report["cut_lines"]) == (1, [3])
    assert (report["duplicates"], report["duplicate_lines"]) == (1, [4])
    assert (report["empty"], report["missing"]) == ([2], [5, 6])
    assert report["unsupported"] == 1
    assert report["unsupported_numbers"] == [{"line": 3, "numbers": ["350"]}]
    assert (report["compared"], report["not_in_article_count"]) == (3, 1)
    assert report["source_tokens"] == {"median": 100, "p95": 820, "max": 900}
    assert report["target_tokens"] == {"median": 4, "p95": 7, "max": 7}
    assert json.loads(json.dumps(report)) == report


def test_what_is_not_in_the_article_is_told_by_kind() -> None:
    article = "Jane Doe opened the mill on 4 May. She said it was “a great day”."
    rows = (
        pair(1, article, "On 5 May **Jane Doe** opened the mill."),
        pair(2, article, "She met Tom Roe and 52 others."),
        pair(3, article, "She said it was “a bad day”."),
        pair(4, article, "1. On 4 May Jane Doe opened the mill."),
        pair(5, "五月四日，工厂关闭。", "工厂五月五日关闭。"),
    )
    report = told(Pairs(rows), [example(row.line) for row in rows])

    assert report["not_in_article"] == [
        {"line": 1, "numbers": [], "dates": ["5 May"], "names": [], "quotes": []},
        {"line": 2, "numbers": ["52"], "dates": [], "names": ["Tom Roe"], "quotes": []},
        {"line": 3, "numbers": [], "dates": [], "names": [], "quotes": ["“a bad day”"]},
        {"line": 5, "numbers": [], "dates": ["五月五日"], "names": [], "quotes": []},
    ]
    assert report["not_in_article_count"] == 4
    kinds = {"numbers": 1, "dates": 2, "names": 1, "quotes": 1}
    assert report["not_in_article_kinds"] == kinds
    assert report["unsupported"] == 1


def test_of_very_many_rows_some_are_compared_at_even_distances(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("newsassistant.train.report.MOST_COMPARED", 4)
    rows = tuple(pair(line, "It met.", "It cost 9 pounds.") for line in range(1, 11))
    report = told(Pairs(rows), [example(row.line) for row in rows])

    assert (report["used"], report["compared"], report["not_in_article_count"]) == (10, 4, 4)
    assert [row["line"] for row in report["not_in_article"]] == [1, 3, 6, 8]
    assert list(spread(rows, 10)) == list(rows)


def test_long_lists_are_shortened_and_counts_are_not() -> None:
    count = SHOWN + 50
    rows = tuple(pair(line, "The same.", "It cost 9 pounds.") for line in range(1, count + 1))
    pairs = Pairs(rows, tuple(range(900, 900 + count)), tuple(range(2000, 2000 + count)))
    report = told(pairs, [example(row.line, cut=True) for row in rows])

    assert (report["rows"], report["used"]) == (3 * count, count)
    assert (report["cut"], report["duplicates"]) == (count, count - 1)
    assert report["unsupported"] == count
    assert (report["empty_count"], report["missing_count"]) == (count, count)
    kinds = ("cut_lines", "duplicate_lines", "empty", "missing", "unsupported_numbers")
    assert [len(report[kind]) for kind in (*kinds, "not_in_article")] == [SHOWN] * 6


def test_without_rows_the_lengths_are_nought() -> None:
    report = told(Pairs((), (1,)), [])

    assert report["source_tokens"] == {"median": 0, "p95": 0, "max": 0}


def test_earlier_turns_count_as_read() -> None:
    first = Pair(1, "When?", "In 1987.", ("In 1987.",), (("Who?", "He, in 1987."),))
    second = Pair(2, "When?", "In 1987.", ("In 1987.",), (("Who?", "She."),))
    report = told(Pairs((first, second)), [example(1), example(2)])

    assert report["duplicates"] == 0
    assert [row["line"] for row in report["not_in_article"]] == [2]
