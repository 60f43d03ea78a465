"""Countries and their people."""

from newsassistant.evidence.words.peoples import GROUP


def test_a_people_stands_for_its_country() -> None:
    assert GROUP["french"] == GROUP["france"] != GROUP["british"] == GROUP["uk"]


def test_words_are_written_as_they_are_looked_up() -> None:
    assert all(word.isalpha() and word.islower() for word in GROUP)
