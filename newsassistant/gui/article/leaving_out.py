"""What the user has read and left out of the article: by a click, by the menu, by keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QMenu

from newsassistant.core.errors import InputError
from newsassistant.core.types import Article, Reads, Span
from newsassistant.gui.article.choices import Choices
from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.text.articles.passages import (
    along_with,
    line_at,
    only,
    without,
)
from newsassistant.text.articles.spans import left_out


class LeavingOut(QObject):
    """`changed` once something else is read of the article on the desk; main thread."""

    changed = Signal()
    failed = Signal(object)  # NewsAssistantError

    def __init__(self, panel: ArticlePanel, article: Callable[[], Article | None]) -> None:
        """`article` gives the one on the desk."""
        super().__init__(panel)
        self._panel = panel
        self._article = article
        self.choices = Choices()
        self._clicked: tuple[Article, Reads] | None = None  # what was chosen before it
        self._edit = panel.edit
        self._edit.dimmed.clicked.connect(self._read_clicked)
        self._edit.dimmed.taken_back.connect(self._take_back_click)
        self._edit.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._edit.customContextMenuRequested.connect(self._open_menu)
        panel.unread.looked.connect(self.show_next)
        panel.unread.taken.connect(self.read_all)

    def show(self) -> None:
        """Dim what is not read of the article on the desk, and say so."""
        article = self._article()
        reads = self.choices.of(article) if article is not None else None
        rest = left_out(reads, len(article.text)) if article is not None else ()
        self._edit.set_left_out(rest)
        self._panel.set_reads(article, reads)

    # --- what the user does -----------------------------------------------------------------------

    def toggle(self) -> None:
        """Leave the selection, or the cursor's line, out; have it read where none of it is."""
        place = self._chosen()
        if place is not None:
            article, span = place
            reads = self.choices.of(article)
            new = without(article.text, reads, span)
            self._choose(article, along_with(article.text, reads, span) if new == reads else new)

    def read_only(self) -> None:
        """Read nothing but the selection, or the cursor's line; or that besides what was chosen."""
        place = self._chosen()
        if place is not None:
            article, span = place
            self._choose(article, only(article.text, self.choices.of(article), span))

    def read_all(self) -> None:
        """Have the whole article read."""
        article = self._told()
        if article is not None:
            self._choose(article, None)
            self._edit.setFocus()

    def show_next(self) -> None:
        """Put the cursor into the next part that is not read."""
        place = self._edit.dimmed.next_after(self._edit.textCursor().position())
        if place is not None:
            cursor = self._edit.textCursor()
            cursor.setPosition(place)
            self._edit.setTextCursor(cursor)
            self._edit.ensureCursorVisible()
            self._edit.setFocus()

    def _told(self) -> Article | None:
        """The article with the last keystrokes."""
        self._panel.tell_edited()
        return self._article()

    def _chosen(self) -> tuple[Article, Span] | None:
        """The article, and in it the selection or the line that the cursor is in."""
        article = self._told()
        if article is None:
            return None
        cursor = self._edit.textCursor()
        span = self._edit.places().in_article(cursor.selectionStart(), cursor.selectionEnd())
        if not cursor.hasSelection():
            span = line_at(article.text, span[0])
        return (article, span) if article.text[slice(*span)].strip() else None

    def _read_clicked(self, start: int, end: int) -> None:
        article = self._told()
        if article is not None:
            span = self._edit.places().in_article(start, end)
            self._clicked = article, self.choices.of(article)
            self._choose(article, along_with(article.text, self.choices.of(article), span))

    def _take_back_click(self) -> None:
        """It was the first half of a double click, which selects a word."""
        clicked, self._clicked = self._clicked, None
        if clicked is not None and clicked[0] == self._article():
            self._choose(*clicked)

    def _choose(self, article: Article, reads: Reads) -> None:
        if reads == self.choices.of(article):
            return
        if reads == ():
            self.failed.emit(InputError("article-left-out"))
            return
        self.choices.note(article, reads)
        self.show()
        self.changed.emit()

    # --- the menu ---------------------------------------------------------------------------------

    def _open_menu(self, point: QPoint) -> None:
        menu = self.menu(point)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._edit.viewport().mapToGlobal(point))

    def menu(self, point: QPoint) -> QMenu:
        """The view's own menu with what can be left out there."""
        cursor = self._edit.textCursor()
        if not cursor.hasSelection():  # the line that is pointed at
            cursor = self._edit.cursorForPosition(point)
            self._edit.setTextCursor(cursor)
        menu = self._edit.createStandardContextMenu(point)
        first = menu.actions()[0] if menu.actions() else None
        before = [*self._actions(menu, cursor), QAction(menu)]
        before[-1].setSeparator(True)
        for action in before:
            menu.insertAction(first, action) if first is not None else menu.addAction(action)
        return menu

    def _actions(self, menu: QMenu, cursor: QTextCursor) -> list[QAction]:
        place = self._chosen()
        words = self._words(cursor.hasSelection(), self._is_left_out(place))
        calls = (self.toggle, self.read_only, self.read_all)
        article = self._article()
        all_read = article is None or self.choices.of(article) is None
        made = []
        for text, call in zip(words, calls, strict=True):
            action = QAction(text, menu)
            action.triggered.connect(call)
            possible = not all_read if call == self.read_all else place is not None
            action.setEnabled(possible)
            made.append(action)
        return made

    def _is_left_out(self, place: tuple[Article, Span] | None) -> bool:
        if place is None:
            return False
        article, span = place
        reads = self.choices.of(article)
        return without(article.text, reads, span) == reads

    def _words(self, selected: bool, left_out: bool) -> tuple[str, str, str]:
        everything = self.tr("Read everything")
        if selected:
            alone = self.tr("Read only the selection")
            if left_out:
                return self.tr("Have the selection read"), alone, everything
            return self.tr("Leave the selection out"), alone, everything
        alone = self.tr("Read only this line")
        if left_out:
            return self.tr("Have this line read"), alone, everything
        return self.tr("Leave this line out"), alone, everything
