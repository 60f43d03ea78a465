"""English words in all their forms."""

from __future__ import annotations

import pytest

from newsassistant.evidence.words.english import (
    Word,
    acronyms_of,
    bare,
    initials_of,
    is_known,
    known_words,
    words_of,
)

TEXT = "Iraq's Jane Smith met the U.S. Nation of Islam at Al-Shabaab in New Zealand, Zoë said."


def known(word: str) -> bool:
    return is_known(Word(word, 0, len(word)), known_words(TEXT, words_of(TEXT)))


@pytest.mark.parametrize(
    "word", ["Iraq", "Iraqi", "Iraqis", "Smiths", "Smith’s", "Zoe", "American", "alshabaab"]
)
def test_another_form_is_known(word: str) -> None:
    assert known(word)


@pytest.mark.parametrize("word", ["Iran", "Jones", "British", "Smi"])
def test_another_name_is_not(word: str) -> None:
    assert not known(word)


def test_a_country_of_two_words() -> None:
    assert known("Kiwi")


def test_words_keep_their_marks_and_places() -> None:
    assert [word.text for word in words_of("O’Neill's U.S. café's e\u0301t")] == [
        "O’Neill's",
        "U.S.",
        "café's",
        "e\u0301t",
    ]
    assert bare("Smith’s") == "Smith"


def test_initials_with_and_without_small_words() -> None:
    words = words_of("the Ministry of Defence said")

    assert {"md", "mod"} <= initials_of("", words)


def test_acronyms() -> None:
    assert acronyms_of(words_of("the NHS and U.S. said I")) == {"nhs", "us"}
