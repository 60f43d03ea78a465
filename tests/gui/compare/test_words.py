"""What a comparison says of its answers."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.app.compare import Side, SideState
from newsassistant.gui.compare.words import counts_words, state_words
from newsassistant.gui.look.i18n import Translations
from newsassistant.text.counts import Counts

pytestmark = pytest.mark.usefixtures("qapp")


def test_counts_name_what_there_is() -> None:
    many = Counts("en", units=32, sentences=3, bullets=3, numbers=2)
    single = Counts("en", units=1, sentences=1, bullets=1, numbers=1)
    plain = Counts("zh", units=44, sentences=2, bullets=0, numbers=0)

    assert counts_words(many) == "32 words · 3 sentences · 3 bullets · 2 numbers"
    assert counts_words(single) == "1 word · 1 sentence · 1 bullet · 1 number"
    assert counts_words(plain) == "44 characters · 2 sentences · no numbers"


@pytest.mark.parametrize(
    ("side", "words"),
    [
        (Side(), "Not asked yet"),
        (Side(state=SideState.WAITING), "Its turn comes next"),
        (Side(state=SideState.READING), "Reading the article…"),
        (Side(state=SideState.ANSWERING, text="A"), ""),
        (Side(state=SideState.DONE, text="A"), ""),
        (Side(state=SideState.DONE, text=" "), "The answer is empty"),
        (Side(state=SideState.DONE, text="A", is_cut=True), "Cut at the length limit"),
        (Side(state=SideState.STOPPED, text="A"), "Stopped"),
        (Side(state=SideState.STOPPED), "Stopped before it began"),
        (Side(state=SideState.FAILED), ""),
    ],
)
def test_every_state_has_its_words(side: Side, words: str) -> None:
    assert state_words(side) == words


def test_the_words_are_translated(qapp: QApplication) -> None:
    translations = Translations()
    translations.use("zh")
    counts = Counts("en", 32, 3, 3, 2)

    assert "32" in counts_words(counts)
    assert "words" not in counts_words(counts)
    translations.use("en")
