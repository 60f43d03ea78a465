"""A read-only text as tall as its content: formats it while it comes, and loads nothing."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QWidget

from newsassistant.gui.look.flavours import picked
from newsassistant.gui.look.markdown import (
    BREAK,
    GrowingMarkdown,
    SafeDocument,
    breakable,
    is_light,
    render,
)
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import selected_text

LINE_HEIGHT = 1.54  # of the font size
SLOW_S = 0.010  # an append that takes longer makes the next ones wait
BACK_OFF_MS = 100
BLOCK_GAP = 8  # px
MOST_CHARS = 200_000
MOST_LINES = 10_000
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_ENDLESS = 4000  # characters without a space: word wrapping would take seconds


class TextView(QTextEdit):
    """Grows with its text and leaves scrolling to what it lies in; main thread."""

    rendered = Signal()  # the finished answer is shown: marks in the text before are gone
    grown = Signal()  # more of it is shown: marks in its last paragraph may be gone
    pointed = Signal(int)  # the letter under the mouse, in UTF-16 units; -1: none
    clicked = Signal(int)  # the same of a click that selects nothing
    entered = Signal()  # Enter was pressed in the text

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._markdown: str | None = None
        self._growing: GrowingMarkdown | None = None
        self._source = ""  # what has been streamed
        self._waiting = ""
        self._running = False
        self._formatted = False  # it shows Markdown, and its marks are gone
        self._own: SafeDocument | None = None
        self._pressed: QPoint | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(BACK_OFF_MS)
        self._pause.timeout.connect(self.flush)
        self.setReadOnly(True)
        self.viewport().setMouseTracking(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._adopt(self._new_document())
        self.selectionChanged.connect(self._render_waiting_markdown)
        theme.follow(self)

    def set_plain(self, text: str) -> None:
        """Show text as it is."""
        self._markdown = self._growing = None
        self._waiting, self._formatted = "", False
        document = self._new_document()
        QTextCursor(document).insertText(self._shown(text))
        self._adopt(document)

    def set_growing(self, text: str) -> None:
        """Show the beginning of an answer that is being written; `append` brings the rest."""
        self._pause.stop()
        self._markdown, self._source, self._waiting = None, "", text
        self._formatted = True
        document = self._new_document()
        self._growing = self._writer(document)
        self._adopt(document)
        self.flush()

    def append(self, text: str) -> None:
        """Add streamed text at the end; the reader's selection and place stay as they are.

        Slow appends (one endless paragraph) are gathered for a tenth of a second.
        """
        self._waiting += text
        if not self._pause.isActive():
            self.flush()

    def flush(self) -> None:
        """Write what `append` has gathered."""
        if not self._waiting:
            return
        text, self._waiting = self._waiting, ""
        started = time.perf_counter()
        if self._growing is None:
            self.set_growing(text)
            return
        chosen = self._selection()
        self._source += text
        # What is selected stays as it is; its format comes when it is let go.
        self._growing.add(text, as_it_is=self._is_end_selected())
        self._select_again(*chosen)
        if time.perf_counter() - started > SLOW_S:
            self._pause.start()
        self.grown.emit()

    def set_running(self, running: bool) -> None:
        """Show the block that marks where the next word will come, or take it away."""
        self._running = running
        self.viewport().update()

    def set_markdown(self, text: str) -> None:
        """Render the finished answer, as soon as the reader has nothing selected."""
        self.flush()
        self._markdown = text
        self._render_waiting_markdown()

    def ideal_width(self) -> int:
        """How wide the text would be without wrapping, px."""
        metrics = QFontMetricsF(self._theme.font("answer"))
        lines = self.toPlainText().split("\n")[:200]
        return math.ceil(max(metrics.horizontalAdvance(line[:400]) for line in lines)) + 2

    def loadResource(self, kind: int, name: object) -> object:
        """Nothing: answers are text."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        if self._formatted:
            return picked(self.textCursor().selection())
        return selected_text(self, without=BREAK)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the conversation scrolls, not the answer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if is_left else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            self.pointed.emit(self.letter_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None or self.textCursor().hasSelection():
            return
        way = event.position().toPoint() - pressed
        at = self.letter_at(event.position())
        if way.manhattanLength() < QApplication.startDragDistance() and at >= 0:
            self.clicked.emit(at)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def letter_at(self, place: QPointF) -> int:
        """The letter at a place of the viewport, in UTF-16 units; -1 beside the text."""
        return self.document().documentLayout().hitTest(place, Qt.HitTestAccuracy.ExactHit)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._running:
            painter = QPainter(self.viewport())
            painter.fillRect(self.caret_rect(), QColor(self._theme.tokens.accent))
            painter.end()

    def caret_rect(self) -> QRect:
        """Where the running block is painted, in the viewport."""
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        place = self.cursorRect(end)
        width, height = self._theme.px(7), self._theme.px(15)
        x = min(place.x() + 3, self.viewport().width() - width)
        return QRect(x, place.y() + self._theme.px(2), width, height)

    def _selection(self) -> tuple[int, int]:
        cursor = self.textCursor()
        return cursor.anchor(), cursor.position()

    def _is_end_selected(self) -> bool:
        """True while text is selected that has not got its last format."""
        cursor = self.textCursor()
        settled = self._growing.settled() if self._growing is not None else 0
        return cursor.hasSelection() and cursor.selectionEnd() > settled

    def _select_again(self, anchor: int, position: int) -> None:
        # An end of the selection that lay at the end of the text has moved with it.
        if self._selection() != (anchor, position):
            end = self.document().characterCount() - 1
            cursor = self.textCursor()
            cursor.setPosition(min(anchor, end))
            cursor.setPosition(min(position, end), QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _render_waiting_markdown(self) -> None:
        if self._markdown is None or self.textCursor().hasSelection():
            return
        text, self._markdown = self._markdown, None
        if self._growing is None or not self._finish_growing(text):
            document = self._new_document()
            percent, gap = self._line_percent(), self._theme.px(BLOCK_GAP)
            self._formatted = is_light(text) and render(document, text, percent, gap)
            if not self._formatted:
                document = self._new_document()
                QTextCursor(document).insertText(self._shown(text))
            self._adopt(document)
        self._growing = None
        self.rendered.emit()

    def _finish_growing(self, text: str) -> bool:
        """True if what has been streamed is the answer, and stays."""
        if self._growing is None or self._source.rstrip() != text.rstrip() or not is_light(text):
            return False
        chosen = self._selection()
        seen = self._growing.finish()
        self._select_again(*chosen)
        return seen

    def _writer(self, document: SafeDocument) -> GrowingMarkdown:
        return GrowingMarkdown(document, self._line_percent(), self._theme.px(BLOCK_GAP))

    def _shown(self, text: str) -> str:
        """As much of a text as Qt lays out in a second; no model writes more."""
        lines = text[:MOST_CHARS].split("\n", MOST_LINES)
        whole = len(text) <= MOST_CHARS and len(lines) <= MOST_LINES
        if whole:
            return breakable(text)
        rest = self.tr("[… The rest is too long to be shown here.]")
        return breakable("\n".join(lines[:MOST_LINES])) + "\n" + rest

    def _new_document(self) -> SafeDocument:
        document = SafeDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(self._theme.font("answer"))
        document.setIndentWidth(self._theme.px(18))
        block = QTextBlockFormat()
        block.setLineHeight(self._line_percent(), _PROPORTIONAL)
        QTextCursor(document).setBlockFormat(block)
        return document

    def _adopt(self, document: SafeDocument) -> None:
        option = document.defaultTextOption()
        endless = max((len(word) for word in document.toPlainText().split()), default=0) > _ENDLESS
        wrap = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere if endless else wrap)
        document.setDefaultTextOption(option)
        self.setExtraSelections([])  # they are of the old one
        self.setDocument(document)
        document.documentLayout().documentSizeChanged.connect(self._fit_height)
        old, self._own = self._own, document
        if old is not None:
            old.deleteLater()
        self._fit_height()

    def _fit_height(self) -> None:
        height = math.ceil(self.document().size().height())
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def _line_percent(self) -> float:
        font = self._theme.font("answer")
        return 100 * LINE_HEIGHT * font.pixelSize() / QFontMetricsF(font).height()

    def apply_theme(self) -> None:
        self.document().setDefaultFont(self._theme.font("answer"))
        self.document().setIndentWidth(self._theme.px(18))
        self._fit_height()
        self.viewport().update()
