"""How much of the article was not read, in words."""

from __future__ import annotations

import dataclasses

import pytest

from newsassistant.core.types import Reads
from newsassistant.gui.conversation.unread import unread_words, with_unread
from newsassistant.text.articles.spans import leading
from tests.gui.stories import message

ANSWER = message(1, "assistant", "Yes.")


@pytest.mark.parametrize(
    ("chars", "length", "share"), [(59, 100, 41), (999, 1000, 1), (1, 100_000, 99), (0, 5, 99)]
)
def test_the_share_is_said_and_is_never_nothing_nor_all(
    chars: int, length: int, share: int
) -> None:
    words = unread_words(dataclasses.replace(ANSWER, reads=leading(chars)), length)
    assert words.startswith(f"{share} % of the article was not read")


@pytest.mark.parametrize(
    ("reads", "length"), [(None, 100), (((0, 100),), 100), (((0, 120),), 100), (((0, 5),), 0)]
)
def test_what_was_read_to_the_end_says_nothing(reads: Reads, length: int) -> None:
    assert unread_words(dataclasses.replace(ANSWER, reads=reads), length) == ""


def test_a_request_says_nothing() -> None:
    asked = dataclasses.replace(message(1, "user", "Why?"), reads=leading(10))
    assert unread_words(asked, 100) == ""


def test_what_is_taken_away_has_it_as_a_line() -> None:
    assert with_unread("Yes.", "41 %") == "Yes.\n\n[41 %]"
    assert with_unread("Yes.", "") == "Yes."
    assert with_unread("", "41 %") == ""
