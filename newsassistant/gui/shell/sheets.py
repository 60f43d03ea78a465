"""What the program itself says on a sheet: its keys, its name, why it cannot start, a crash."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.logs import mark_seen
from newsassistant.core.paths import Paths
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.plain_text import PlainLabel
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.shell.actions import Group
from newsassistant.gui.shell.crash import pending_report
from newsassistant.gui.widgets.basics import make_label
from newsassistant.gui.widgets.dialogs import Sheet
from newsassistant.gui.widgets.placement import room_for
from newsassistant.gui.widgets.scroll_column import FittingColumn

CRASH_WIDTH = 620


class ShortcutsSheet(Sheet):
    """Groups of (what it does, keys), each with its title, in two columns where there is room."""

    def __init__(self, theme: Theme, groups: Sequence[Group], *, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Keyboard shortcuts"), parent=parent)
        self.setObjectName("shortcuts_dialog")
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.px(8))
        grid.setHorizontalSpacing(theme.px(24))
        used = [0] * self._columns_for(groups)  # rows of each column
        for title, rows in groups:
            side = used.index(min(used))
            grid.addWidget(make_label("muted", title), used[side], 2 * side)
            for row, (words, keys) in enumerate(rows, used[side] + 1):
                label = make_label("chip", keys)
                label.setAlignment(Qt.AlignmentFlag.AlignCenter)
                grid.addWidget(PlainLabel(words), row, 2 * side)
                grid.addWidget(label, row, 2 * side + 1)
            used[side] += 1 + len(rows)
        scroll = FittingColumn()
        scroll.setAccessibleName(self.tr("Keyboard shortcuts"))
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # nothing in it takes the scrolling keys
        scroll.column.setContentsMargins(0, 0, theme.px(6), 0)
        scroll.column.addLayout(grid)
        self.body.addWidget(scroll)
        self.add_close()

    def _columns_for(self, groups: Sequence[Group]) -> int:
        """Two, or one on a screen that is too narrow for letters of this size."""
        metrics = QFontMetrics(self._theme.font("ui"))
        texts = [text for _, rows in groups for row in rows for text in row]
        widest = max(map(metrics.horizontalAdvance, texts), default=0)
        return 2 if 4 * (widest + self._theme.px(24)) <= room_for(self).width() else 1


class AboutSheet(Sheet):
    """Name, version, what it does and what it does not."""

    def __init__(self, theme: Theme, version: str, *, parent: QWidget) -> None:
        super().__init__(theme, self.tr("News Assistant {0}").format(version), parent=parent)
        self.setObjectName("about_dialog")
        self.add_text(
            self.tr(
                "Summarises news articles and answers questions about them with a ChatGLM model "
                "on this computer. Check every answer against the article before you publish."
            )
        )
        self.add_text(self.tr("Nothing leaves this computer."))
        self.add_close()


class FailureSheet(Sheet):
    """Says why the program cannot start, before there is a window; `done` follows."""

    def __init__(self, theme: Theme, error: NewsAssistantError, done: Callable[[], None]) -> None:
        super().__init__(theme, self.tr("News Assistant cannot start"), parent=None)
        self.setObjectName("failure_dialog")
        self.add_text(error.what(interface_language()))
        self.add_text(error.advice(interface_language()))
        self.add_close()
        self.finished.connect(lambda _: done())


class AnotherWindowSheet(Sheet):
    """Says that the open window does not answer, before there is another; `done` follows."""

    def __init__(self, theme: Theme, agree: Callable[[], None], done: Callable[[], None]) -> None:
        super().__init__(
            theme,
            self.tr("News Assistant is open, but does not answer"),
            self.tr(
                "It may be busy. Its window keeps its article; another window has the same "
                "conversations."
            ),
            parent=None,
        )
        self.setObjectName("another_window_dialog")
        self.add_cancel()
        self.add_button(self.tr("Open another window"), primary=True, done=agree)
        self.finished.connect(lambda _: done())


class CrashSheet(Sheet):
    """Offers the report of the last crash, which holds no article text."""

    def __init__(
        self,
        theme: Theme,
        report: str,
        *,
        copy: Callable[[], None],
        dismiss: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, self.tr("News Assistant stopped unexpectedly"), parent=parent)
        self.setObjectName("crash_dialog")
        self.setMinimumWidth(theme.px(CRASH_WIDTH))
        self.add_text(
            self.tr(
                "Your conversations were saved. This report may help whoever maintains the "
                "program; it holds no article text, and it stays here unless you pass it on."
            )
        )
        self.add_report(report, self.tr("Crash report"))
        self.add_button(self.tr("Copy the report"), done=copy)
        self.add_button(self.tr("Dismiss"), primary=True)
        self.finished.connect(lambda _: dismiss())


def last_crash(paths: Paths, theme: Theme, parent: QWidget) -> CrashSheet | None:
    """The sheet about a crash that was not shown yet, None where there was none."""
    pending = pending_report(paths)
    if pending is None:
        return None
    path, text = pending
    return CrashSheet(
        theme,
        text,
        copy=lambda: QGuiApplication.clipboard().setText(text),
        dismiss=lambda: mark_seen(path),
        parent=parent,
    )
