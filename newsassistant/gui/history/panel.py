"""The sidebar: a new article, search, the conversations by day, undo of a deletion, settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsassistant.gui.history.delegate import HistoryDelegate
from newsassistant.gui.history.model import HistoryModel
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import elided
from newsassistant.gui.widgets.hint_button import HintButton
from newsassistant.gui.widgets.search_field import SearchField
from newsassistant.store.history import StoredConversation

SEARCH_MS = 150
UNDO_MS = 10_000
UNDO_EDGE = 8  # px of the frame around the offer, and of rounding
NATIVE = QKeySequence.SequenceFormat.NativeText


class ConversationList(QListView):
    """Rows have tool tips; the list's own would cover the empty space below them."""

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and not self.indexAt(event.pos()).isValid():
            return True
        return super().viewportEvent(event)


class HistoryPanel(QFrame):
    """The left column; main thread."""

    new_requested = Signal()
    private_requested = Signal()
    opened = Signal(int)
    renamed = Signal(int, str)
    pin_requested = Signal(int, bool)  # True: before all others, False: among them
    deleted = Signal(int)
    save_requested = Signal(int)  # as a file
    export_requested = Signal(int)
    erase_requested = Signal(int)  # for good, without undo
    undo_requested = Signal(int)
    search_changed = Signal(str)  # 150 ms after the last key
    settings_requested = Signal()
    models_requested = Signal()
    trash_requested = Signal()  # what was deleted lately

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._current: int | None = None
        self._undo_id: int | None = None
        self._undo_title = ""
        self.setObjectName("sidebar")
        self._model = HistoryModel(self, today=today)
        self._make_top()
        self._make_list()
        self._make_undo()
        self._make_foot()
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._column.addWidget(self.search)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self._undo)
        self._column.addWidget(self._foot)
        self._search_pause = _timer(self, SEARCH_MS, self._tell_search)
        self._undo_end = _timer(self, UNDO_MS, self.hide_undo)
        self._connect()
        theme.follow(self)

    # --- what the window calls --------------------------------------------------------------

    def set_conversations(self, conversations: Sequence[StoredConversation]) -> None:
        """Show these, newest first; the open one stays selected and the list where it is."""
        place = self.list.verticalScrollBar().value()
        row, had_focus = self._row_id(), self._has_focus()
        self._model.set_conversations(conversations)
        self.set_current(self._current)
        if had_focus:  # the row that the keys are on, or its editor, went with the old rows
            self._put_keys_on(row if row is not None else self._current)
            self.list.setFocus()
        self.list.verticalScrollBar().setValue(place)
        self._show_empty()

    def set_style_names(self, names: Mapping[str, str]) -> None:
        """What the installed styles are called, by id."""
        self._model.set_style_names(names)

    def set_turns(self, running: int | None, line: Sequence[int]) -> None:
        """The conversation that is being answered, and those that wait for it, in their order."""
        self._model.set_turns(running, line)

    def set_current(self, conversation_id: int | None) -> None:
        """Mark the open conversation, None for a new one; emits nothing."""
        self._current = conversation_id
        row = self._model.row_of(conversation_id) if conversation_id is not None else -1
        selection = self.list.selectionModel()
        if row < 0:
            selection.clear()
            return
        index = self._model.index(row)
        if not selection.isSelected(index):
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)

    def show_undo(self, conversation_id: int, title: str) -> None:
        """Offer to bring a deleted conversation back, for ten seconds."""
        self._undo_id, self._undo_title = conversation_id, title
        self._word_undo()
        self._undo.show()
        self._undo_end.start()

    def hide_undo(self) -> None:
        """Take the offer away."""
        self._undo_id = None
        self._undo_end.stop()
        self._undo.hide()

    def focus_list(self) -> None:
        """Let the keys act on the open conversation's row, if the sidebar is there."""
        if self.list.isVisible():
            self._put_keys_on(self._current)
            self.list.setFocus()

    def chosen(self) -> int | None:
        """The conversation that the keys act on, None where they act on something else."""
        return self._row_id() if self._has_focus() else None

    def focus_search(self) -> None:
        """Put the caret into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def model(self) -> HistoryModel:
        """The rows, for tests and the page objects."""
        return self._model

    def empty_text(self) -> str:
        """What is said instead of rows, "" while there are rows."""
        return "" if self._empty.isHidden() else self._empty.text()

    def retranslate(self) -> None:
        keys = QKeySequence(QKeySequence.StandardKey.New).toString(NATIVE).replace("+", " ")
        self.new_button.setText(self.tr("New article"))
        self.new_button.set_hint(keys)
        _name(self.new_button, self.tr("New article"), self.tr("Start with another article"))
        private = QKeySequence("Ctrl+Shift+N").toString(NATIVE)
        words = self.tr("New private conversation, of which nothing is written ({0})")
        _name(self.private_button, self.tr("New private conversation"), words.format(private))
        self.search.setPlaceholderText(self.tr("Search conversations"))
        _name(
            self.search,
            self.tr("Search conversations"),
            self.tr("Find words in all conversations (Esc clears)"),
        )
        _name(self.list, self.tr("Conversations"), self.tr("Conversations, newest first"))
        self._rename.setText(self.tr("Rename"))
        self._save.setText(self.tr("Save conversation…"))
        self._export.setText(self.tr("Export…"))
        self._delete.setText(self.tr("Delete"))
        self._erase.setText(self.tr("Erase for good…"))
        _name(self.settings_button, self.tr("Settings"), self.tr("Settings"))
        _name(self.models_button, self.tr("Models"), self.tr("Choose a model"))
        tip = self.tr("Conversations that were deleted, for 30 days")
        _name(self.trash_button, self.tr("Recently deleted"), tip)
        self._undo_button.setText(self.tr("Undo"))
        self._undo_button.setAccessibleName(self.tr("Undo the deletion"))
        undo = QKeySequence(QKeySequence.StandardKey.Undo).toString(NATIVE)
        set_tip(self._undo_button, self.tr("Bring it back ({0}, also later)").format(undo))
        self._word_undo()
        self._show_empty()
        self.list.viewport().update()

    # --- events -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._word_undo()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list, and the size of the words that stand in for it."""
        if watched is self.list.viewport() and event.type() == QEvent.Type.Resize:
            self._empty.setGeometry(self.list.viewport().rect().adjusted(8, 0, -8, 0))
        if watched is self.list and event.type() == QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._list_key(event)
        return False

    # --- inside -----------------------------------------------------------------------------

    def _make_top(self) -> None:
        self.new_button = HintButton(self._theme, self)
        self.new_button.setObjectName("new_chat_button")
        self.new_button.setProperty("role", "secondary")
        self._theme.set_icon(self.new_button, "plus", "text")
        self.private_button = QPushButton(self)
        self.private_button.setObjectName("new_private_button")
        self.private_button.setProperty("role", "icon")
        self._theme.set_icon(self.private_button, "lock")
        self._top = QHBoxLayout()
        self._top.setSpacing(4)
        self._top.addWidget(self.new_button, 1)
        self._top.addWidget(self.private_button)
        self.search = SearchField(self._theme, self)
        self.search.setObjectName("history_search")

    def _make_list(self) -> None:
        self.list = ConversationList(self)
        self.list.setObjectName("history_list")
        self.list.setModel(self._model)
        self.list.setItemDelegate(HistoryDelegate(self._theme, self))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._empty = PlainLabel(self.list.viewport())
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._empty.setContentsMargins(0, 24, 0, 0)
        self._empty.setWordWrap(True)
        self._rename = QAction(self.list)
        self._rename.setShortcut(QKeySequence(Qt.Key.Key_F2))
        self._pin = QAction(self.list)
        self._save = QAction(self.list)
        self._export = QAction(self.list)
        self._delete = QAction(self.list)
        self._delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self._erase = QAction(self.list)
        self._erase.setShortcut(QKeySequence("Shift+Del"))
        for action in (self._rename, self._delete, self._erase):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.list.addAction(action)

    def _make_undo(self) -> None:
        self._undo = QFrame(self)
        self._undo.setObjectName("undo_bar")
        self._undo.setProperty("role", "card")
        self._undo_words = PlainLabel(self._undo)
        self._undo_words.setProperty("role", "muted")
        self._undo_button = QPushButton(self._undo)
        self._undo_button.setObjectName("undo_button")
        self._undo_button.setProperty("role", "link")
        row = self._undo_row = QHBoxLayout(self._undo)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self._undo_words, 1)
        row.addWidget(self._undo_button)
        self._undo.hide()

    def _make_foot(self) -> None:
        self._foot = QWidget(self)
        self.settings_button = self._icon_button("settings_button", "settings")
        self.models_button = self._icon_button("models_button", "models")
        self.trash_button = self._icon_button("deleted_button", "trash")
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.settings_button)
        row.addWidget(self.models_button)
        row.addStretch(1)
        row.addWidget(self.trash_button)

    def _icon_button(self, name: str, icon: str) -> QPushButton:
        button = QPushButton(self._foot)
        button.setObjectName(name)
        button.setProperty("role", "icon")
        self._theme.set_icon(button, icon)
        return button

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_requested)
        self.private_button.clicked.connect(self.private_requested)
        self.search.textChanged.connect(self._search_typed)
        self.list.clicked.connect(self._open)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.installEventFilter(self)
        self.list.viewport().installEventFilter(self)
        self._rename.triggered.connect(self._edit_title)
        self._pin.triggered.connect(self._pin_current)
        self._save.triggered.connect(self._save_current)
        self._export.triggered.connect(self._export_current)
        self._delete.triggered.connect(self._delete_current)
        self._erase.triggered.connect(self._erase_current)
        self._model.renamed.connect(self.renamed)
        self._undo_button.clicked.connect(self._undo_deletion)
        self.settings_button.clicked.connect(self.settings_requested)
        self.models_button.clicked.connect(self.models_requested)
        self.trash_button.clicked.connect(self.trash_requested)

    def _list_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.currentIndex())
            return True
        return False

    def _row_id(self) -> int | None:
        """The conversation that the keys act on."""
        conversation = self._model.conversation(self.list.currentIndex())
        return conversation.id if conversation is not None else None

    def _put_keys_on(self, conversation_id: int | None) -> None:
        row = self._model.row_of(conversation_id) if conversation_id is not None else -1
        if row >= 0:
            self.list.selectionModel().setCurrentIndex(
                self._model.index(row), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self.list or self.list.isAncestorOf(focused))

    def _open(self, index: QModelIndex) -> None:
        conversation = self._model.conversation(index)
        if conversation is not None:  # the open one too: another text may be on the desk
            self.hide_undo()
            self.opened.emit(conversation.id)

    def _edit_title(self) -> None:
        index = self.list.currentIndex()
        if self._model.can_rename(index):
            self.list.edit(index)

    def _pin_current(self) -> None:
        conversation = self._model.conversation(self.list.currentIndex())
        if conversation is not None:
            self.pin_requested.emit(conversation.id, not conversation.pinned)

    def _save_current(self) -> None:
        conversation = self._model.conversation(self.list.currentIndex())
        if conversation is not None:
            self.save_requested.emit(conversation.id)

    def _export_current(self) -> None:
        conversation = self._model.conversation(self.list.currentIndex())
        if conversation is not None:
            self.export_requested.emit(conversation.id)

    def _delete_current(self) -> None:
        conversation = self._model.conversation(self.list.currentIndex())
        if conversation is not None:
            self.deleted.emit(conversation.id)

    def _erase_current(self) -> None:
        conversation = self._model.conversation(self.list.currentIndex())
        if conversation is not None:
            self.erase_requested.emit(conversation.id)

    def _show_menu(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        conversation = self._model.conversation(index)
        if conversation is None:
            return
        self._pin.setText(self.tr("Unpin") if conversation.pinned else self.tr("Pin"))
        # Rename and Delete act on the row under the mouse; it need not be the open one.
        self.list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.NoUpdate
        )
        menu = QMenu(self)
        menu.setObjectName("history_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries = [self._pin, self._rename, self._save, self._export, self._delete, self._erase]
        menu.addActions(entries)
        menu.popup(self.list.viewport().mapToGlobal(place))

    def _search_typed(self) -> None:
        self._search_pause.start()

    def _tell_search(self) -> None:
        self.search_changed.emit(self.search.text().strip())

    def _undo_deletion(self) -> None:
        conversation_id = self._undo_id
        self.hide_undo()
        if conversation_id is not None:
            self.undo_requested.emit(conversation_id)

    def _word_undo(self) -> None:
        words = self.tr("Deleted “{0}”").format(self._undo_title)
        set_tip(self._undo_words, words)
        self._undo_words.setAccessibleName(words)
        # The title gives way, not the quotation marks around it.
        frame = QFontMetrics(self._undo_words.font())
        taken = frame.horizontalAdvance(self.tr("Deleted “{0}”").format(""))
        taken += self._undo_button.sizeHint().width()
        for layout in (self._column, self._undo_row):
            margins = layout.contentsMargins()
            taken += margins.left() + margins.right()
        taken += self._undo_row.spacing() + UNDO_EDGE
        room = max(0, self.width() - taken)
        title = elided(frame, self._undo_title, room)
        self._undo_words.setText(self.tr("Deleted “{0}”").format(title))

    def _show_empty(self) -> None:
        query = self.search.text().strip()
        words = self.tr("Nothing found for “{0}”").format(query)
        self._empty.setText(words if query else self.tr("No conversations yet"))
        self._empty.setVisible(self._model.rowCount() == 0)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(10), px(12), px(10), px(10))
        self._column.setSpacing(px(10))
        self.list.doItemsLayout()


def _timer(parent: QObject, milliseconds: int, call: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(call)
    return timer


def _name(widget: QWidget, name: str, tip: str) -> None:
    widget.setAccessibleName(name)
    set_tip(widget, tip)
