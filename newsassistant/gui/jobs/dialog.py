"""The user's jobs: a list in their order, and the chosen one as a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.jobs.form import JobForm
from newsassistant.gui.jobs.menu import WITH_KEYS
from newsassistant.gui.look.labels import job_label
from newsassistant.gui.look.plain_text import set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_button, make_label
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.scroll_column import ScrollColumn
from newsassistant.text.prompts.presets import Preset

SIZE = (820, 640)  # px, and the least that it may be made
LEAST = (620, 420)
LIST_WIDTH = 232
NATIVE = QKeySequence.SequenceFormat.NativeText
ID = int(Qt.ItemDataRole.UserRole)
TOOLS = {
    "new": "plus",
    "copy": "copy",
    "up": "chevron-up",
    "down": "chevron-down",
    "delete": "trash",
}


class JobsDialog(QDialog):
    """Changes wait until they are saved; whoever closes it with some is asked."""

    acted = Signal(str)  # one of TOOLS, "import", "export", "restore", "save", "discard", "close"
    chosen = Signal(str)  # the id of a job
    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("jobs_dialog")
        self.setSizeGripEnabled(True)
        self.heading, self.note = make_label("heading"), make_label("muted", wraps=True)
        self.error = ErrorBlock(theme)
        self.list = QListWidget()
        self.list.setObjectName("jobs_list")
        self.form = JobForm(theme)
        self.tools = {name: self._tool(name, icon) for name, icon in TOOLS.items()}
        self.buttons = {
            name: self._button(name, "secondary")
            for name in ("import", "export", "restore", "discard", "close")
        }
        self.buttons["save"] = self._button("save", "primary")
        self.buttons["save"].setDefault(True)
        self._lay_out()
        self.list.currentItemChanged.connect(self._chosen)
        self.list.installEventFilter(self)
        self.form.edited.connect(self.edited)
        theme.follow(self)
        self.resize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        self.set_error(None)

    def _tool(self, name: str, icon: str) -> QPushButton:
        button = self._button(name, "icon")
        self._theme.set_icon(button, icon)
        return button

    def _button(self, name: str, role: str) -> QPushButton:
        button = make_button(f"job_{name}_button", role)
        button.clicked.connect(lambda: self.acted.emit(name))
        return button

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(0)
        for button in self.tools.values():
            tools.addWidget(button)
        tools.addStretch(1)
        self._left = QVBoxLayout()
        self._left.addWidget(self.list, 1)
        self._left.addLayout(tools)
        self._scroll = ScrollColumn()
        self._scroll.column.addWidget(self.form)
        self._middle = QHBoxLayout()
        self._middle.addLayout(self._left)
        self._middle.addWidget(self._scroll, 1)
        self._foot = QHBoxLayout()
        for name in ("import", "export", "restore"):
            self._foot.addWidget(self.buttons[name])
        self._foot.addStretch(1)
        for name in ("discard", "save", "close"):
            self._foot.addWidget(self.buttons[name])
        self._column = QVBoxLayout(self)
        for part in (self.heading, self.note, self.error):
            self._column.addWidget(part)
        self._column.addLayout(self._middle, 1)
        self._column.addLayout(self._foot)

    # --- what it is told ------------------------------------------------------------------------

    def set_jobs(self, jobs: Sequence[Preset], changed: Sequence[str], current: str) -> None:
        """All jobs in their order, the ids of those with unsaved changes, and the chosen one."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for number, job in enumerate(jobs, 1):
                item = QListWidgetItem()
                item.setData(ID, job.id)
                self._word_item(item, number, job, unsaved=job.id in changed)
                self.list.addItem(item)
                if job.id == current:
                    self.list.setCurrentItem(item)
        self.set_unsaved(bool(changed))
        ids = [job.id for job in jobs]
        place = ids.index(current) if current in ids else -1
        self.tools["up"].setEnabled(place > 0)
        self.tools["down"].setEnabled(0 <= place < len(ids) - 1)
        self.tools["delete"].setEnabled(len(ids) > 1)

    def _word_item(self, item: QListWidgetItem, number: int, job: Preset, *, unsaved: bool) -> None:
        name = job_label(job) or self.tr("New job")
        key = f"{number}" if number <= WITH_KEYS else "–"
        item.setText(f"{key}   {name}{' *' if unsaved else ''}")
        said = self.tr("{0}, not saved").format(name) if unsaved else name
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)

    def set_unsaved(self, unsaved: bool) -> None:
        """Whether there is something to save."""
        for name in ("save", "discard"):
            self.buttons[name].setEnabled(unsaved)

    def set_job(self, job: Preset, taken: Collection[str], styles: Mapping[str, str]) -> None:
        """Show a job in the form; see `JobForm.set_job`."""
        self.form.set_job(job, taken, styles)

    def set_can_restore(self, possible: bool) -> None:
        """Whether something of the program's own is missing or changed."""
        self.buttons["restore"].setEnabled(possible)

    def set_error(self, error: NewsAssistantError | None) -> None:
        """Say what went wrong; None takes it away."""
        self.error.tell(error)

    def say(self, words: str) -> None:
        """A sentence on what has just happened; "" for the usual one."""
        self.note.setText(words or self._usual_words())
        if words:
            announce(self, words)

    # --- events ---------------------------------------------------------------------------------

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(ID)))

    def reject(self) -> None:
        """Esc and the window's own button ask too."""
        self.acted.emit("close")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            keys = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
            name = keys.get(Qt.Key(event.key())) if alt else None
            name = "delete" if event.key() == Qt.Key.Key_Delete else name
            if name is not None and self.tools[name].isEnabled():
                self.acted.emit(name)
                return True
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        set_title(self, self.tr("Jobs"))
        self.heading.setText(self.tr("Jobs"))
        self.note.setText(self._usual_words())
        self.list.setAccessibleName(self.tr("Jobs in their order"))
        set_tip(self.list, self.tr("Jobs in their order"))
        words = {
            "import": (self.tr("Import…"), self.tr("Add the jobs in a file")),
            "export": (self.tr("Export…"), self.tr("Save all jobs as one file")),
            "restore": (
                self.tr("Restore"),
                self.tr("Bring back the jobs of the program as they came; yours stay"),
            ),
            "discard": (self.tr("Discard"), self.tr("Take back what is not saved")),
            "save": (self.tr("Save"), self.tr("Save what was changed")),
            "close": (self.tr("Close"), self.tr("Close (Esc)")),
        }
        for name, (text, said) in words.items():
            self.buttons[name].setText(text)
            set_tip(self.buttons[name], said)
        tools = {
            "new": self.tr("New job"),
            "copy": self.tr("Duplicate the job"),
            "up": self.tr("Move up (Alt+Up)"),
            "down": self.tr("Move down (Alt+Down)"),
            "delete": self.tr("Delete the job (Del)"),
        }
        for name, text in tools.items():
            self.tools[name].setAccessibleName(text)
            set_tip(self.tools[name], text)

    def _usual_words(self) -> str:
        keys = (QKeySequence(f"Ctrl+{n}").toString(NATIVE) for n in (1, WITH_KEYS))
        return self.tr(
            "A job is what Summarise asks for. The first four stand under the article, the first "
            "nine have the keys {0} to {1}."
        ).format(*keys)

    def apply_theme(self) -> None:
        px = self._theme.px
        self.setMinimumSize(px(LEAST[0]), px(LEAST[1]))
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(12))
        self._middle.setSpacing(px(20))
        self._left.setSpacing(px(6))
        self._foot.setSpacing(px(8))
        self.list.setFixedWidth(px(LIST_WIDTH))
