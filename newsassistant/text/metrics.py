"""How near a summary is to those of people, and how much of it is copied: ROUGE, BLEU, shares.

Knows nothing of models or files of data. The packages that compute the scores are the optional
extra "evaluate"; each is imported at its first use.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

from newsassistant.core.edition import install_command
from newsassistant.core.errors import TrainError
from newsassistant.core.types import Language
from newsassistant.text.articles.article import words_of

PACKAGES = ("rouge_chinese", "jieba", "nltk", "rouge_score", "sacrebleu")
# The longest common subsequence takes the product of both lengths: a minute at 5000 words.
LONGEST = 1000
SAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Scores:
    """Of one summary against the references, each from 0 to 100: ROUGE F-values and BLEU."""

    rouge1: float = 0.0
    rouge2: float = 0.0
    rouge_l: float = 0.0
    bleu: float = 0.0


class Scorer:
    """Scores summaries in both languages; one thread at a time.

    Chinese as in the official ChatGLM P-Tuning code (THUDM/ChatGLM-6B, ptuning/main.py,
    `compute_metrics`): ROUGE of rouge-chinese over the words of jieba, which counts a word that is
    repeated once in ROUGE-1 and 2; BLEU-4 of nltk over characters with smoothing method 3.
    English: ROUGE of rouge-score with Porter's stemmer (rougeL: over the whole summary), BLEU as
    sacrebleu's sentence BLEU with its own tokenizer, so that both languages average over rows.
    """

    def __init__(self, cache: Path) -> None:
        """`cache`: a folder of the user's for jieba's dictionary.

        Raises TrainError("evaluate-missing") where a package is not installed.
        """
        for package in PACKAGES:
            if find_spec(package) is None:
                name = package.replace("_", "-")
                raise TrainError(
                    "evaluate-missing", package=name, command=install_command("evaluate")
                )
        self._cache = cache

    def scores(self, summary: str, references: Sequence[str], language: Language) -> Scores:
        """The best value of each score over `references`; 0 for a summary without a word."""
        one = self._chinese if language == "zh" else self._english
        each = [one(summary, reference) for reference in references if reference.strip()]
        if not summary.strip() or not each:
            return Scores()
        return Scores(
            max(score.rouge1 for score in each),
            max(score.rouge2 for score in each),
            max(score.rouge_l for score in each),
            max(score.bleu for score in each),
        )

    def _chinese(self, summary: str, reference: str) -> Scores:
        hypothesis, words = self._cut(summary), self._cut(reference)
        if not hypothesis or not words:  # rouge-chinese raises for an empty text
            return Scores()
        found = self._chinese_rouge.get_scores(" ".join(hypothesis), " ".join(words))[0]
        one, two, longest = (round(100 * found[f"rouge-{kind}"]["f"], 4) for kind in "12l")
        return Scores(one, two, longest, self._character_bleu(summary, reference))

    def _english(self, summary: str, reference: str) -> Scores:
        found = self._english_rouge.score(reference, summary)
        one, two, longest = (100 * found[f"rouge{kind}"].fmeasure for kind in "12L")
        return Scores(one, two, longest, self._sentence_bleu(summary, [reference]).score)

    def _cut(self, text: str) -> list[str]:
        words: list[str] = self._tokenizer.lcut(text)
        return [word for word in words if word.strip()][:LONGEST]

    @cached_property
    def _tokenizer(self) -> Any:
        """jieba's default dictionary; it reports on stderr and caches in the temporary folder."""
        with _quietly():
            import jieba
        jieba.setLogLevel("CRITICAL")
        tokenizer = jieba.Tokenizer()
        self._cache.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(self._cache)
        return tokenizer

    @cached_property
    def _chinese_rouge(self) -> Any:
        with _quietly():
            from rouge_chinese import Rouge
        return Rouge()

    @cached_property
    def _character_bleu(self) -> Callable[[str, str], float]:
        with _quietly():
            from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
        smooth = SmoothingFunction().method3

        def bleu(summary: str, reference: str) -> float:
            value = sentence_bleu([list(reference)], list(summary), smoothing_function=smooth)
            return round(100 * float(value), 4)

        return bleu

    @cached_property
    def _english_rouge(self) -> Any:
        with _quietly():
            from rouge_score.rouge_scorer import RougeScorer
        return RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)

    @cached_property
    def _sentence_bleu(self) -> Any:
        with _quietly():
            from sacrebleu import sentence_bleu
        return sentence_bleu


def _quietly() -> warnings.catch_warnings[None]:
    """Old packages warn about their own source at import; nobody here can act on it."""
    return warnings.catch_warnings(action="ignore")


def copied_share(summary: str, article: str, language: Language) -> float:
    """The share of the summary's bigrams that stand in the article, 0 to 1; 0 without bigrams.

    Of words without their case in English, of characters in Chinese. Any thread.
    """
    known = set(pairwise(_units(article, language)))
    bigrams = list(pairwise(_units(summary, language)))
    return sum(bigram in known for bigram in bigrams) / len(bigrams) if bigrams else 0.0


def _units(text: str, language: Language) -> list[str]:
    if language == "zh":
        return [char for char in text if char.isalnum()]
    return [word.lower() for word in words_of(text)]


def mean_interval(values: Sequence[float], *, seed: int) -> tuple[float, float]:
    """The 95 % interval of the mean of `values` by bootstrap (percentiles of 2000 samples).

    The same seed gives the same interval. Any thread.
    """
    if not values:
        return (0.0, 0.0)
    chance = random.Random(seed)
    means = sorted(fmean(chance.choices(values, k=len(values))) for _ in range(SAMPLES))
    return means[round(0.025 * (SAMPLES - 1))], means[round(0.975 * (SAMPLES - 1))]
