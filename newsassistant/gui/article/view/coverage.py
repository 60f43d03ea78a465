"""Ticks over the article's scroll bar: which of its sentences are in the answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTextEdit, QWidget

from newsassistant.core.types import Span
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme

_WIDTH, _LEAST = 4, 2  # px at 100 %: a tick's


class CoverageTrack(QWidget):
    """`coverage_track`, over the scroll bar and in nobody's way; main thread.

    It asks for no layout: until Qt has laid out the whole text, places are estimated.
    """

    def __init__(self, edit: QTextEdit, theme: Theme) -> None:
        super().__init__(edit)
        self._edit = edit
        self._theme = theme
        self._spans: tuple[Span, ...] = ()
        self._ticks: list[tuple[float, float]] | None = None  # tops and bottoms, None: unknown
        self.setObjectName("coverage_track")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        edit.installEventFilter(self)
        box = edit.verticalScrollBar().parentWidget()
        if box is not None:
            box.installEventFilter(self)
        edit.verticalScrollBar().rangeChanged.connect(self._look_again)
        self.hide()
        theme.follow(self)

    def set_covered(self, spans: Sequence[Span], words: str) -> None:
        """Show ticks at these, in UTF-16 units of the document; `words` say how many they are."""
        if words != self.accessibleName():
            self.setAccessibleName(words)
            set_tip(self._edit.verticalScrollBar(), words)
        if tuple(spans) == self._spans:
            return
        self._spans = tuple(spans)
        self.setVisible(bool(spans))
        self._stay()

    def spans(self) -> tuple[Span, ...]:
        """What ticks are shown for."""
        return self._spans

    def ticks(self) -> list[tuple[float, float]]:
        """Where they begin and end, px from the top; those that touch are one."""
        if self._ticks is None:
            self._ticks = self._found() if self._spans else []
        return self._ticks

    def _found(self) -> list[tuple[float, float]]:
        bar = self._edit.verticalScrollBar()
        whole = max(1, bar.maximum() + bar.pageStep())
        last = self._edit.document().lastBlock().layout()
        exact = last.lineCount() > 0  # Qt lays out from the top down
        if exact:  # the bar is told a moment later
            whole = max(whole, round(last.position().y() + last.boundingRect().height()))
        scale, least = self.height() / whole, self._theme.px(_LEAST)
        found: list[tuple[float, float]] = []
        for start, end in sorted(self._spans):
            top = min(self._place(start, whole, exact=exact)[0] * scale, self.height() - least)
            bottom = self._place(max(start, end - 1), whole, exact=exact)[1] * scale
            bottom = min(max(top + least, bottom), self.height())
            if found and top <= found[-1][1] + 0.5:
                found[-1] = (found[-1][0], max(bottom, found[-1][1]))
            else:
                found.append((top, bottom))
        return found

    def _place(self, place: int, whole: int, *, exact: bool) -> tuple[float, float]:
        """Top and bottom of the line that a letter stands in, px of the document."""
        document = self._edit.document()
        block = document.findBlock(place)
        if not block.isValid() or not exact:
            y = whole * place / max(1, document.characterCount())
            return y, y
        layout = block.layout()
        line = layout.lineForTextPosition(place - block.position())
        top = layout.position().y() + (line.y() if line.isValid() else 0.0)
        return top, top + (line.height() if line.isValid() else 0.0)

    def _look_again(self) -> None:
        self._ticks = None
        if self._spans:
            self.update()

    def _stay(self) -> None:
        width = self._edit.verticalScrollBar().sizeHint().width()
        inner = self._edit.contentsRect()
        self.setGeometry(inner.right() + 1 - width, inner.top(), width, inner.height())
        self.raise_()
        self._look_again()

    def paintEvent(self, event: QPaintEvent) -> None:
        width = self._theme.px(_WIDTH)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        for top, bottom in self.ticks():
            left = (self.width() - width) / 2
            painter.drawRoundedRect(QRectF(left, top, width, bottom - top), 1, 1)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._spans:
            return False
        if watched is self._edit and event.type() == QEvent.Type.Resize:
            self._stay()
        elif event.type() == QEvent.Type.ZOrderChange and watched is not self._edit:
            self.raise_()  # Qt has put the bar on top
        return False

    def apply_theme(self) -> None:
        self._stay()
