"""Spans: what is read and what is left out make up the text, and what is read stays a text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.core.outside import UnfitError
from newsassistant.core.types import Reads, Span
from newsassistant.text.articles import spans
from newsassistant.text.articles.article import clean

ARTICLE = "Wind grows\n\nThe first line. A second sentence.\nShare this\n\nThe last word."
TEXTS = st.text(st.sampled_from("ab 风。\n"), max_size=60).map(clean)
NUMBERS = st.integers(-3, 70)
ANY = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6)


def of(*passages: str, text: str = ARTICLE) -> tuple[Span, ...]:
    return tuple((text.index(part), text.index(part) + len(part)) for part in passages)


def kept(text: str, reads: Reads) -> str:
    """What is read, without a single space."""
    found = spans.spans_of(reads, len(text))
    return "".join("".join(text[start:end] for start, end in found).split())


@given(ANY, st.integers(0, 60))
def test_any_spans_become_ordered_and_disjoint(found: list[Span], length: int) -> None:
    reads = spans.normal(found, length)

    wanted = {place for start, end in found for place in range(start, end)} & set(range(length))
    there = [place for start, end in spans.spans_of(reads, length) for place in range(start, end)]
    assert there == sorted(wanted)
    if reads is not None:
        assert spans.checked([list(span) for span in reads]) == reads
        assert all(end < start for (_, end), (start, _) in itertools.pairwise(reads))


@given(ANY, st.integers(0, 60))
def test_what_is_read_and_what_is_left_out_are_the_whole(found: list[Span], length: int) -> None:
    reads = spans.normal(found, length)
    rest = spans.left_out(reads, length)

    assert spans.normal((*spans.spans_of(reads, length), *rest), length) is None
    assert spans.chars_of(reads, length) + spans.chars_of(rest, length) == length
    assert spans.left_out(rest, length) == spans.spans_of(reads, length)


@given(TEXTS, ANY)
def test_nothing_that_is_read_is_lost_and_nothing_else_comes_in(
    text: str, found: list[Span]
) -> None:
    reads = spans.normal(found, len(text))
    read = spans.read_text(text, reads)

    assert "".join(read.split()) == kept(text, reads)
    assert reads is None or read == read.strip()
    assert "\n\n\n" not in read


@given(TEXTS, ANY, st.integers(0, 80))
def test_so_many_characters_of_what_is_read_end_at_a_place_of_the_text(
    text: str, found: list[Span], chars: int
) -> None:
    reads = spans.normal(found, len(text))

    end = spans.place(text, reads, chars)

    fitting = spans.first(reads, end, len(text))
    assert spans.read_text(text, fitting).rstrip() == spans.read_text(text, reads)[:chars].rstrip()


@given(TEXTS, ANY, st.integers(0, 60))
def test_readings_that_begin_alike_make_texts_that_begin_alike(
    text: str, found: list[Span], chars: int
) -> None:
    reads = spans.normal(found, len(text))
    some = spans.first(reads, chars, len(text))

    assert spans.read_text(text, reads).startswith(spans.read_text(text, some).rstrip())


@pytest.mark.parametrize(
    ("passages", "read"),
    [
        (("Wind grows", "The last word."), "Wind grows\n\nThe last word."),
        (("The first line.", "Share this"), "The first line.\nShare this"),
        (("The first", "A second sentence."), "The first A second sentence."),
        (("The first li", "entence."), "The first li entence."),
        (("first line. ", "\nShare"), "first line.\nShare"),
        (("\n\nThe ", "first"), "The first"),
        ((), ""),
    ],
)
def test_paragraphs_stay_paragraphs_and_words_words(passages: tuple[str, ...], read: str) -> None:
    assert spans.read_text(ARTICLE, of(*passages)) == read


def test_chinese_sentences_follow_each_other_without_a_space() -> None:
    text = "甲说。乙说。丙说。"
    assert spans.read_text(text, of("甲说。", "丙说。", text=text)) == "甲说。丙说。"


def test_the_whole_text_is_read_as_it_is() -> None:
    assert spans.read_text(ARTICLE, None) == ARTICLE == spans.read_text(ARTICLE, ((0, 10**6),))
    assert spans.first(None, 10**6, len(ARTICLE)) is None
    assert spans.first(None, 4, len(ARTICLE)) == ((0, 4),) == spans.leading(4)
    assert spans.first(None, 0, len(ARTICLE)) == () == spans.leading(0)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "[[0, 5]]",
        [0, 5],
        [[0]],
        [[0, 5, 6]],
        [[0, 0]],
        [[5, 3]],
        [[-1, 3]],
        [[0, 5], [4, 9]],
        [[6, 9], [0, 5]],
        [[0, True]],
        [[0.0, 5]],
        [[0, 1 << 70]],
    ],
)
def test_from_outside_come_pairs_in_order_or_nothing(value: object) -> None:
    with pytest.raises(UnfitError):
        spans.checked(value)


@given(TEXTS, ANY)
def test_many_places_are_found_as_one_is(text: str, found: list[Span]) -> None:
    reads = spans.normal(found, len(text))
    ends = list(range(len(spans.read_text(text, reads)) + 1))
    assert spans.places(text, reads, ends) == tuple(spans.place(text, reads, n) for n in ends)
