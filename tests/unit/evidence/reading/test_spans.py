"""Sentences and lines by their places."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.evidence.reading.spans import lines, sentence_at, sentence_spans

TEXT = "He came.  He saw.\n\nHe won?"


def test_each_sentence_stands_at_its_span() -> None:
    spans = sentence_spans(TEXT)

    assert [TEXT[span.start : span.end] for span in spans] == ["He came.", "He saw.", "He won?"]


def test_the_same_sentence_twice_has_two_places() -> None:
    assert [span.start for span in sentence_spans("Yes.\nYes.")] == [0, 5]


@settings(deadline=None)
@given(st.text("ab. \n", max_size=60))
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = sentence_spans(text)

    assert all(a.end <= b.start for a, b in pairwise(spans))
    for number, span in enumerate(spans):
        assert sentence_at(spans, span.start) == number


def test_a_place_between_two_belongs_to_the_one_before() -> None:
    spans = sentence_spans(TEXT)

    assert [sentence_at(spans, place) for place in (8, 9, 18, 99)] == [0, 0, 1, 2]


def test_lines_are_without_their_ends() -> None:
    assert [(span.start, span.end) for span in lines("a\n\nbc")] == [(0, 1), (2, 2), (3, 5)]
