"""The program's icon is drawn in every size that systems ask for."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from newsassistant.gui.look.app_icon import SIDES, app_icon
from newsassistant.gui.process.startup import make_qt_application


@pytest.mark.parametrize("side", SIDES)
def test_it_is_drawn_in_each_size(qapp: QApplication, side: int) -> None:
    picture = app_icon().pixmap(side, side).toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(side) for y in range(side)}
    assert picture.pixelColor(0, 0).alpha() == 0
    assert picture.pixelColor(side // 8, side // 2) == QColor("#1F5FBF")
    assert len(colours) > 2


@pytest.mark.qt_log_ignore("setHighDpiScaleFactorRoundingPolicy")  # there is one by now
def test_every_window_has_it(qapp: QApplication) -> None:
    make_qt_application()
    assert not QApplication.windowIcon().isNull()
