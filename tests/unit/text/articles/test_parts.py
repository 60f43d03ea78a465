"""Parts cover their text in order, none is too long, and none cuts a thing in two."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.text.articles.parts import STRIDE, Scale, split

PIECES = [
    "word ",
    "The cat sat. ",
    "3,500.25 ",
    "中文句子。",
    "\n\n",
    "\n",
    "é",
    "👨‍👩‍👧",
    "🇨🇳",
    "12%",
    "\ud83d",
]


def scale_of(text: str, chars_a_token: int = 3) -> Scale:
    """That of a tokenizer whose tokens have so many characters each."""
    ends = [*range(chars_a_token, len(text), chars_a_token), len(text)] if text else []
    return Scale(ends[STRIDE - 1 :: STRIDE], len(ends), len(text))


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=400), st.integers(33, 400), st.integers(1, 5))
def test_parts_cover_the_text_and_keep_the_bound(
    pieces: list[str], most: int, chars_a_token: int
) -> None:
    text = "".join(pieces)
    scale = scale_of(text, chars_a_token)
    parts = split(text, scale, most)
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert [part.index for part in parts] == list(range(len(parts)))
    assert all(part.start < part.end for part in parts)
    assert all((part.end - part.start) / chars_a_token <= most for part in parts)
    assert all(scale.count(*part.span) <= most for part in parts)


@settings(deadline=None)
@given(st.text(max_size=3000), st.integers(33, 100))
def test_any_text_is_covered(text: str, most: int) -> None:
    parts = split(text, scale_of(text, 1), most)
    assert "".join(text[part.start : part.end] for part in parts) == text


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 7))
def test_a_scale_never_says_too_little(start: int, length: int, chars_a_token: int) -> None:
    text = "x" * 6000
    scale = scale_of(text, chars_a_token)
    end = min(len(text), start + length)
    real = len([e for e in range(chars_a_token, len(text) + 1, chars_a_token) if start < e <= end])
    assert real <= scale.count(start, end) <= real + 2 * STRIDE or scale.count(start, end) <= 4 * (
        end - start
    )


def test_parts_end_with_paragraphs_and_are_of_about_one_length() -> None:
    chance = random.Random(1)
    text = "\n\n".join(
        "A sentence of seven words is here. " * chance.randint(1, 12) for _ in range(300)
    )
    scale = scale_of(text)
    parts = split(text, scale, 2000)
    assert all(text[: part.end].endswith("\n\n") for part in parts[:-1])
    sizes = [scale.count(*part.span) for part in parts]
    assert min(sizes) > 0.6 * max(sizes)


def test_a_text_that_fits_is_one_part() -> None:
    assert [part.span for part in split("One. Two.", scale_of("One. Two."), 100)] == [(0, 9)]
    assert split("", scale_of(""), 100) == ()


def test_without_paragraphs_it_is_sentences_then_words() -> None:
    sentences = "The mill on the river burned for nine hours. " * 200
    assert all(
        sentences[: part.end].rstrip().endswith(".")
        for part in split(sentences, scale_of(sentences), 500)
    )
    words = "river " * 2000
    assert all(words[: part.end].endswith(" ") for part in split(words, scale_of(words), 500))


def test_nothing_is_cut_in_two() -> None:
    for piece in ("1,234.5", "e\u0301", "👨‍👩‍👧", "🇨🇳", "각"):
        text = "x" + piece * 3000
        allowed = {1 + len(piece) * n for n in range(3001)}
        cuts = {part.end for part in split(text, scale_of(text, 2), 300)}
        if piece not in ("1,234.5", "🇨🇳"):  # a number or a row of flags without an end
            assert cuts <= allowed
    text = "The sum was 1,234,567.89 in all and 45% more " * 400
    for part in split(text.replace(" ", ""), scale_of(text.replace(" ", ""), 2), 100)[:-1]:
        solid = text.replace(" ", "")
        assert not (solid[part.end - 1].isdigit() and solid[part.end].isdigit())


def test_two_hundred_thousand_characters_without_any_end() -> None:
    text = "x" * 200_000
    parts = split(text, scale_of(text), 7000)
    assert [a.end for a, b in pairwise(parts)] == [b.start for a, b in pairwise(parts)]
