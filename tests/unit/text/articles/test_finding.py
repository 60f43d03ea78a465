"""A question finds the passage that answers it, in both languages, and the beginning with it."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.text.articles.finding import find, terms_of
from tests.unit.text.articles.long_stories import CHINESE, ENGLISH, Story, long_article


def characters(start: int, end: int) -> int:
    """A token a character."""
    return end - start


@pytest.mark.parametrize(("stories", "budget"), [(ENGLISH, 4000), (CHINESE, 1500)])
def test_the_passage_with_the_answer_is_read(stories: tuple[Story, ...], budget: int) -> None:
    text = long_article(stories, seed=7)
    asked = found = 0
    for story in stories:
        for question, answer in story.questions:
            place = text.index(answer)
            spans = find(text, question, budget, characters)
            assert sum(end - start for start, end in spans) <= budget
            asked += 1
            found += any(s <= place and place + len(answer) <= e for s, e in spans)
    assert asked >= 20
    assert found >= 0.95 * asked


def test_the_beginning_is_always_read_and_the_order_is_that_of_the_text() -> None:
    text = long_article(ENGLISH, seed=3)
    spans = find(text, "How many households lost power in the storm?", 4000, characters)
    assert spans[0][0] == 0
    assert list(spans) == sorted(spans)
    assert all(end < start for (_, end), (start, _) in pairwise(spans))


def test_a_question_of_no_known_word_reads_the_beginning() -> None:
    text = long_article(ENGLISH, seed=3)
    (span,) = find(text, "Xyzzy?", 3000, characters)
    assert span[0] == 0


def test_of_two_passages_that_say_the_same_the_earlier_is_read() -> None:
    same = "The harbour master counted ninety herring boats."
    fill = ["Rain fell on the hills of the north all day long, and nothing else was said. " * 9] * 4
    text = "\n\n".join([*fill[:2], same + " " + fill[0], *fill[:3], same + " " + fill[0], *fill])
    spans = find(text, "herring boats", 1600, characters)
    read = "".join(text[start:end] for start, end in spans)
    assert read.count(same) == 1
    assert any(start <= text.index(same) < end for start, end in spans)


def test_digits_are_one_whatever_their_form() -> None:
    assert terms_of("１２，000 人") == terms_of("12,000人")
    assert terms_of("Companies planned, planning plans") == ["company", "plan", "plan", "plan"]


def test_only_what_is_read_is_found() -> None:
    text = long_article(ENGLISH, seed=3)
    half = (0, len(text) // 2)
    spans = find(text, "households power storm festival bridge", 6000, characters, [half])
    assert all(start < half[1] for start, _ in spans)


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=2000), st.text(max_size=50), st.integers(0, 3000), st.integers(0, 99))
def test_any_text_and_question(text: str, question: str, budget: int, seed: int) -> None:
    pieces = text.split(" ")
    random.Random(seed).shuffle(pieces)
    spans = find("\n".join(pieces), question, budget, characters)
    assert sum(end - start for start, end in spans) <= budget
    assert list(spans) == sorted(spans)
