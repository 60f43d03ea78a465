"""The line that says how a file was read, and offers other encodings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.opening.encoding_bar import EncodingBar
from newsassistant.text.articles.encodings import ENCODINGS, Decoded

DOUBTFUL = Decoded("text", "gb18030", certain=False, damaged=0)


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> EncodingBar:
    bar = EncodingBar(theme)
    qtbot.addWidget(bar)
    bar.resize(600, 60)
    return bar


def test_it_is_hidden_until_there_is_a_doubt(bar: EncodingBar) -> None:
    assert bar.isHidden()
    bar.show_reading(DOUBTFUL)
    assert not bar.isHidden()
    assert "GBK" in bar.label.text()


def test_every_encoding_can_be_chosen(qtbot: QtBot, bar: EncodingBar) -> None:
    bar.show_reading(DOUBTFUL)
    actions = bar.menu.actions()
    assert [action.isChecked() for action in actions] == [
        encoding == "gb18030" for encoding in ENCODINGS
    ]
    for encoding, action in zip(ENCODINGS, actions, strict=True):
        with qtbot.waitSignal(bar.read_as) as told:
            action.trigger()
        assert told.args == [encoding]


def test_it_is_reached_and_closed_by_keys(bar: EncodingBar) -> None:
    bar.show_reading(DOUBTFUL)
    bar.show()
    assert bar.button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert bar.button.accessibleName()
    assert bar.close_button.accessibleName()
    QTest.keyClick(bar.close_button, Qt.Key.Key_Space)
    assert bar.isHidden()


def test_a_narrow_line_puts_its_button_below(qtbot: QtBot, bar: EncodingBar) -> None:
    def is_below() -> bool:
        return bar.button.geometry().top() >= bar.label.geometry().bottom()

    bar.show_reading(DOUBTFUL)
    bar.show()
    bar.resize(900, 60)
    qtbot.waitUntil(lambda: not is_below())
    bar.resize(220, 200)
    qtbot.waitUntil(is_below)


def test_it_speaks_chinese(bar: EncodingBar) -> None:
    bar.show_reading(DOUBTFUL)
    translations = Translations()
    translations.use("zh")
    try:
        bar.retranslate()
        assert "不能确定" in bar.label.text()
        assert "中文" in bar.menu.actions()[1].text()
    finally:
        translations.remove()
