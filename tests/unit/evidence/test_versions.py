"""Two versions of a story."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.core.types import Language
from newsassistant.evidence.versions import LONGEST_VERSION, Change, compare

OLD = "The mayor came. It cost £5m to build. Rain fell on the crowd. Yes."
NEW = "The mayor came. It cost £6m to build. Snow came from Paris. Yes. Yes."


def _told(old: str, new: str, language: Language = "en") -> list[tuple[str, str, str]]:
    """What became of sentences, with the old and the new one."""
    return [
        (
            each.change.value,
            old[each.old.start : each.old.end] if each.old else "",
            new[each.new.start : each.new.end] if each.new else "",
        )
        for each in compare(old, new, language).sentences
    ]


def test_sentences_that_stayed_are_not_told_and_the_others_are_in_order() -> None:
    assert _told(OLD, NEW) == [
        ("changed", "It cost £5m to build.", "It cost £6m to build."),
        ("removed", "Rain fell on the crowd.", ""),
        ("new", "", "Snow came from Paris."),
        ("new", "", "Yes."),
    ]


def test_numbers_and_names_that_came_and_went() -> None:
    told = compare(OLD, NEW, "en")

    assert [mark.text for mark in told.added] == ["6m", "Paris"]
    assert [mark.text for mark in told.removed] == ["5m"]


def test_what_differs_in_a_changed_sentence_is_told_by_place() -> None:
    told = compare(OLD, NEW, "en").sentences[0]

    assert [OLD[part.start : part.end] for part in told.old_parts] == ["5m"]
    assert [NEW[part.start : part.end] for part in told.new_parts] == ["6m"]


def test_a_number_that_took_the_place_of_another_is_new_wherever_else_it_stands() -> None:
    old = "Three houses burned down in the town. Five people were hurt on the hill."
    new = "Three houses burned down in the town. Three people were hurt on the hill."
    told = compare(old, new, "en")

    assert [(mark.text, mark.start) for mark in told.added] == [("Three", new.index("Three", 9))]
    assert [mark.text for mark in told.removed] == ["Five"]


def test_a_sentence_that_moved_or_was_joined_is_not_new() -> None:
    old = "The mayor opened the bridge. Nobody was hurt in the storm. The road is closed today."
    moved = "The road is closed today. The mayor opened the bridge. Nobody was hurt in the storm."
    joined = "The mayor opened the bridge; nobody was hurt in the storm. The road is closed today."

    assert _told(old, moved) == []
    assert _told(old, joined) == []


def test_chinese() -> None:
    old = "地震造成12人死亡，35人受伤。救援人员已经抵达现场。道路已经封闭。"
    new = "救援人员已经抵达现场。地震造成15人死亡，35人受伤。来自四川的医疗队也已出发。"
    told = compare(old, new, "zh")

    assert _told(old, new, "zh") == [
        ("removed", "道路已经封闭。", ""),
        ("changed", "地震造成12人死亡，35人受伤。", "地震造成15人死亡，35人受伤。"),
        ("new", "", "来自四川的医疗队也已出发。"),
    ]
    assert [mark.text for mark in told.added] == ["15", "四川"]
    assert [mark.text for mark in told.removed] == ["12"]


def test_a_version_that_is_too_long_is_cut_and_says_so() -> None:
    long = "The river rose again in the night. " * 2000
    told = compare(long, "The river rose again in the night. ", "en")

    assert told.is_cut
    assert len(told.old) <= LONGEST_VERSION
    assert long.startswith(told.old)
    assert told.old.endswith(".")
    assert not compare("The river rose.", "The river rose.", "en").is_cut


@settings(deadline=None)
@given(st.text("ab. \n", max_size=60))
def test_a_version_does_not_differ_from_itself(text: str) -> None:
    assert compare(text, text, "en").is_same()


def test_changes_are_counted() -> None:
    told = compare(OLD, NEW, "en")

    assert [told.count(change) for change in Change] == [2, 1, 1]
    assert not told.is_same()
