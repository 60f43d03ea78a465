"""What a person changed of an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.app.exporting.changes import MOST_WORDS, Changes, Edit, changes, edits
from newsassistant.text.markup.rewording import shown_lines

BEFORE = "One is here. Two is there. Three stays."


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (BEFORE, None),
        (BEFORE + " \n", None),
        ("One is here. Two was there. Three stays.", Changes(1, 3, 1)),
        ("One is here. Three stays.", Changes(1, 3, 0)),
        (BEFORE + " Four is new.", Changes(0, 3, 1)),
        ("Three stays. One is here. Two is there.", Changes(0, 3, 0)),
        ("", Changes(3, 3, 0)),
    ],
)
def test_sentences_are_counted(after: str, found: Changes | None) -> None:
    assert changes(BEFORE, after) == found


def test_chinese_and_repeated_sentences() -> None:
    assert changes("甲。乙。乙。", "甲。乙。丙。") == Changes(1, 3, 1)


SAID = "He said “We **will** never go.” and left.\n\n- “Nobody goes.”\n- One, two."


def test_an_edit_in_a_quote_is_told_with_the_whole_quote() -> None:
    after = SAID.replace("never go", "not stay at all").replace("two", "three")
    found = edits(SAID, after)
    assert found == (
        Edit("“We will never go.”", "“We will not stay at all.”", is_quote=True),
        Edit("two", "three"),
    )
    assert [edit.told() for edit in found] == [
        "“We will never go.” → “We will not stay at all.”",
        "“two” → “three”",
    ]


def test_quotes_that_are_edited_each_are_told_apart() -> None:
    after = SAID.replace("never", "not").replace("Nobody", "No one")
    assert [edit.new for edit in edits(SAID, after)] == ["“We will not go.”", "“No one goes.”"]


def test_chinese_quotes() -> None:
    [edit] = edits("他说：“我们决不走。”然后离开。", "他说：“我们不走。”然后离开。")
    assert (edit.old, edit.new) == ("“我们决不走。”", "“我们不走。”")


def test_only_the_paragraphs_that_changed_are_read() -> None:
    many = "A **word** here.\n\n" * 3000
    before = f"{many}{SAID}\n\n{many}"
    assert edits(before, before.replace("never", "not")) == edits(
        SAID, SAID.replace("never", "not")
    )
    assert edits("a\n\nb", "a\n\nx\n\nb") == (Edit("", "x"),)
    assert edits("a\n\nx\n\nb", "a\n\nb") == (Edit("x", ""),)


def test_no_change_is_no_edit_and_signs_alone_are_none() -> None:
    assert edits(SAID, SAID) == ()
    assert edits(SAID, SAID.replace("**", "")) == ()


def test_texts_with_nothing_in_common_are_one_change_and_take_no_time() -> None:
    before, after = "a b " * MOST_WORDS, "c d " * MOST_WORDS
    [edit] = edits(before, after)
    assert (edit.old[:3], edit.new[:3]) == ("a b", "c d")


@given(st.text("ab “”「」*\n市", max_size=30), st.text("ab “”「」*\n市", max_size=30))
def test_whatever_is_told_as_new_is_in_the_text(before: str, after: str) -> None:
    for edit in edits(before, after):
        assert edit.new in shown_lines(after)
        assert edit.old in shown_lines(before)
