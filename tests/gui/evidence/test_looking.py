"""Marks of an answer have their places in the document, and the passages of the article."""

from __future__ import annotations

import pytest

from newsassistant.evidence.index import Index
from newsassistant.gui.evidence.looking import look, look_at_part
from newsassistant.gui.look.markdown import BREAK
from tests.gui.evidence.checks import MILL


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.of(MILL, "en")


def units(raw: str, start: int, end: int) -> str:
    """A piece of a text by Qt's count."""
    return raw.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_places_are_those_of_the_document(index: Index) -> None:
    raw = f"🏭🏭 It employed 1,250{BREAK} people, 🏭 nearly 12{BREAK}00 in all."
    looked = look(index, raw)
    words = [units(raw, mark.start, mark.end) for mark in looked.placed]
    assert words == ["1,250", f"12{BREAK}00"]
    assert BREAK not in looked.shown.text
    for placed in looked.placed:
        at = looked.shown.text.index(placed.mark.text)
        assert looked.shown.number(placed.start) == at == placed.mark.start


def test_a_passage_is_the_sentence_around_the_nearest_place(index: Index) -> None:
    looked = look(index, "“We did everything we could to keep it open,” she said.")
    (placed,) = looked.placed
    assert placed.passage is not None
    passage = MILL[placed.passage.start : placed.passage.end]
    assert passage.startswith("“We did all that")
    assert passage.endswith("12 years.")
    (absent,) = look(index, "It had 15 owners.").placed
    assert absent.passage is None


def test_of_a_part_all_but_the_last_sentence_is_checked(index: Index) -> None:
    raw = "It had 15 owners. 🏭 It had 16. It had 17"
    part = look_at_part(index, raw, 100)
    assert [mark.mark.text for mark in part.placed] == ["15", "16"]
    assert [units(raw, m.start - 100, m.end - 100) for m in part.placed] == ["15", "16"]
    assert units(raw, part.end - 100, len(raw) + 1) == "It had 17"
    assert look_at_part(index, "It had 15", 3).end == 3
    assert look_at_part(index, "", 3).end == 3
