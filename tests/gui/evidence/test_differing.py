"""The words of the article that an answer has changed."""

from __future__ import annotations

import pytest

from newsassistant.gui.evidence.differing import differing


@pytest.mark.parametrize(
    ("written", "found", "words"),
    [
        ("“We did everything we could,”", "We did all that we could", ["all that"]),
        ("We DID it", "we did it", []),
        ("We could", "We really could", ["really"]),
        ("We really could", "We could", []),
        ("我们已尽最大努力", "我们已尽一切努力", ["一切"]),
        ("rose by 3.4 million", "rose by 3.5 million", ["3.5"]),
        ("", "all of it", ["all of it"]),
        ("word", "", []),
    ],
)
def test_words_that_differ(written: str, found: str, words: list[str]) -> None:
    assert [found[start:end] for start, end in differing(written, found)] == words


def test_of_a_long_passage_the_beginning_is_compared() -> None:
    found = "word " * 20_000
    assert list(differing("word " * 20_000, found)) == []
