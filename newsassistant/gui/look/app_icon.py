"""The program's icon, for title bars, task switchers and *About*."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from newsassistant.core.resources import resource_path

SIDES = (16, 24, 32, 48, 64, 128, 256)  # px that systems ask for


def app_icon() -> QIcon:
    """Drawn here: not every Qt has its plugin for SVG icons. Needs a QApplication."""
    renderer = QSvgRenderer(str(resource_path("icons", "app", "app.svg")))
    icon = QIcon()
    for side in SIDES:
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        icon.addPixmap(picture)
    return icon
