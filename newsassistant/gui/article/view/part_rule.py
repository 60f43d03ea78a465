"""Rules beside the article's text: the parts that it is read in, or the passages that were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from newsassistant.core.types import Span
from newsassistant.gui.article.view.places import Places
from newsassistant.gui.look.theme import Theme

WIDTH, LEFT = 3, 6  # px at 100 %
_ABOVE = 40  # px that stay above what is scrolled to


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule beside `span`, in characters of the article; `words` stand where it begins.

    `at_work`: it is being read now, and is scrolled into view.
    """

    span: Span
    words: str = ""
    at_work: bool = False


class PartRule(QWidget):
    """`part_rule`, over the text and in nobody's way; main thread."""

    def __init__(self, theme: Theme, edit: QTextEdit) -> None:
        super().__init__(edit.viewport())
        self._theme = theme
        self._edit = edit
        self._rules: tuple[Rule, ...] = ()
        self._places: list[Span] = []  # of the rules, in UTF-16 units of the document
        self._scrolled_to: int | None = None  # where the view was put; None: the user decides
        self.setObjectName("part_rule")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        edit.viewport().installEventFilter(self)
        edit.verticalScrollBar().valueChanged.connect(self._stay)
        edit.document().contentsChanged.connect(self._text_changed)
        self.hide()
        theme.follow(self)

    def rules(self) -> tuple[Rule, ...]:
        """What is shown."""
        return self._rules

    def set_rules(self, rules: Sequence[Rule]) -> None:
        """Show these; where one is at work, scroll to it unless the user has scrolled since."""
        if tuple(rules) == self._rules:
            return
        fresh = not any(rule.at_work for rule in self._rules)
        before = [rule.span for rule in self._rules]
        self._rules = tuple(rules)
        if [rule.span for rule in rules] != before:
            self._find_places()
        self.setVisible(bool(rules))
        self._stay()
        self.raise_()
        self._follow(fresh=fresh)

    def _find_places(self) -> None:
        places = Places(self._edit.toPlainText()) if self._rules else None
        self._places = [places.in_view(rule.span) for rule in self._rules] if places else []

    def _stay(self) -> None:
        """Scrolling moves what lies in the viewport along with the text."""
        self.setGeometry(self._edit.viewport().rect())
        self.update()

    def _follow(self, *, fresh: bool) -> None:
        """Scroll to what is at work; who scrolls away meanwhile is left alone."""
        bar = self._edit.verticalScrollBar()
        at_work = [p for rule, p in zip(self._rules, self._places, strict=True) if rule.at_work]
        if not at_work:
            return
        if fresh:
            self._scrolled_to = bar.value()
        if self._scrolled_to is None or bar.value() != self._scrolled_to:
            self._scrolled_to = None
            return
        bar.setValue(bar.value() + self._top(at_work[0][0]) - self._theme.px(_ABOVE))
        self._scrolled_to = bar.value()

    def _text_changed(self) -> None:
        """Another text has other places; whoever knows them shows them again."""
        if self._rules and self._length() < max(end for _, end in self._places):
            self.set_rules(())
        self.update()

    def _length(self) -> int:
        return self._edit.document().characterCount() - 1

    def _rect(self, place: int) -> QRect:
        cursor = QTextCursor(self._edit.document())
        cursor.setPosition(min(place, self._length()))
        return self._edit.cursorRect(cursor)

    def _top(self, place: int) -> int:
        return self._rect(place).top()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font("secondary"))
        px, tokens = self._theme.px, self._theme.tokens
        for rule, (start, end) in zip(self._rules, self._places, strict=True):
            top, bottom = self._top(start), self._rect(max(start, end - 1)).bottom()
            if bottom < 0 or top > self.height():
                continue
            colour = QColor(tokens.accent if rule.at_work or not rule.words else tokens.edge)
            painter.fillRect(px(LEFT), top, px(WIDTH), bottom - top, colour)
            if rule.words:
                self._paint_words(painter, rule, top)
        painter.end()

    def _paint_words(self, painter: QPainter, rule: Rule, top: int) -> None:
        """Above the first line, at the right: there the paragraph before leaves most room."""
        px, tokens = self._theme.px, self._theme.tokens
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(rule.words), metrics.height()
        box = QRect(self.width() - width - px(LEFT), top - height, width, height)
        length = self.width() - width - px(3 * LEFT)
        painter.fillRect(px(LEFT), box.center().y(), length, 1, QColor(tokens.line))
        painter.fillRect(box, QColor(tokens.panel))
        painter.setPen(QColor(tokens.accent if rule.at_work else tokens.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, rule.words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._stay()
        return False

    def apply_theme(self) -> None:
        self.update()
