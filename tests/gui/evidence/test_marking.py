"""Marks are told apart without colours, and stay where their words are."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCharFormat
from pytestqt.qtbot import QtBot

from newsassistant.evidence.marks import Mark, MarkKind, Strength, Why
from newsassistant.gui.evidence.looking import PlacedMark
from newsassistant.gui.evidence.marking import CURRENT, MarkedText, form_of
from newsassistant.gui.look.theme import PALETTES, Theme
from newsassistant.gui.widgets.text_view import TextView
from tests.gui.evidence.checks import drawn

Line = QTextCharFormat.UnderlineStyle


def placed(text: str, words: str, strength: Strength = Strength.ABSENT) -> PlacedMark:
    start = text.index(words)
    end = start + len(words)
    mark = Mark(start, end, MarkKind.NUMBER, strength, words, Why.NUMBER_ABSENT)
    return PlacedMark(mark, start, end)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> TextView:
    view = TextView(theme)
    qtbot.addWidget(view)
    return view


@pytest.mark.parametrize("palette", PALETTES)
def test_each_strength_has_a_line_of_its_own(theme: Theme, palette: str) -> None:
    theme.set_scheme(palette)  # type: ignore[arg-type]
    forms = {strength: form_of(theme, strength) for strength in Strength}
    lines = {form.underlineStyle() for form in forms.values()}
    assert len(lines) == 3
    assert Line.NoUnderline not in lines
    quiet, loud = forms[Strength.ROUNDED], forms[Strength.ABSENT]
    assert quiet.underlineColor() == theme.colour("muted")
    assert loud.underlineColor() == theme.colour("warning")
    assert loud.background().color() == theme.colour("warning_soft")
    current = form_of(theme, Strength.ROUNDED, current=True)
    assert current.underlineStyle() == quiet.underlineStyle()
    assert current.background().color() == theme.colour("found")


def test_marks_stay_with_their_words_while_a_paragraph_is_written_anew(
    view: TextView, theme: Theme
) -> None:
    view.set_growing("")
    marked = MarkedText(theme, view)
    text = "It had 15 owners. "
    view.append(text)
    marked.add([placed(text, "15")])
    for piece in ("*And ", "16* more", ". ", "**All** of them.", "\n\n", "- one", "\n- two"):
        view.append(piece)
        assert drawn(view) == ["15"]


def test_a_mark_goes_where_a_format_moved_its_words(view: TextView, theme: Theme) -> None:
    view.set_growing("")
    marked = MarkedText(theme, view)
    view.append("*It had 15 owners. Then ")
    shown = view.toPlainText()
    marked.add([placed(shown, "15")])
    assert drawn(view) == ["15"]
    view.append("16* more. And")
    assert view.toPlainText().startswith("It had 15")
    assert drawn(view) == []


def test_the_mark_under_a_letter_is_the_shortest(view: TextView, theme: Theme) -> None:
    text = "“It had 15 owners,” he said."
    view.set_plain(text)
    marked = MarkedText(theme, view)
    quote, number = placed(text, "“It had 15 owners,”"), placed(text, "15")
    marked.show([quote, number])
    assert marked.at(text.index("15")) is number
    assert marked.at(2) is quote
    assert marked.at(len(text) - 1) is None
    marked.set_current(number)
    assert drawn(view, CURRENT) == ["15"]
    marked.show([quote])
    assert drawn(view, CURRENT) == []


def test_marks_of_an_older_text_are_left_out(view: TextView, theme: Theme) -> None:
    text = "It had 15 owners."
    view.set_plain(text)
    marked = MarkedText(theme, view)
    marked.show([placed(text, "15")])
    view.set_plain("No.")
    marked.apply_theme()
    assert drawn(view) == []
