"""What a person changed of an answer."""

from __future__ import annotations

import pytest

from newsassistant.app.exporting.changes import Changes, changes

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
