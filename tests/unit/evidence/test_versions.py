"""Two versions of a story."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.evidence.versions import Change, compare

OLD = "The mayor came. It cost £5m to build. Rain fell on the crowd. Yes."
NEW = "The mayor came. It cost £6m to build. Snow came from Paris. Yes. Yes."


def test_sentences_that_stayed_are_not_told() -> None:
    told = compare(OLD, NEW, "en").sentences

    assert [(each.change, each.new and NEW[each.new.start : each.new.end]) for each in told] == [
        (Change.CHANGED, "It cost £6m to build."),
        (Change.NEW, "Snow came from Paris."),
        (Change.NEW, "Yes."),
        (Change.REMOVED, None),
    ]
    assert told[0].old is not None
    assert OLD[told[0].old.start : told[0].old.end] == "It cost £5m to build."


def test_numbers_and_names_that_came_and_went() -> None:
    told = compare(OLD, NEW, "en")

    assert [mark.text for mark in told.added] == ["6m", "Paris"]
    assert [mark.text for mark in told.removed] == ["5m"]


@settings(deadline=None)
@given(st.text("ab. \n", max_size=60))
def test_a_version_does_not_differ_from_itself(text: str) -> None:
    assert compare(text, text, "en").sentences == ()
