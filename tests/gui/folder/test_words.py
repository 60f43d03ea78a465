"""The words about a folder and its results."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.batch.census import Census
from newsassistant.app.batch.outcome import Outcome
from newsassistant.app.batch.run import Count
from newsassistant.gui.folder.words import (
    census_words,
    count_words,
    left_out_words,
    progress_words,
    state_words,
)


def test_what_is_in_a_folder() -> None:
    census = Census(Path("x"), {"pdf": 2, "text": 1}, hidden=1, folders=3)
    assert census_words(census) == "3 files – texts 1 · PDF 2"
    assert left_out_words(census) == "Left out: folders inside 3 · hidden files 1"
    empty = Census(Path("x"))
    assert census_words(empty) == "There is no file to summarise in this folder."
    assert left_out_words(empty) == ""


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome("a", "p", "s"), "Waiting"),
        (Outcome("a", "p", "s", "writing"), "Being written…"),
        (Outcome("a", "p", "s", "failed", reason="Too long."), "Not written: Too long."),
        (Outcome("a", "p", "s", "done"), "Written"),
        (Outcome("a", "p", "s", "done", missing=0), "Written · nothing marked"),
        (Outcome("a", "p", "s", "done", missing=2), "Written · 2 not in the article"),
    ],
)
def test_what_has_come_of_a_story(outcome: Outcome, words: str) -> None:
    assert state_words(outcome) == words


def test_how_far_a_run_is() -> None:
    assert progress_words(Count(), opened=False) == "Making ready…"
    assert progress_words(Count(1200, 40), opened=True) == "40 of 1,200"
    assert progress_words(Count(12, 4, left_s=600), opened=True).startswith("4 of 12 · ")
    states = {"done": 3, "failed": 2}
    assert count_words(states, Count(9, 3, 2)) == "3 written · 2 not written · 4 left"  # type: ignore[arg-type]
    assert count_words({}, Count()) == "0 written"
