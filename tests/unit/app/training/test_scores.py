"""What a style scores, and how it does against the base model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from newsassistant.app.training.evaluate import Prediction, Row
from newsassistant.app.training.scores import (
    Against,
    Missing,
    RowScores,
    against,
    score_rows,
    style_scores,
)
from newsassistant.evidence.marks import MarkKind
from newsassistant.text import metrics
from newsassistant.text.articles.article import parse
from newsassistant.text.metrics import Scorer, Scores


def row(line: int, text: str, *references: str) -> Row:
    return Row(line, parse(text), "Summarise.", references)


def prediction(line: int, text: str, **facts: object) -> Prediction:
    known = {"reason": "stop", "tokens": 10, "seconds": 2.0, **facts}
    return Prediction(line, "key", text, **known)  # type: ignore[arg-type]


def scored(rouge_l: float, missing: Mapping[MarkKind, int] | None = None) -> RowScores:
    return RowScores(1, Scores(rouge_l=rouge_l, bleu=rouge_l / 2), 10, 0.5, missing or {})


def test_each_row_is_scored_in_its_language(tmp_path: Path) -> None:
    for package in metrics.PACKAGES:
        pytest.importorskip(package, reason="the evaluate extra is not installed")
    rows = [
        row(1, "The minister opened 12 wind farms.", "The minister opened wind farms"),
        row(2, "部长宣布建设十二座风电场。", "部长宣布建设风电场"),
    ]
    texts = ["1. The **minister** of Ohio opened 13 wind farms", "部长宣布建设12座风电场"]
    heard: list[int] = []

    found = score_rows(
        rows,
        [prediction(1, texts[0]), prediction(2, texts[1])],
        Scorer(tmp_path),
        heard.append,
    )

    assert [each.units for each in found] == [8, 12]
    assert [each.missing for each in found] == [{MarkKind.NUMBER: 1, MarkKind.NAME: 1}, {}]
    assert found[0].copied == pytest.approx(2 / 7)
    assert found[0].scores.rouge1 == pytest.approx(100 * 2 * 5 / (5 + 9))
    assert found[1].scores.rouge_l > 50
    assert heard == [1, 2]


def test_means_and_counts_of_a_style() -> None:
    rows = [scored(10, {MarkKind.NAME: 1}), scored(30, {MarkKind.NUMBER: 2, MarkKind.NAME: 1})]
    made = [prediction(1, "x", cut=True), prediction(2, "y", reason="length")]

    found = style_scores("house", rows, made)

    assert (found.style, found.rows, found.rouge_l, found.bleu) == ("house", 2, 20, 10)
    assert (found.units, found.copied) == (10, 50)
    assert found.not_in_article == {
        "number": Missing(1, 50),
        "date": Missing(0, 0),
        "name": Missing(1, 100),
        "quote": Missing(0, 0),
        "any": Missing(2, 100),
    }
    assert (found.cut, found.unfinished, found.tokens_per_s) == (1, 1, 5)
    assert found.against_base is None


def test_a_style_against_the_base() -> None:
    base = [scored(10), scored(20), scored(30), scored(40)]
    other = [scored(15), scored(20), scored(29), scored(60)]

    found = style_scores("house", other, [prediction(1, "x")] * 4, base).against_base

    assert found == against(base, other)
    assert isinstance(found, Against)
    assert (found.won, found.lost, found.tied, found.difference) == (2, 1, 1, 6)
    assert found.low < 6 < found.high


def test_rows_and_predictions_must_belong_together() -> None:
    with pytest.raises(ValueError, match="zip"):
        against([scored(1)], [])
