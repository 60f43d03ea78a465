"""Dates of both languages in one text, in the places of the text that was given."""

from __future__ import annotations

from newsassistant.evidence.reading.dates import dates
from newsassistant.text.numbers.folding import fold


def test_places_are_those_of_the_text_with_wide_digits_and_unseen_signs() -> None:
    text = "会议于\u200b２０１６年５月３日举行, on Thursday"

    found = dates(fold(text))

    assert [text[each.start : each.end] for each in found] == ["２０１６", "５月３日", "Thursday"]
