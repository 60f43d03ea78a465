"""A word is found whatever the width and the case of its letters, where it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.articles.places import folded, places


def found(text: str, word: str) -> list[str]:
    return [text[start:end] for start, end in places(text, word)]


def test_case_and_width_make_no_difference() -> None:
    assert found("Wind and ＷＩＮＤ and wind", "ｗind") == ["Wind", "ＷＩＮＤ", "wind"]
    assert found("２０２６年１２月", "2026年") == ["２０２６年"]
    assert found("in 2026, 2026", "２０２６") == ["2026", "2026"]
    assert found("北京　市，北京", "北京 市") == ["北京　市"]
    assert found("ｶﾅ カナ", "カナ") == ["ｶﾅ", "カナ"]


def test_letters_that_change_their_length_stay_in_their_place() -> None:
    assert found("İSTANBUL istanbul", "stanbul") == ["STANBUL", "stanbul"]
    assert found("İx", "x") == ["x"]


def test_places_do_not_lie_over_each_other() -> None:
    assert list(places("aaaa", "aa")) == [(0, 2), (2, 4)]
    assert list(places("aaaa", "")) == []
    assert list(places("", "a")) == []


@given(st.text(), st.text(min_size=1, max_size=3))
def test_every_place_holds_the_word(text: str, word: str) -> None:
    assert len(folded(text)) == len(text)
    for start, end in places(text, word):
        assert folded(text[start:end]) == folded(word)
