"""Positions in what is typed and in the clean text are found by each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.articles.alignment import Alignment
from newsassistant.text.articles.article import clean

TYPED = st.text(st.sampled_from("ab风 \n\u200b\u00a0.\U00020bb7"), max_size=60)


def test_a_clean_text_is_its_own() -> None:
    alignment = Alignment("Wind grows\n\nIt blows.")

    assert [alignment.raw(place) for place in (0, 5, 21)] == [0, 5, 21]
    assert [alignment.clean(place) for place in (0, 5, 21)] == [0, 5, 21]
    assert alignment.raw(99) == 21


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("  Wind   grows\n\n\n\nIt blows.  ", "It blows."),
        ("A\u200b\u200bb  c\n\n\n\nd e", "d e"),
        ("\n\n风力\u3000\n增长 ", "增长"),
    ],
)
def test_a_passage_is_found_in_both(raw: str, part: str) -> None:
    alignment = Alignment(raw)
    start = alignment.text.index(part)

    shown = raw[alignment.raw(start + 1) - 1 : alignment.raw(start + len(part))]
    assert clean(shown) == part
    assert alignment.clean(alignment.raw(start + len(part))) == start + len(part)


@given(TYPED)
def test_positions_never_go_back_nor_beyond_the_ends(raw: str) -> None:
    alignment = Alignment(raw)
    cleaned = alignment.text

    there = [alignment.raw(place) for place in range(len(cleaned) + 1)]
    here = [alignment.clean(place) for place in range(len(raw) + 1)]
    assert there == sorted(there)
    assert here == sorted(here)
    assert all(0 <= place <= len(raw) for place in there)
    assert all(0 <= place <= len(cleaned) for place in here)
    assert [alignment.clean(place) for place in there] == list(range(len(cleaned) + 1))
