"""Scores of summaries, compared with values worked out by hand from the formulas."""

from __future__ import annotations

import logging
import math
from pathlib import Path

import pytest

from newsassistant.core.errors import TrainError
from newsassistant.core.types import Language
from newsassistant.text import metrics
from newsassistant.text.metrics import Scorer, Scores, copied_share, mean_interval


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    for package in metrics.PACKAGES:
        pytest.importorskip(package, reason="the evaluate extra is not installed")
    return Scorer(tmp_path_factory.mktemp("words"))


def test_chinese_follows_the_official_code(scorer: Scorer) -> None:
    # jieba: 我们 / 在 / 北京 / 开会 against 我们 / 在 / 上海 / 开会 / 。
    scores = scorer.scores("我们在北京开会", ["我们在上海开会。"], "zh")

    assert scores.rouge1 == pytest.approx(100 * 2 * 3 / (4 + 5), abs=0.01)
    assert scores.rouge2 == pytest.approx(100 * 2 * 1 / (3 + 4), abs=0.01)
    assert scores.rouge_l == pytest.approx(100 * 2 * 3 / (4 + 5), abs=0.01)
    # Characters: 5 of 7, bigrams 3 of 6, trigrams 1 of 5, none of 4, which counts 1 / (2 * 4).
    precisions = [5 / 7, 3 / 6, 1 / 5, 1 / (2 * 4)]
    bleu = math.exp(1 - 8 / 7) * math.prod(precisions) ** 0.25
    assert scores.bleu == pytest.approx(100 * bleu, abs=0.001)


def test_a_repeated_word_counts_once_in_chinese_rouge_1(scorer: Scorer) -> None:
    assert scorer.scores("开会 开会 开会", ["开会"], "zh").rouge1 == pytest.approx(100, abs=0.01)


def test_english_rouge_knows_word_stems(scorer: Scorer) -> None:
    # the, minist, plan, port against the, minist, plan, new, port
    scores = scorer.scores("The ministers planned ports", ["The minister plans new ports!"], "en")

    assert scores.rouge1 == pytest.approx(100 * 2 * 4 / (4 + 5))
    assert scores.rouge2 == pytest.approx(100 * 2 * 2 / (3 + 4))
    assert scores.rouge_l == pytest.approx(100 * 2 * 4 / (4 + 5))


def test_english_bleu_of_a_summary_that_ends_early(scorer: Scorer) -> None:
    scores = scorer.scores("the cat sat on the mat", ["the cat sat on the mat today"], "en")

    assert scores.bleu == pytest.approx(100 * math.exp(1 - 7 / 6))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("summary", ["", " \n", "。", "!", "\u200b", "a", "一"])
def test_summaries_of_nothing_score_nothing(
    scorer: Scorer, summary: str, language: Language
) -> None:
    scores = scorer.scores(summary, ["The plan 计划", "  "], language)

    assert (scores.rouge1, scores.rouge2, scores.rouge_l) == (0, 0, 0)
    assert scorer.scores("x", [" "], language) == Scores()


def test_the_best_reference_counts(scorer: Scorer) -> None:
    both = scorer.scores("wind farm", ["a cat", "wind farm"], "en")

    assert both.rouge_l == pytest.approx(100)
    assert both == scorer.scores("wind farm", ["wind farm", "a cat"], "en")


def test_very_long_summaries_end(scorer: Scorer) -> None:
    assert scorer.scores("开会，" * 20_000, ["开会"], "zh").rouge1 > 0


def test_jieba_is_quiet_and_keeps_its_dictionary_here(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("jieba", reason="the evaluate extra is not installed")
    with caplog.at_level(logging.WARNING):
        Scorer(tmp_path / "words").scores("新闻助手", ["新闻"], "zh")

    assert [path.name for path in (tmp_path / "words").iterdir()] == ["jieba.cache"]
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "find_spec", lambda name: None)

    with pytest.raises(TrainError, match="rouge-chinese"):
        Scorer(tmp_path)


@pytest.mark.parametrize(
    ("summary", "article", "language", "share"),
    [
        ("The minister spoke.", "Yesterday the Minister spoke at length", "en", 1.0),
        ("The minister was silent", "the minister spoke", "en", 1 / 3),
        ("部长讲话", "部长昨天讲话", "zh", 2 / 3),
        ("部，长", "部长", "zh", 1.0),
        ("One", "One", "en", 0.0),
        ("", "", "zh", 0.0),
    ],
)
def test_copied_bigrams(summary: str, article: str, language: Language, share: float) -> None:
    assert copied_share(summary, article, language) == pytest.approx(share)


def test_the_interval_holds_the_mean_and_repeats() -> None:
    values = [0.0, 1.0, 2.0, 3.0] * 25

    low, high = mean_interval(values, seed=1)

    assert 1.2 < low < 1.5 < high < 1.8
    assert (low, high) == mean_interval(values, seed=1)
    assert (low, high) != mean_interval(values, seed=2)
    assert mean_interval([2.0], seed=0) == (2.0, 2.0)
    assert mean_interval([], seed=0) == (0.0, 0.0)
