"""Sentences with the words that they are compared by."""

from __future__ import annotations

from newsassistant.evidence.index import Index
from newsassistant.evidence.sentences import words_for_comparing


def test_endings_and_marks_make_no_difference() -> None:
    assert list(words_for_comparing("Voting, votes VOTED!")) == ["vot", "vot", "vot"]


def test_chinese_is_taken_in_pairs() -> None:
    assert list(words_for_comparing("大桥方案")) == ["大桥", "桥方", "方案"]


def test_a_rare_word_weighs_more_and_a_number_is_a_word_by_its_value() -> None:
    sentences = Index.of("The bridge cost £12m. The bridge is new. The mayor left.", "en").sentences

    assert sentences.weights["mayor"] > sentences.weights["bridg"] > sentences.weights["th"]
    assert sentences.places["#plain12000000"] == [0]
    assert [sentences.spans[n].start for n in range(3)] == list(sentences.starts)
