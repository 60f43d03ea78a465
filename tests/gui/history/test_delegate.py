"""How a row of the list is painted."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.history.delegate import HistoryDelegate
from newsassistant.gui.history.model import HistoryModel
from newsassistant.gui.look.theme import Theme
from newsassistant.store.history import StoredConversation

TODAY = date(2026, 11, 21)
SNIPPET = "…a 😀 severe setback, said Mart…"
STAMP = datetime(2026, 11, 21, 12).timestamp()


def make_model() -> HistoryModel:
    model = HistoryModel(today=lambda: TODAY)
    title = "A long headline that cannot fit into so narrow a column\nwith a second line"
    model.set_conversations([StoredConversation(1, title, "", "m", "", STAMP, STAMP)])
    return model


def painted(theme: Theme, row: int, state: QStyle.StateFlag) -> QImage:
    model = make_model()
    delegate = HistoryDelegate(theme)
    option = QStyleOptionViewItem()
    index = model.index(row)
    option.rect = QRect(0, 0, 200, delegate.sizeHint(option, index).height())
    option.state = state
    image = QImage(200, option.rect.height(), QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    delegate.paint(painter, option, index)
    painter.end()
    return image


def test_a_chosen_row_has_a_soft_ground(theme: Theme) -> None:
    plain = painted(theme, 1, QStyle.StateFlag.State_Enabled)
    chosen = painted(theme, 1, QStyle.StateFlag.State_Selected)
    spot = (196, chosen.height() // 2)
    assert chosen.pixelColor(*spot) == QColor(theme.tokens.accent_soft)
    assert plain.pixelColor(*spot) == QColor("#FFFFFF")
    assert chosen.pixelColor(0, 3) != QColor(theme.tokens.accent_soft)  # a round corner


def test_a_long_title_stays_inside(theme: Theme) -> None:
    image = painted(theme, 1, QStyle.StateFlag.State_Enabled)
    edge = {image.pixelColor(x, y).name() for x in (194, 199) for y in range(image.height())}
    assert edge == {"#ffffff"}


def test_a_day_is_lower_than_a_conversation(theme: Theme) -> None:
    assert painted(theme, 0, QStyle.StateFlag.State_None).height() < 50
    small = painted(theme, 1, QStyle.StateFlag.State_None).height()
    theme.set_zoom(1.6)
    assert painted(theme, 1, QStyle.StateFlag.State_None).height() > small


def test_renaming_is_done_in_a_line(qtbot: QtBot, theme: Theme) -> None:
    model = make_model()
    parent = QWidget()
    qtbot.addWidget(parent)
    delegate = HistoryDelegate(theme)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 40, 200, 56)
    editor = delegate.createEditor(parent, option, model.index(1))
    delegate.updateEditorGeometry(editor, option, model.index(1))
    assert isinstance(editor, QLineEdit)
    assert option.rect.contains(editor.geometry().center())
    assert editor.accessibleName() == "New title"


@pytest.mark.parametrize("word", ["setback", "SETBACK", "😀", "severe setback"])
def test_the_word_that_was_found_stands_out(theme: Theme, word: str) -> None:
    def dark(found: str) -> int:
        item = StoredConversation(1, "Title", "", "m", "", STAMP, STAMP, SNIPPET, found)
        model = HistoryModel(today=lambda: TODAY)
        model.set_conversations([item])
        delegate = HistoryDelegate(theme)
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, 400, delegate.sizeHint(option, model.index(1)).height())
        image = QImage(400, option.rect.height(), QImage.Format.Format_RGB32)
        image.fill(QColor("#FFFFFF"))
        painter = QPainter(image)
        delegate.paint(painter, option, model.index(1))
        painter.end()
        half = range(image.height() // 2, image.height())
        return sum(255 - image.pixelColor(x, y).lightness() for y in half for x in range(400))

    assert dark(word) > dark("")
