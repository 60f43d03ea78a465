"""Predictions against references -> what each style scores and how it does against the base."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from newsassistant.app.checking.examined import examine_answer
from newsassistant.app.training.evaluate import Prediction, Row
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind
from newsassistant.text.articles.article import count_units
from newsassistant.text.counts import without_signs
from newsassistant.text.metrics import Scorer, Scores, copied_share, mean_interval

ANY = "any"
SEED = 20


@dataclass(frozen=True, slots=True)
class RowScores:
    """One summary: `units` are words or Chinese characters, `copied` is a share from 0 to 1.

    `missing` are the marks of each kind: what its article has not got, but for roundings.
    """

    line: int
    scores: Scores
    units: int
    copied: float
    missing: Mapping[MarkKind, int]


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not in the articles: marks a summary, and the percentage of summaries with any."""

    marks: float
    summaries: float


@dataclass(frozen=True, slots=True)
class Against:
    """How a style does against the base by ROUGE-L; `low` to `high` is a 95 % interval."""

    won: int
    lost: int
    tied: int
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StyleScores:
    """Means over the rows: scores and percentages from 0 to 100.

    `not_in_article` has every kind of mark by its name, and "any" for all together; `cut` articles
    did not fit whole, `unfinished` summaries ended at the length limit.
    """

    style: str
    rows: int
    rouge1: float
    rouge2: float
    rouge_l: float
    bleu: float
    units: float
    copied: float
    not_in_article: Mapping[str, Missing]
    cut: int
    unfinished: int
    tokens_per_s: float
    against_base: Against | None = None


def score_rows(
    rows: Sequence[Row],
    predictions: Sequence[Prediction],
    scorer: Scorer,
    on_row: Callable[[int], None] = lambda done: None,
) -> list[RowScores]:
    """The scores of each prediction; `predictions[i]` belongs to `rows[i]`."""
    found = []
    for done, (row, prediction) in enumerate(zip(rows, predictions, strict=True), 1):
        text, article = prediction.text, row.article
        said = without_signs(text)
        index = Index.of(article.text, article.language)
        found.append(
            RowScores(
                row.line,
                scorer.scores(text, row.references, article.language),
                count_units(said, article.language),
                copied_share(said, article.text, article.language),
                examine_answer(index, text)[1].missing(),
            )
        )
        on_row(done)
    return found


def style_scores(
    style: str,
    scored: Sequence[RowScores],
    predictions: Sequence[Prediction],
    base: Sequence[RowScores] | None = None,
) -> StyleScores:
    """The means of one style over at least one row, and how it does against `base`."""
    seconds = sum(prediction.seconds for prediction in predictions)
    tokens = sum(prediction.tokens for prediction in predictions)
    return StyleScores(
        style=style,
        rows=len(scored),
        rouge1=fmean(row.scores.rouge1 for row in scored),
        rouge2=fmean(row.scores.rouge2 for row in scored),
        rouge_l=fmean(row.scores.rouge_l for row in scored),
        bleu=fmean(row.scores.bleu for row in scored),
        units=fmean(row.units for row in scored),
        copied=100 * fmean(row.copied for row in scored),
        not_in_article={
            **{
                kind.value: _missing([row.missing.get(kind, 0) for row in scored])
                for kind in MarkKind
            },
            ANY: _missing([sum(row.missing.values()) for row in scored]),
        },
        cut=sum(prediction.cut for prediction in predictions),
        unfinished=sum(prediction.reason == "length" for prediction in predictions),
        tokens_per_s=tokens / seconds if seconds else 0.0,
        against_base=None if base is None else against(base, scored),
    )


def _missing(counts: Sequence[int]) -> Missing:
    return Missing(fmean(counts), 100 * fmean(count > 0 for count in counts))


def against(base: Sequence[RowScores], other: Sequence[RowScores]) -> Against:
    """Both scored on the same rows, in the same order; the same input gives the same interval."""
    pairs = zip(base, other, strict=True)
    gains = [new.scores.rouge_l - old.scores.rouge_l for old, new in pairs]
    low, high = mean_interval(gains, seed=SEED)
    won, lost = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
    return Against(won, lost, len(gains) - won - lost, fmean(gains), low, high)
