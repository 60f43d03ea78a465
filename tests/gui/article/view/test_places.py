"""A view counts in UTF-16 what was typed, an article in characters what is left of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.gui.article.view.places import Places
from newsassistant.gui.widgets.basics import utf16_units


@pytest.mark.parametrize("part", ["Body", "🚀 end", "𠮷𠮷"])
def test_a_passage_is_found_in_both(part: str) -> None:
    raw = "  𠮷𠮷  Head \n\n\n\nBody 🚀 end. "
    places = Places(raw)
    start = places.text.index(part)
    span = (start, start + len(part))

    shown = utf16_units(raw[: raw.index(part)])
    assert places.in_view(span) == (shown, shown + utf16_units(part))
    assert places.in_article(*places.in_view(span)) == span


@given(st.text(st.sampled_from("a 风\n🚀"), max_size=40), st.data())
def test_there_and_back_again(raw: str, data: st.DataObject) -> None:
    places = Places(raw)
    numbers = st.integers(0, len(places.text))
    start, end = sorted((data.draw(numbers), data.draw(numbers)))

    low, high = places.in_view((start, end))
    assert 0 <= low <= utf16_units(raw)
    assert high <= utf16_units(raw)
    if start < end and places.text[start:end].strip() == places.text[start:end]:
        assert places.in_article(low, high) == (start, end)
