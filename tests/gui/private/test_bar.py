"""The line of a private window: its words, its button, and that it fits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import PALETTES, Theme, load_tokens
from newsassistant.gui.private.bar import PrivateBar


def test_it_is_shown_while_it_is_on_and_leads_out(theme: Theme, qtbot: QtBot) -> None:
    bar = PrivateBar(theme)
    qtbot.addWidget(bar)
    assert not bar.isVisible()
    bar.set_on(on=True)
    assert bar.isVisible()
    assert bar.label.text() == bar.words()
    with qtbot.waitSignal(bar.leave_requested):
        QTest.keyClick(bar.leave_button, Qt.Key.Key_Return)
    bar.set_on(on=False)
    assert not bar.isVisible()


def test_a_narrow_line_folds_its_words(theme: Theme, qtbot: QtBot) -> None:
    theme.set_zoom(2.0)
    bar = PrivateBar(theme)
    qtbot.addWidget(bar)
    bar.set_on(on=True)
    bar.resize(bar.minimumSizeHint().width() + 60, bar.height())
    assert bar.label.heightForWidth(bar.label.width()) > bar.label.fontMetrics().height()


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_the_frame_is_told_from_what_it_surrounds_in_every_palette() -> None:
    for name in PALETTES:
        tokens = load_tokens(name)
        for ground in (tokens.window, tokens.panel, tokens.surface, tokens.accent_soft):
            light, dark = sorted((luminance(tokens.accent), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 3, (name, ground)
