"""The key sentences of the article, on a soft ground; dotted under where grounds are not seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QTextEdit

from newsassistant.core.types import Span
from newsassistant.gui.article.view.edit import ArticleEdit
from newsassistant.gui.look.marks import ground, mark_of, show_marks
from newsassistant.gui.look.theme import Theme

KIND = "key"  # of the marks


class KeyMarks(QObject):
    """Of one view; they move along with the text. Main thread."""

    def __init__(self, edit: ArticleEdit, theme: Theme) -> None:
        super().__init__(edit)
        self._edit = edit
        self._theme = theme
        self._marks: list[QTextEdit.ExtraSelection] = []
        theme.follow(self)

    def show(self, text: str, spans: Sequence[Span]) -> None:
        """Mark these spans of `text`, a clean text; nothing if another one is in the view now."""
        places = self._edit.places() if spans else None
        form = QTextCharFormat()
        if places is not None and places.text == text:
            self._marks = [mark_of(self._edit, places.in_view(span), form) for span in spans]
        elif places is None:
            self._marks = []
        self._show()

    def clear(self) -> None:
        """Mark nothing."""
        if self._marks:
            self._marks = []
            self._show()

    def texts(self) -> list[str]:
        """What is marked."""
        return [mark.cursor.selectedText() for mark in self._marks]

    def _show(self) -> None:
        form = ground(self._theme.colour("hover"))
        if self._theme.has_contrast:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            form.setUnderlineColor(self._theme.colour("muted"))
        for mark in self._marks:
            mark.format = QTextCharFormat(form)
        show_marks(self._edit, KIND, self._marks)

    def apply_theme(self) -> None:
        self._show()
