"""Lengths in words of English and characters of Chinese articles."""

from __future__ import annotations

from newsassistant.core.types import Article, Measured
from newsassistant.gui.article.length_words import Length
from newsassistant.text.articles.article import parse

ENGLISH = parse("Wind power grew by forty per cent last year.")
CHINESE = parse("风电去年增长百分之四十。")


def measured(article: Article, tokens: int, room: int, fit: int) -> Measured:
    return Measured("r", article.digest, tokens, room, fit)


def test_words_of_an_article_that_fits_against_an_estimate_in_two_digits() -> None:
    length = Length.of(ENGLISH, measured(ENGLISH, 12, 6543, len(ENGLISH.text)))
    assert (length.units, length.room) == (9, 4900)
    assert length.share_words() == "9 of 4,900 words"


def test_characters_of_a_chinese_article() -> None:
    length = Length.of(CHINESE, measured(CHINESE, 12, 24, len(CHINESE.text)))
    assert length.share_words() == "12 of 24 characters"
    assert length.amount_words(5) == "5 characters"


def test_of_an_article_that_is_too_long_what_will_be_read_is_counted() -> None:
    length = Length.of(ENGLISH, measured(ENGLISH, 12, 4, len("Wind power grew")))
    assert (length.units, length.room) == (9, 3)
    assert length.amount_words(length.units - length.room) == "6 words"


def test_an_article_that_just_fits_has_no_less_room_than_words() -> None:
    long = parse("word " * 199)
    length = Length.of(long, measured(long, 1000, 1000, len(long.text)))
    assert length.room >= length.units == 199


def test_nothing_counted_is_no_division_by_zero() -> None:
    assert Length.of(ENGLISH, measured(ENGLISH, 0, 100, 0)).room > 0
