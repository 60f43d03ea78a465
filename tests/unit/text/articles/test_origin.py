"""An origin stays with the text that it is of, through edits of that text and no further."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from newsassistant.core.types import UNKNOWN, Article, Origin
from newsassistant.text.articles.article import parse
from newsassistant.text.articles.origin import origin_after

FILE = Origin("opened", 1.7e9, "/x/wire.txt", "utf-8")
TYPED, PASTED = Origin("typed", 1.8e9), Origin("pasted", 1.8e9)
TEXT = "Port strike enters second week\n\nDock workers voted on Monday to continue."
OTHER = "Wind money for the coast\n\nThe government will pay for it. Fishers are angry."


def opened(text: str = TEXT) -> Article:
    return parse(text, origin=FILE)


@pytest.mark.parametrize(
    "after",
    [
        TEXT + " A word.",
        "By our reporter\n" + TEXT,
        TEXT.replace("Monday", "Tuesday night"),
        TEXT[31:],
        TEXT[:22],
        TEXT[10:40],
    ],
)
def test_an_edited_text_keeps_its_origin_and_says_so(after: str) -> None:
    assert origin_after(opened(), after, TYPED) == replace(FILE, edited=True)


@pytest.mark.parametrize("after", [OTHER, "Rain", "P", "k.", TEXT[:10] + OTHER])
@pytest.mark.parametrize("came", [TYPED, PASTED])
def test_another_text_has_an_origin_of_its_own(after: str, came: Origin) -> None:
    assert origin_after(opened(), after, came) == came


def test_the_larger_part_names_the_origin() -> None:
    note = parse("Note: ask the mayor.", origin=TYPED)
    assert origin_after(note, f"{note.text}\n\n{OTHER}", PASTED) == PASTED
    assert origin_after(opened(), f"{TEXT}\n\nask the mayor", PASTED) == replace(FILE, edited=True)


def test_what_was_typed_or_is_unknown_stays_so() -> None:
    assert origin_after(parse(TEXT, origin=TYPED), TEXT + " More.", PASTED) == TYPED
    assert origin_after(parse(TEXT), TEXT + " More.", PASTED) == UNKNOWN


def test_an_empty_desk_has_no_origin_to_keep() -> None:
    assert origin_after(None, TEXT, PASTED) == PASTED


def test_a_few_letters_grow_into_what_they_are() -> None:
    """Typed over a text that begins with the same letter."""
    before, words = opened(), "Prices fall in the north of the country, the office says."
    for end in range(1, len(words)):
        before = replace(
            parse(words[:end], typed=True), origin=origin_after(before, words[:end], TYPED)
        )
    assert before.origin == TYPED


def test_a_book_is_compared_at_once() -> None:
    text = "The minister said so. " * 400_000
    begin = time.perf_counter()
    book = replace(opened("x"), text=text)
    assert origin_after(book, f"{text[:4_000_000]}!{text[4_000_000:]}", TYPED).edited
    assert time.perf_counter() - begin < 5
