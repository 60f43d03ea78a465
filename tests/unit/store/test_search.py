"""Search lines are data: every character is looked for, in any script and any length."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.store import search


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", []),
        (" \t\n\u3000", []),
        ("北京 经济", ["北京", "经济"]),
        ("北京\u3000经济", ["北京", "经济"]),
        ("a\0b", ["a", "b"]),
        ("half \ud83d pair", ["half", "?", "pair"]),
        ('"quoted" OR NOT*', ['"quoted"', "OR", "NOT*"]),
    ],
)
def test_words(query: str, words: list[str]) -> None:
    assert search.words_of(query) == words


def test_a_pasted_article_is_cut_to_a_few_words() -> None:
    words = search.words_of(("x" * 500 + " ") * 100)
    assert [len(word) for word in words] == [search.MAX_WORD_CHARS] * search.MAX_WORDS


@given(st.text())
def test_the_query_never_becomes_part_of_the_sql(query: str) -> None:
    words = search.words_of(query)
    sql, values = search.condition(words)
    assert sql.count("?") == len(values)
    assert sql == search.condition(["x" * min(len(word), 3) for word in words])[0]


def test_an_excerpt_marks_where_it_was_cut() -> None:
    text = "The first line.\n\nThen the council approved   the budget, and went home."
    assert search.excerpt(text, "COUNCIL", before=9, after=9) == "…Then the council approved…"
    assert search.excerpt(text, "the", before=400, after=400) == " ".join(text.split())
    assert search.excerpt(text, "absent") == ""


def test_an_excerpt_takes_the_word_literally() -> None:
    assert search.excerpt("it grew 5.2% (a+b)", "5.2% ") == "it grew 5.2% (a+b)"
    assert search.excerpt("5x2", "5.2") == ""


@given(st.text(), st.text(min_size=1).filter(lambda word: word.split() == [word]), st.text())
def test_an_excerpt_holds_the_word(before: str, word: str, after: str) -> None:
    found = search.excerpt(before + word + after, word)
    assert re.search(re.escape(word), found, re.IGNORECASE)


def test_an_excerpt_has_its_word_near_its_beginning() -> None:
    found = search.excerpt("word " * 100 + "severe setback" + " word" * 100, "setback")
    assert found.index("setback") <= 14
