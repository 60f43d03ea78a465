"""The main window: sidebar, article and conversation side by side above the status bar."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QByteArray, QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QSplitter, QVBoxLayout

from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.conversation.panel import ConversationPanel
from newsassistant.gui.history.panel import HistoryPanel
from newsassistant.gui.history.unsaved_bar import UnsavedBar
from newsassistant.gui.look.plain_text import set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.private.bar import PrivateBar
from newsassistant.gui.shell.actions import Actions
from newsassistant.gui.shell.sidebar import Sidebar
from newsassistant.gui.shell.status_bar import StatusBar
from newsassistant.gui.widgets.basics import restyle
from newsassistant.gui.widgets.focus_ring import FocusRing
from newsassistant.gui.widgets.incoming import local_file
from newsassistant.gui.widgets.notice_bar import NoticeBar
from newsassistant.gui.widgets.placement import keep_on_screen, least_size, size_first
from newsassistant.gui.widgets.reading_order import put_in_order

SIZE = (1360, 860)
MINIMUM = (960, 640)
FRAME = 3  # px at 100 % of the frame of a private window, as in the style sheet
COLUMNS = (236, 546, 578)  # px at 100 %, as drawn in the design
COMFORT = (330, 280)  # px at 100 % that article and conversation have beside the sidebar


class MainWindow(QMainWindow):
    """The parts of the window by name; the presenter fills them."""

    close_requested = Signal()
    file_dropped = Signal(object)  # Path

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._may_close = False
        self._title = self._place = ""
        self._is_private = False
        self.setObjectName("main_window")
        self.setAcceptDrops(True)
        self.history = HistoryPanel(theme)
        self.article = ArticlePanel(theme)
        self.notice = NoticeBar(theme)
        self.unsaved = UnsavedBar(theme, self)
        self.private_bar = PrivateBar(theme, self)
        self.conversation = ConversationPanel(theme)
        self.chat = self.conversation.chat
        self.composer = self.conversation.composer
        self.status = StatusBar(theme)
        self._build()
        self.actions_by_name = Actions(theme, self)
        self.sidebar = Sidebar(
            theme, self.history, self.splitter, self.actions_by_name, self._ground
        )
        self.article.set_lead(self.sidebar.button)
        self.conversation.more_button.clicked.connect(self._show_more)
        self.conversation.compare_button.clicked.connect(self.actions_by_name["compare"].trigger)
        self.focus_ring = FocusRing(theme, self)
        size_first(self, QSize(*SIZE))
        theme.follow(self)
        self.splitter.setSizes([theme.px(width) for width in COLUMNS])
        put_in_order(self)

    def _build(self) -> None:
        article_column = QFrame()
        article_column.setProperty("role", "panel")
        article = QVBoxLayout(article_column)
        article.setContentsMargins(0, 0, 0, 0)
        article.setSpacing(0)
        article.addWidget(self.article, 1)
        article.addWidget(self.notice)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for part in (self.history, article_column, self.conversation):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 1)
        self._ground = QFrame()
        self._ground.setObjectName("ground")
        column = self._column = QVBoxLayout(self._ground)
        column.setSpacing(0)
        column.addWidget(self.private_bar)
        column.addWidget(self.unsaved.bar)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.status)
        self.setCentralWidget(self._ground)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._leave_frame()
        self._set_least()
        self.history.setMinimumWidth(px(200))
        self.history.setMaximumWidth(px(360))
        self._fold_if_narrow()

    def _leave_frame(self) -> None:
        """Room for the frame that the style sheet draws."""
        edge = self._theme.px(FRAME) if self._is_private else 0
        self._column.setContentsMargins(edge, edge, edge, edge)

    def _set_least(self) -> None:
        self.setMinimumSize(least_size(self, QSize(*MINIMUM)))

    def _fold_if_narrow(self) -> None:
        """At a large zoom the sidebar gives way, so that nothing is cut; the choice is kept."""
        columns = zip((self.article, self.conversation), COMFORT, strict=True)
        needed = self.history.minimumWidth() + sum(
            max(self._theme.px(least), column.minimumSizeHint().width())
            for column, least in columns
        )
        self.sidebar.set_room(has_room=needed <= self.width())

    # --- what the presenter calls ---------------------------------------------------------------

    def set_conversation_title(self, title: str) -> None:
        """Name the conversation in its header and in the window's title."""
        self._title = title
        if self._is_private:  # whatever it is about, task bars and screen shares do not name it
            title = self.tr("Private conversation")
        self.conversation.set_title(title)
        parts = (title, self.tr("News Assistant"), self._place)
        set_title(self, " – ".join(filter(None, parts)))

    def set_place(self, host: str) -> None:
        """The host that answers, in the title and at the foot; "" for this computer."""
        if host != self._place:
            self._place = host
            self.status.set_place(host)
            self.set_conversation_title(self._title)

    def set_private(self, *, on: bool) -> None:
        """Show by a frame, a line and the title that nothing is written; and let it be heard."""
        self._is_private = on
        restyle(self._ground, "private", "true" if on else "false")
        self._leave_frame()
        self.private_bar.set_on(on=on)
        self.setAccessibleDescription(self.private_bar.words() if on else "")
        self.set_conversation_title(self._title)

    def forget(self) -> None:
        """Empty what no conversation holds: the question, and what was looked for and said."""
        self.composer.forget()
        self.conversation.find_bar.forget()
        self.notice.forget()
        self.history.search.setText("")

    def set_style_names(self, names: Mapping[str, str]) -> None:
        """The names of styles by their ids, for answers and the history."""
        self.chat.set_style_names(names)
        self.history.set_style_names(names)

    def restore(self, geometry: str, columns: Sequence[int], *, sidebar: bool) -> None:
        """Place the window as it was; `geometry` is hexadecimal, from `saved_geometry`."""
        if geometry and self.restoreGeometry(QByteArray.fromHex(geometry.encode("ascii"))):
            self._set_least()
            keep_on_screen(self)
        if len(columns) == len(COLUMNS):
            self.splitter.setSizes(list(columns))
        self.actions_by_name["sidebar"].setChecked(sidebar)

    def saved_geometry(self) -> str:
        """Hexadecimal, for `restore`."""
        return bytes(self.saveGeometry().toHex().data()).decode("ascii")

    def find_words(self) -> None:
        """Find words in the column that has the focus, in the article where none has."""
        focused = QApplication.focusWidget()
        answers = focused is not None and self.conversation.isAncestorOf(focused)
        if answers and self.chat.texts():
            self.conversation.find_bar.open()
        else:
            self.article.find_bar.open()

    def find_again(self, by: int) -> None:
        """Show the next place of the words that are looked for, or the one before (-1)."""
        bars = (self.article.find_bar, self.conversation.find_bar)
        focused = QApplication.focusWidget()
        if focused is not None and self.conversation.isAncestorOf(focused):
            bars = bars[::-1]
        shown = next((bar for bar in bars if bar.isVisible()), None)
        if shown is None:
            self.find_words()
        else:
            shown.step(by)

    def set_usable(self, usable: bool) -> None:
        """Take all parts out of use while the program ends."""
        self._ground.setEnabled(usable)

    def is_usable(self) -> bool:
        """False while the program ends."""
        return self._ground.isEnabled()

    def ask_close(self) -> None:
        """Close as the user does."""
        self.close()

    def come_forward(self, token: str = "") -> None:
        """Show the window before all others, as far as the desktop lets it; else it calls.

        `token` is what a Wayland desktop gave the program that wants it.
        """
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def close_now(self) -> None:
        """Close without asking again."""
        self._may_close = True
        self.close()

    # --- events ---------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """The first close only asks: the engine has to end before the window does."""
        event.setAccepted(self._may_close)
        if not self._may_close:
            self.close_requested.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = local_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_if_narrow()

    def event(self, event: QEvent) -> bool:
        # Qt offers a child's unanswered tool tip to its parents; the window's own would be noise.
        if event.type() == QEvent.Type.ToolTip:
            return True
        return super().event(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("News Assistant"))
        set_tip(self, self.tr("News Assistant"))
        self.setAccessibleDescription(self.private_bar.words() if self._is_private else "")
        self.set_conversation_title(self._title)

    def _show_more(self) -> None:
        button = self.conversation.more_button
        menu = self.actions_by_name.more_menu
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 4))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))
