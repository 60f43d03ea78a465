"""The estimate of a length is careful, and is cut like a count."""

from __future__ import annotations

import pytest

from newsassistant.engine.remote.estimate import USUAL_CONTEXT, estimate, tokens_of
from newsassistant.text.articles.article import parse
from newsassistant.text.articles.parts import STRIDE

ENGLISH = "The council approved the budget of £1.2 million for Brighton on 3 May. " * 200
CHINESE = "市议会于五月三日批准了一百二十万英镑的预算。" * 200


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_it_is_more_than_common_tokenizers_have(text: str) -> None:
    least = len(text) / 4.2 if text is ENGLISH else len(text) * 0.6

    assert least < tokens_of(text) < 1.7 * least + 100


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_what_does_not_fit_is_cut_where_it_would_be_full(text: str) -> None:
    article = parse(text)
    fit = estimate(article, 1024)

    assert fit.tokens > fit.room
    assert abs(tokens_of(article.text[: fit.chars]) - fit.room) <= 1
    assert fit.tokens // STRIDE - len(fit.marks) in (0, 1)
    assert list(fit.marks) == sorted(set(fit.marks))


def test_a_text_that_fits_fits() -> None:
    article = parse("A short text.")
    fit = estimate(article, 0)

    assert (fit.chars, fit.marks) == (len(article.text), ())
    assert fit.room < USUAL_CONTEXT


def test_what_was_learned_of_other_texts_counts() -> None:
    article = parse(ENGLISH)

    half = estimate(article, 8192, scale=0.5)

    assert half.tokens == pytest.approx(tokens_of(article.text) / 2, abs=1)
    cut = estimate(article, 1024, scale=0.5)
    assert tokens_of(article.text[: cut.chars]) == pytest.approx(2 * cut.room, abs=2)


def test_only_what_is_read_counts() -> None:
    article = parse(ENGLISH)

    assert estimate(article, 8192, ((0, 100),)).tokens == tokens_of(article.text[:100].rstrip())
    assert estimate(article, 8192, ()).tokens == 0
