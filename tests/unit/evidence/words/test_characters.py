"""Characters that tell Chinese names."""

from newsassistant.evidence.words.characters import COMMON, DOUBLE_SURNAMES, FOREIGN, SURNAMES


def test_single_characters_and_words_are_apart() -> None:
    assert all(len(char) == 1 for char in SURNAMES | FOREIGN)
    assert all(len(word) == 2 for word in DOUBLE_SURNAMES)
    assert all(len(word) > 1 for word in COMMON)
