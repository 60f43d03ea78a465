"""The sheet beside the window that lists an answer's sentences with their sources."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QWidget

from newsassistant.gui.evidence.beside.source_rows import Row, RowKind, text_of
from newsassistant.gui.look.flavours import copy, unmarked
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button
from newsassistant.gui.widgets.dialogs import Sheet

WIDTH, HEIGHT = 460, 420  # px at 100 %: of the list
_PADDING = (8, 6)  # px at 100 %, as in the style sheet
_ICON, _GAP = 16, 4  # px at 100 %: before a source, and what Qt leaves free around a text
_ROW = Qt.ItemDataRole.UserRole


class SourcesSheet(Sheet):
    """Not modal: the article is read while it is open. Main thread."""

    chosen = Signal(object)  # Row: a sentence or a source

    def __init__(self, theme: Theme, found: Sequence[Row], *, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Sources of the answer"), parent=parent)
        self.setObjectName("sources_dialog")
        self.setModal(False)
        self._rows = tuple(found)
        self.list = QListWidget()
        self.list.setObjectName("sources_list")
        self.list.setAccessibleName(self.tr("Sentences of the answer and their sources"))
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMinimumSize(theme.px(WIDTH), theme.px(HEIGHT))
        for row in self._rows:
            self.list.addItem(self._item(row))
        first = next((n for n, row in enumerate(self._rows) if _is_place(row)), -1)
        self.list.setCurrentRow(first)
        self.list.viewport().installEventFilter(self)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.body.addWidget(self.list)
        self.copy_button = make_button("copy_sources_button", "secondary")
        self.copy_button.setText(self.tr("Copy as text"))
        self.copy_button.clicked.connect(self._copy)
        self._buttons.addWidget(self.copy_button)
        close = self.add_close()
        close.setAutoDefault(False)  # Enter chooses a row
        close.setDefault(False)
        self.list.setFocus()

    def rows(self) -> tuple[Row, ...]:
        """What is listed."""
        return self._rows

    def _item(self, row: Row) -> QListWidgetItem:
        item = QListWidgetItem(row.text)
        item.setData(_ROW, row)
        theme = self._theme
        if row.kind is RowKind.HEADING:
            item.setFont(theme.font("ui-bold"))
        if not _is_place(row):
            item.setForeground(theme.colour("muted"))
        if row.kind is RowKind.SOURCE:
            item.setIcon(theme.icon("doc"))
            item.setForeground(theme.colour("muted"))
            words = self.tr("In the article: {0}").format(row.text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        return item

    def _fit(self) -> None:
        """Give each row the height of its lines: Qt would cut them to one."""
        px = self._theme.px
        room = self.list.viewport().width() - 2 * px(_PADDING[0]) - 2 * px(_GAP)
        for number, row in enumerate(self._rows):
            item = self.list.item(number)
            icon = px(_ICON) + px(_GAP) if row.kind is RowKind.SOURCE else 0
            box = QRect(0, 0, max(1, room - icon), 0)
            wrap = Qt.TextFlag.TextWordWrap.value
            high = QFontMetrics(item.font()).boundingRect(box, wrap, row.text).height()
            item.setSizeHint(QSize(0, high + 2 * px(_PADDING[1])))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _choose(self, item: QListWidgetItem) -> None:
        row = item.data(_ROW)
        if isinstance(row, Row) and _is_place(row):
            self.chosen.emit(row)

    def _copy(self) -> None:
        copy(unmarked(text_of(self._rows)))
        self.copy_button.setText(self.tr("Copied"))

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(self._theme.px(WIDTH), self._theme.px(HEIGHT)))


def _is_place(row: Row) -> bool:
    return row.kind in (RowKind.SENTENCE, RowKind.SOURCE)
