"""Word lists written as lines."""

from newsassistant.evidence.reading.lists import words


def test_words_of_all_lines() -> None:
    assert words("a b", " c ") == {"a", "b", "c"}
