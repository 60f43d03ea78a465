"""The words for requests that wait."""

from __future__ import annotations

import pytest

from newsassistant.app.listener import ChatState
from newsassistant.gui.shell.turn_words import turn_words, unanswered_words


@pytest.mark.parametrize(
    ("state", "ahead", "words"),
    [
        (ChatState.ANSWERING, 0, "Answering “Harbour plan”; yours is next."),
        (ChatState.STOPPING, 2, "Answering “Harbour plan”; waiting before yours: 2."),
        (ChatState.LOADING, 0, "The model is loading; yours is next."),
        (ChatState.LOADING, 3, "The model is loading; before yours: 3."),
        (ChatState.UNAVAILABLE, 3, "No model is loaded; this waits for one."),
    ],
)
def test_it_says_what_is_before_it(state: ChatState, ahead: int, words: str) -> None:
    assert turn_words(state, "Harbour plan", ahead) == words


def test_a_long_title_gives_way_not_the_words_behind_it() -> None:
    words = turn_words(ChatState.PREFILL, "Harbour " * 30, 0)
    assert words.endswith("…”; yours is next.")
    assert len(words) < 70


def test_what_was_left_alone() -> None:
    assert unanswered_words() == "This request was not answered."
