"""One side of two versions of a story: its text, to be pasted or read, with what differs marked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from newsassistant.core.types import Span
from newsassistant.gui.article.view.edit import ANYWHERE, WORDS
from newsassistant.gui.article.view.places import Places
from newsassistant.gui.look.marks import ground, set_marks
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_label, selected_text
from newsassistant.gui.widgets.elided_label import ElidedLabel
from newsassistant.gui.widgets.incoming import article_from, local_file

LINE_PERCENT = 128.0
_ENDLESS = 4000  # characters without a space: word wrapping would take seconds
_PADDING = 10  # px
_ABOVE = 3  # a change comes to a third of the view's height
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class VersionView(QTextEdit):
    """Plain text in and out; nothing in it can load a picture or a style. Main thread."""

    file_came = Signal(object)  # Path, dropped or pasted

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(WORDS)
        self.document().setDocumentMargin(_PADDING)
        theme.follow(self)

    def set_text(self, text: str) -> None:
        """Show a text from its beginning on; nothing of the one before comes back."""
        endless = max(map(len, text.split()), default=0) > _ENDLESS
        self.setWordWrapMode(ANYWHERE if endless else WORDS)
        self.setExtraSelections([])
        self.setPlainText(text)
        self._space()
        self.verticalScrollBar().setValue(0)

    def show_place(self, place: Span) -> None:
        """Scroll to a place of the document."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(place[0], self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect().top() - self.viewport().height() // _ABOVE)

    def loadResource(self, kind: int, name: object) -> object:
        """Nothing: a version never loads a picture, a style or a file."""
        return None

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or bool(local_file(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        path = local_file(source)
        if path is not None:
            self.file_came.emit(path)
            return
        text, _ = article_from(source)
        if text:
            self.textCursor().insertText(text)

    def createMimeDataFromSelection(self) -> QMimeData:
        return selected_text(self)

    def _space(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        block.setLineHeight(LINE_PERCENT, _PROPORTIONAL)
        cursor.mergeBlockFormat(block)

    def apply_theme(self) -> None:
        self.document().setDefaultFont(self._theme.font("answer"))
        self.setFont(self._theme.font("answer"))


class VersionSide(QFrame):
    """`index` 0 is the older one, at the left; 1 the newer one."""

    def __init__(self, theme: Theme, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._index = index
        self._places: Places | None = None
        self._whole: list[Span] = []
        self._parts: list[Span] = []
        self._figures: list[Span] = []
        self._current: Span | None = None
        self.setObjectName(f"version_side_{index}")
        self.setProperty("role", "card")
        self.name = make_label("title")
        self.origin = ElidedLabel()
        self.origin.setProperty("role", "muted")
        self.view = VersionView(theme)
        self.view.setObjectName(f"version_text_{index}")
        self._column = QVBoxLayout(self)
        for part in (self.name, self.origin):
            self._column.addWidget(part)
        self._column.addWidget(self.view, 1)
        theme.follow(self)

    def set_text(self, text: str, *, may_edit: bool) -> None:
        """Show a text without marks; whoever `may_edit` pastes his version."""
        self._places = None
        self._whole, self._parts, self._figures, self._current = [], [], [], None
        self.view.set_text(text)
        self.view.setReadOnly(not may_edit)

    def text(self) -> str:
        """What stands here."""
        return self.view.toPlainText()

    def set_marks(
        self, whole: Iterable[Span], parts: Iterable[Span], figures: Iterable[Span]
    ) -> None:
        """Mark sentences that only this version has, words that differ, and its figures.

        Spans are characters of the text.
        """
        places = self._places = Places(self.text())
        self._whole, self._parts, self._figures = (
            [places.in_view(span) for span in spans] for spans in (whole, parts, figures)
        )
        self._current = None
        self._show_marks()

    def set_current(self, span: Span | None) -> None:
        """Lay another ground under a sentence and scroll to it; None takes that away."""
        if span is None or self._places is None:
            self._current = None
        else:
            self._current = self._places.in_view(span)
            self.view.show_place(self._current)
        self._show_current()

    def _show_marks(self) -> None:
        soft = "accent_soft" if self._index else "warning_soft"
        strong = self._theme.colour("accent" if self._index else "warning")
        whole = ground(self._theme.colour(soft))
        whole.setFontStrikeOut(not self._index)
        parts = ground(self._theme.colour(soft))
        parts.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        parts.setUnderlineColor(QColor(strong))
        figures = QTextCharFormat()
        figures.setForeground(strong)
        figures.setFontUnderline(True)
        figures.setUnderlineColor(QColor(strong))
        set_marks(self.view, "whole", self._whole, whole)
        set_marks(self.view, "parts", self._parts, parts)
        self._figure_form = figures
        self._show_current()

    def _show_current(self) -> None:
        """The ground of the current change lies over the others, and under the figures."""
        found = [self._current] if self._current is not None else []
        set_marks(self.view, "current", found, ground(self._theme.colour("found")))
        if self._places is not None:
            set_marks(self.view, "figures", self._figures, self._figure_form)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(14), px(12), px(6), px(8))
        self._column.setSpacing(px(2))
        if self._places is not None:
            self._show_marks()
