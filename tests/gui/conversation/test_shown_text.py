"""Characters of what is shown, and Qt's units of the document."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation.shown_text import ShownText, raw_text
from newsassistant.gui.look.markdown import BREAK
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.text_view import TextView

TABLE = "| a | b |\n|---|---|\n| **1** | 2 |\n"
TEXT = f"# Head\n\nOne *two* 🏭 three\u00a0four\n\n- item 🏭\n  - inner\n\n{TABLE}\nEnd."


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> TextView:
    view = TextView(theme)
    qtbot.addWidget(view)
    view.set_markdown(TEXT)
    return view


def test_the_raw_text_is_what_qt_gives_of_the_whole_document(view: TextView) -> None:
    assert raw_text(view) == view.toPlainText()
    assert "1" in raw_text(view)


def test_a_piece_of_it(view: TextView) -> None:
    whole = view.toPlainText()
    start = whole.index("One")  # behind no letter that counts twice
    assert raw_text(view, start, start + 7) == "One two"
    assert raw_text(view, start) == whole[start:]
    assert raw_text(view, 10**6) == ""
    assert raw_text(view, start, 10**6) == whole[start:]


@pytest.mark.parametrize(
    "raw", ["", "abc", "a🏭b", f"a{BREAK}b", f"🏭{BREAK}🏭{BREAK}", "汉字🏭。"]
)
def test_places_and_numbers_are_each_others(raw: str) -> None:
    shown = ShownText.of(raw)
    assert shown.text == raw.replace(BREAK, "")
    units = raw.encode("utf-16-le")
    for number, letter in enumerate(shown.text):
        place = shown.place(number)
        assert units[2 * place :].decode("utf-16-le").startswith(letter)
        assert shown.number(place) == number
    assert shown.place(len(shown.text)) == shown.place(10**6) == len(units) // 2


def test_a_break_belongs_to_the_letter_before_it() -> None:
    shown = ShownText.of(f"1{BREAK}2")
    assert shown.number(1) == 0
    assert shown.number(2) == 1
