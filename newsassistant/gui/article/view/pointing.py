"""A click on a sentence of the article: no drag, no selection, and not on what is not read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from newsassistant.gui.article.view.edit import ArticleEdit


class Pointing(QObject):
    """Of one view; main thread."""

    clicked = Signal(int)  # the letter that is there, in UTF-16 units; -1 beside the text

    def __init__(self, edit: ArticleEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self._pressed: QPoint | None = None
        edit.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        point, left = event.position().toPoint(), Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseButtonPress:
            plain = event.button() == left and not event.modifiers()
            self._pressed = point if plain else None
        elif event.type() == QEvent.Type.MouseButtonDblClick:  # which selects a word
            self.clicked.emit(-1)
        elif event.type() == QEvent.Type.MouseButtonRelease and event.button() == left:
            pressed, self._pressed = self._pressed, None
            if pressed is None or self._edit.textCursor().hasSelection():
                return False
            if (point - pressed).manhattanLength() < QApplication.startDragDistance():
                place = self._at(point)
                if place < 0 or self._edit.dimmed.at(place) is None:
                    self.clicked.emit(place)
        return False

    def _at(self, point: QPoint) -> int:
        bars = self._edit.horizontalScrollBar(), self._edit.verticalScrollBar()
        offset = QPoint(bars[0].value(), bars[1].value())
        layout = self._edit.document().documentLayout()
        return layout.hitTest((point + offset).toPointF(), Qt.HitTestAccuracy.ExactHit)
