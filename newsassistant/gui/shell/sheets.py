"""What the program itself says on a sheet: its keys, its name, why it cannot start, a crash."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.plain_text import PlainLabel
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.dialogs import Sheet

CRASH_WIDTH = 620


class ShortcutsSheet(Sheet):
    """Lists (what it does, keys) in two columns."""

    def __init__(self, theme: Theme, rows: Sequence[tuple[str, str]], *, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Keyboard shortcuts"), parent=parent)
        self.setObjectName("shortcuts_dialog")
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.px(8))
        grid.setHorizontalSpacing(theme.px(24))
        half = (len(rows) + 1) // 2
        for number, (words, keys) in enumerate(rows):
            row, column = number % half, number // half * 2
            label = PlainLabel(keys)
            label.setProperty("role", "chip")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(PlainLabel(words), row, column)
            grid.addWidget(label, row, column + 1)
        self.body.addLayout(grid)
        self.add_close()


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
