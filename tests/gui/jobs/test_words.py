"""What is said about jobs."""

from __future__ import annotations

from typing import get_args

from PySide6.QtWidgets import QApplication

from newsassistant.gui.jobs.words import (
    FIELD_OF,
    flaw_words,
    flaws_of,
    report_words,
    taken_names,
)
from newsassistant.store.job_file import Line
from newsassistant.text.prompts.library import Flaw
from newsassistant.text.prompts.presets import BASE, SHIPPED, Preset

BRIEF = Preset("own-00000001", "Write a brief.", name="Brief")


def test_every_flaw_has_words_and_a_place(qapp: QApplication) -> None:
    for flaw in (*get_args(Flaw), "name-taken"):
        assert flaw_words(flaw).endswith(".")
        assert flaw in FIELD_OF
    assert "{length}" in flaw_words("length-wanted")


def test_a_name_may_not_be_that_of_another_job(qapp: QApplication) -> None:
    taken = taken_names([*SHIPPED.values(), BRIEF], BRIEF.id)
    assert {"headline", "3 bullets"} <= taken
    assert "brief" not in taken
    assert flaws_of(BRIEF, taken) == []
    assert flaws_of(Preset(BRIEF.id, "x", name="3 BULLETS"), taken) == ["name-taken"]


def test_each_row_of_an_import_has_a_line(qapp: QApplication) -> None:
    lines = (
        Line("added", "Brief", style="gone"),
        Line("added", "email", style=BASE),
        Line("renamed", "Brief (2)", "Brief", style="house"),
        Line("there", "headline"),
        Line("bad", "", "job 4: length is -1"),
        Line("full", "Note"),
    )
    assert report_words(lines, {"house"}).splitlines() == [
        "Added: Brief; its style gone is not installed here",
        "Added: E-mail",
        "Added as Brief (2): another job is called Brief",
        "There already: Headline",
        "Left out: job 4: length is -1",
        "Left out: Note. There may be up to 200 jobs",
    ]
