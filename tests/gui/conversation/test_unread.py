"""How much of the article was not read, in words."""

from __future__ import annotations

import dataclasses

import pytest

from newsassistant.core.types import Reads
from newsassistant.gui.conversation.unread import Extent, is_little, unread_words, with_unread
from newsassistant.text.articles.article import parse
from newsassistant.text.articles.spans import leading
from tests.gui.stories import message

ANSWER = message(1, "assistant", "Yes.")


@pytest.mark.parametrize(
    ("chars", "length", "share"), [(59, 100, 41), (999, 1000, 1), (1, 100_000, 99), (0, 5, 99)]
)
def test_the_share_is_said_and_is_never_nothing_nor_all(
    chars: int, length: int, share: int
) -> None:
    words = unread_words(
        dataclasses.replace(ANSWER, reads=leading(chars)), Extent(length, ((3, 9),))
    )
    assert words.startswith(f"{share} % of the article was not read")


@pytest.mark.parametrize(
    ("reads", "length"), [(None, 100), (((0, 100),), 100), (((0, 120),), 100), (((0, 5),), 0)]
)
def test_what_was_read_to_the_end_says_nothing(reads: Reads, length: int) -> None:
    assert unread_words(dataclasses.replace(ANSWER, reads=reads), Extent(length)) == ""


def test_a_request_says_nothing() -> None:
    asked = dataclasses.replace(message(1, "user", "Why?"), reads=leading(10))
    assert unread_words(asked, Extent(100)) == ""


@pytest.mark.parametrize(
    ("reads", "words"),
    [
        (((0, 10), (20, 40)), "Read 2 passages, 30 of 1,000 characters"),
        (((20, 40),), "Read 1 passage, 20 of 1,000 characters"),
        ((), "99 % of the article was not read: its end"),
        (((0, 500), (600, 1000)), "Read 2 passages, 900 of 1,000 characters"),
    ],
)
def test_passages_are_counted(reads: Reads, words: str) -> None:
    assert unread_words(dataclasses.replace(ANSWER, reads=reads), Extent(1000)) == words


def test_what_is_taken_away_has_it_as_a_line() -> None:
    half = dataclasses.replace(ANSWER, reads=((0, 59),))
    assert (
        with_unread("Yes.", half, Extent(100))
        == "Yes.\n\n[41 % of the article was not read: its end]"
    )
    assert with_unread("", half, Extent(100)) == ""
    assert with_unread("Yes.", ANSWER, Extent(100)) == "Yes."


def test_the_lines_around_an_article_are_not_taken_along_but_a_cut_end_is() -> None:
    little = dataclasses.replace(ANSWER, reads=((0, 400), (430, 1000)))
    cut = dataclasses.replace(ANSWER, reads=((0, 970),))

    assert is_little(little, Extent(1000))
    assert with_unread("Yes.", little, Extent(1000)) == "Yes."
    assert not is_little(cut, Extent(1000))
    assert "3 %" in with_unread("Yes.", cut, Extent(1000))


def test_where_nobody_chose_it_is_said_calmly_what_is_left_out() -> None:
    article = parse("Wind grows\n\nThe first line.\nShare this article\nThe last line.")
    extent = Extent.of(article)
    usual = dataclasses.replace(ANSWER, reads=extent.usual)

    assert unread_words(usual, extent) == "Read without the lines around the article"
    assert is_little(usual, extent)
    assert with_unread("Yes.", usual, extent) == "Yes."
    assert unread_words(ANSWER, extent) == ""
