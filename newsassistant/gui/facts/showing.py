"""Selects a passage of the article in its view, and scrolls to it."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor

from newsassistant.core.types import Span
from newsassistant.gui.article.view.edit import ArticleEdit

_ABOVE = 3  # the passage comes to a third of the view's height


def select_passage(edit: ArticleEdit, text: str, span: Span) -> bool:
    """Select a span of `text`; False where the view shows another text now. Main thread."""
    places = edit.places()
    if places.text != text:
        return False
    start, end = places.in_view(span)
    last = edit.document().characterCount() - 1
    cursor = QTextCursor(edit.document())
    cursor.setPosition(min(end, last))
    cursor.setPosition(min(start, last), QTextCursor.MoveMode.KeepAnchor)  # its begin is seen
    edit.setTextCursor(cursor)
    edit.ensureCursorVisible()
    bar = edit.verticalScrollBar()
    bar.setValue(bar.value() + edit.cursorRect().top() - edit.viewport().height() // _ABOVE)
    edit.setFocus()
    return True
