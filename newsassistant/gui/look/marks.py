"""Marks in a text that change nothing of it: several kinds of them, each set by who knows it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextEdit

Span = tuple[int, int]  # where it begins and ends, in UTF-16 units

_KIND = QTextFormat.Property.UserProperty.value + 1


def set_marks(text: QTextEdit, kind: str, spans: Iterable[Span], form: QTextCharFormat) -> None:
    """Show `form` on these spans in the place of those of the same kind; main thread.

    It costs nothing to lay out, however long the text is.
    """
    show_marks(text, kind, [mark_of(text, span, form) for span in spans])


def show_marks(text: QTextEdit, kind: str, marks: Iterable[QTextEdit.ExtraSelection]) -> None:
    """As `set_marks`, with marks that are made: their cursors move along with the text."""
    made = list(marks)
    for mark in made:
        mark.format.setProperty(_KIND, kind)
    others = [mark for mark in text.extraSelections() if _kind(mark) != kind]
    text.setExtraSelections([*others, *made])


def ground(colour: QColor) -> QTextCharFormat:
    """A mark that is a ground behind the letters."""
    form = QTextCharFormat()
    form.setBackground(colour)
    return form


def _kind(mark: QTextEdit.ExtraSelection) -> object:
    return mark.format.property(_KIND)


def mark_of(text: QTextEdit, span: Span, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
    """One mark, not yet shown."""
    mark = QTextEdit.ExtraSelection()
    cursor = QTextCursor(text.document())
    cursor.setPosition(span[0])
    cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
    mark.cursor, mark.format = cursor, QTextCharFormat(form)
    return mark
