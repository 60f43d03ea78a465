"""The lists that ship with the program."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.core.resources import resource_path
from newsassistant.evidence.words.word_lists import chinese_words, english_words, pack, unpack

MOST_BYTES = 400_000


@settings(deadline=None)
@given(st.sets(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=20))
def test_packed_words_come_back_in_order(words: set[str]) -> None:
    assert list(unpack(pack(words))) == sorted(words)


def test_ordinary_english_words_are_there_and_names_are_not() -> None:
    assert {"comedian", "colour", "color", "police"} <= english_words()
    assert not {"London", "london", "obama"} & english_words()


def test_chinese_words_have_weights_and_tags() -> None:
    lexicon = chinese_words()

    assert lexicon.tags["北京"] == "s"
    assert "城墙" not in lexicon.tags or lexicon.tags["城墙"] != "r"
    assert lexicon.weights["中国"] > lexicon.weights["博物馆"] > 0
    assert {"中", "中国"} <= lexicon.prefixes


def test_the_lists_are_small() -> None:
    assert sum(file.stat().st_size for file in resource_path("words").iterdir()) < MOST_BYTES
