"""The reading and editing view of an article: plain text in, plain text out, set like print."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from newsassistant.core.types import Span
from newsassistant.gui.article.view.dimming import Dimming
from newsassistant.gui.article.view.format import ArticleHighlighter, BlockFormats, Kind
from newsassistant.gui.article.view.places import Places
from newsassistant.gui.look.plain_text import PlainLabel
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import selected_text
from newsassistant.gui.widgets.incoming import article_from, is_picture, local_file, page_of
from newsassistant.text.articles.article import text_of
from newsassistant.text.articles.hidden import visible

TEXT_MARGIN = 28  # px
PADDING = 20  # px above the first line and below the last, at every zoom; they scroll away
MAX_TEXT_WIDTH = 700  # px: longer lines tire the eye

WORDS = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
ANYWHERE = QTextOption.WrapMode.WrapAnywhere
_ENDLESS_WORD = re.compile(r"[!-~]{4000}")


class ArticleEdit(QTextEdit):
    """`article_edit`; main thread. Nothing in the text can load a picture or a style."""

    file_dropped = Signal(object)  # Path
    file_pasted = Signal(object)  # Path
    text_came = Signal(str, str, str)  # see `ArticlePanel`; before the text is there
    picture_came = Signal()  # instead of a text
    filled = Signal()  # that text is the whole of the article now

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drops = False
        self._places: tuple[str, Places] | None = None  # of the text that was asked about last
        self.setObjectName("article_edit")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(WORDS)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(PADDING)
        self._hint = PlainLabel(self.viewport())
        self._hint.setProperty("role", "hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._formats = BlockFormats(theme)
        self._highlighter = ArticleHighlighter(self.document(), theme)
        self.dimmed = Dimming(self, theme)
        theme.follow(self)
        self._format_all(QTextCursor(self.document()))
        self.document().clearUndoRedoStacks()
        self.textChanged.connect(self._text_changed)

    def set_hint(self, text: str) -> None:
        """The quiet words in the middle of an empty view."""
        self._hint.setText(text)

    def set_text(self, text: str, *, undoable: bool = False) -> None:
        """Replace everything; without `undoable` the history of edits is forgotten."""
        cursor = QTextCursor(self.document())
        self._replace(cursor, text)
        if not undoable:
            self.document().clearUndoRedoStacks()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)

    def set_fit(self, chars: int | None) -> None:
        """Grey all but the first `chars` characters of the clean text; None greys nothing."""
        if chars is None:
            self.dimmed.set_fit(None)
            return
        places = self.places()
        fits = chars >= len(places.text)
        self.dimmed.set_fit(None if fits else places.in_view((0, chars))[1])

    def set_left_out(self, spans: Sequence[Span]) -> None:
        """Dim these spans of the clean text, which are not read."""
        places = self.places() if spans else None
        self.dimmed.set_left_out([places.in_view(span) for span in spans] if places else [])

    def places(self) -> Places:
        """Positions of the view in the clean text, as it is now; linear time after a change."""
        raw = self.toPlainText()
        if self._places is None or self._places[0] != raw:
            self._places = (raw, Places(raw))
        return self._places[1]

    def fit(self) -> int | None:
        """Where the grey part begins in UTF-16 units, None when nothing is grey."""
        return self.dimmed.fit

    def is_empty(self) -> bool:
        """True without a single character."""
        return self.document().isEmpty()

    def loadResource(self, kind: int, name: object) -> object:
        """Nothing: an article never loads a picture, a style or a file."""
        return None

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        has_text = source.hasText() or source.hasHtml()
        return has_text or source.hasImage() or bool(local_file(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        path = local_file(source)
        if path is not None:
            (self.file_dropped if self._drops else self.file_pasted).emit(path)
        elif is_picture(source):
            self.picture_came.emit()
        else:
            text, title = article_from(source)
            way = "dropped" if self._drops else "pasted"
            if text:
                self.text_came.emit(way, page_of(source), title)
                self._insert(text)

    def createMimeDataFromSelection(self) -> QMimeData:
        return selected_text(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._may_take(event.source()):
            event.ignore()
            return
        if self.canInsertFromMimeData(event.mimeData()):
            event.acceptProposedAction()
        super().dragEnterEvent(event)

    def _may_take(self, source: QObject | None) -> bool:
        """False for what is dragged from elsewhere in this program: an answer is no article."""
        return source in (None, self, self.viewport())

    def dropEvent(self, event: QDropEvent) -> None:
        self._drops = True
        try:
            super().dropEvent(event)
        finally:
            self._drops = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # A paragraph that follows the headline is not a headline.
            cursor = self.textCursor()
            cursor.insertBlock(self._formats.of(Kind.BODY))
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
            return
        if event.text().isprintable() and event.text():
            self._formats.leave_gap(self.textCursor())
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.preeditString() or event.commitString():
            self._formats.leave_gap(self.textCursor())
        super().inputMethodEvent(event)
        self._hint.setVisible(self.is_empty() and not event.preeditString())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_margins()
        super().resizeEvent(event)
        self._hint.setGeometry(self.viewport().rect())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay_margins()

    def _insert(self, text: str) -> None:
        cursor = self.textCursor()
        chosen = cursor.selectionEnd() - cursor.selectionStart()
        if chosen >= self.document().characterCount() - 1:
            self._replace(cursor, text_of(text))
            self.verticalScrollBar().setValue(0)
            self.filled.emit()
        else:
            seen = visible(text)
            self._choose_wrapping(seen)
            self._formats.leave_gap(cursor)
            cursor.insertText(seen)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def _replace(self, cursor: QTextCursor, text: str) -> None:
        self.dimmed.clear()
        self._places = None
        self._choose_wrapping(text)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self._format_all(cursor)
        cursor.clearSelection()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def _choose_wrapping(self, text: str) -> None:
        # Looking for word boundaries in one endless word takes Qt seconds per keystroke.
        mode = WORDS if _ENDLESS_WORD.search(text) is None else ANYWHERE
        if mode == ANYWHERE or self.is_empty():
            self.setWordWrapMode(mode)

    def _format_all(self, cursor: QTextCursor) -> None:
        self._formats.format_all(self.document(), cursor)

    def _text_changed(self) -> None:
        self._hint.setVisible(self.is_empty())
        self._highlighter.check_head()

    def _lay_margins(self) -> None:
        wide = self._theme.px(MAX_TEXT_WIDTH)
        margin = self._theme.px(TEXT_MARGIN)
        side = max(margin, (self.width() - wide) // 2)
        bar = self.verticalScrollBar().sizeHint().width()
        right = max(side - bar, bar)
        self.setViewportMargins(side - PADDING, 0, max(0, right - PADDING), 0)

    def apply_theme(self) -> None:
        self.document().setDefaultFont(self._theme.font("article"))
        self.setFont(self._theme.font("article"))
        self._hint.setFont(self._theme.font("ui"))
        self._highlighter.make_formats()
        self._highlighter.highlight_head()
        self._lay_margins()
