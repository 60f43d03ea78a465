"""The house styles: those on this computer, what is known of each, import by button or by drop.

Knows nothing of disks or models; it shows what it is given and emits what the user wants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.announce import announce
from newsassistant.gui.error_block import ErrorBlock
from newsassistant.gui.job_strip import JobStrip
from newsassistant.gui.labels import interface_language
from newsassistant.gui.model_row import RowAction, RowFacts
from newsassistant.gui.model_words import JobView
from newsassistant.gui.style_row import StyleRow
from newsassistant.gui.style_words import detail_rows, style_facts
from newsassistant.gui.theme import Theme
from newsassistant.gui.token_meter import restyle
from newsassistant.model.prefix_files import PrefixInfo

SIZE = (640, 620)


class StylesDialog(QDialog):
    """Stays usable while a style is imported. Main thread only."""

    acted = Signal(str, str)  # "use", "base", "folder", "delete"; style id
    renamed = Signal(str, str)  # style id, its new name
    import_requested = Signal()
    dropped = Signal(object)  # Path of a folder or file
    train_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._styles: Sequence[PrefixInfo] = ()
        self._reasons: Mapping[str, str] = {}
        self._damaged: Sequence[tuple[str, NewsAssistantError]] = ()
        self._in_use = ""
        self._unfolded: set[str] = set()
        self._editing = ""
        self._rows: list[QWidget] = []
        self.setObjectName("styles_dialog")
        self.setAcceptDrops(True)
        self.job = JobStrip(theme)
        self.error = ErrorBlock(theme)
        self._build()
        self.finished.connect(lambda _: self._stop_editing())
        theme.changed.connect(self._theme_changed)
        self._theme_changed()
        self.resize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        self.retranslate()

    def _build(self) -> None:
        self._heading, self.note = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self.note.setProperty("role", "muted")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self._content = QWidget()
        self._content.setObjectName("transcript_content")  # the same transparent ground
        self._list = QVBoxLayout(self._content)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.import_button = self._button("import_style_button", "secondary")
        self.import_button.clicked.connect(self.import_requested)
        self.train_button = self._button("train_style_button", "secondary")
        self.train_button.clicked.connect(self.train_requested)
        self.close_button = self._button("close_button", "primary")
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.import_button)
        foot.addWidget(self.train_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        for part in (self._heading, self.note, self.job, self.error):
            self._column.addWidget(part)
        self._column.addWidget(self._scroll, 1)
        self._column.addLayout(foot)
        self.set_error(None)

    @staticmethod
    def _button(name: str, role: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("role", role)
        button.setAutoDefault(False)
        return button

    # --- what it is told ------------------------------------------------------------------------

    def set_styles(
        self,
        styles: Sequence[PrefixInfo],
        *,
        reasons: Mapping[str, str],
        in_use: str,
        damaged: Sequence[tuple[str, NewsAssistantError]],
    ) -> None:
        """All styles; why some cannot be used now, by id; the one in use; what is damaged."""
        self._styles, self._reasons = styles, reasons
        self._in_use, self._damaged = in_use, damaged
        self._fill()

    def set_job(self, job: JobView | None) -> None:
        """What is going on; None takes the strip away."""
        self.job.set_job(job)
        self.import_button.setEnabled(job is None)
        self._fill()

    def set_error(self, error: NewsAssistantError | None) -> None:
        """Say what went wrong; None takes it away."""
        if error is not None:
            self.error.set_error(error)
            announce(self, self.error.text())
        self.error.setVisible(error is not None)

    def say(self, words: str) -> None:
        """A sentence on what has just ended, also for screen readers; "" for the usual one."""
        self.note.setText(words or self._usual_words())
        if words:
            announce(self, words)

    def row(self, style_id: str) -> StyleRow | None:
        """A style's card."""
        return self._content.findChild(StyleRow, f"row_{style_id}")

    def show_row(self, style_id: str) -> None:
        """Bring a style into view, ready for its first button."""
        row = self.row(style_id)
        if row is None:
            return
        self._content.adjustSize()
        self._scroll.ensureWidgetVisible(row)
        first = next((b for b in row.findChildren(QPushButton) if b.isEnabled()), None)
        if first is not None:
            first.setFocus()

    # --- the rows -------------------------------------------------------------------------------

    def _fill(self) -> None:
        """All rows anew; the focus stays where it was."""
        focused = self.findChildren(QPushButton)
        name = next((button.objectName() for button in focused if button.hasFocus()), "")
        for part in self._rows:
            self._list.removeWidget(part)
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self._list.takeAt(0)  # the stretch
        self._rows = []
        for style in self._styles:
            self._add(self._style_row(style))
        for style_id, error in self._damaged:
            self._add(self._damaged_row(style_id, error))
        if not self._rows:
            self._add(self._empty_card())
        self._list.addStretch(1)
        self._focus_again(name)

    def _focus_again(self, name: str) -> None:
        row = self.row(self._editing) if self._editing else None
        again = self._content.findChild(QPushButton, name) if name else None
        if row is not None and row.name_edit is not None:
            row.name_edit.setFocus()
        elif again is not None and again.isEnabled():
            again.setFocus()

    def _add(self, part: QWidget) -> None:
        self._rows.append(part)
        self._list.addWidget(part)

    def _style_row(self, style: PrefixInfo) -> StyleRow:
        used = style.id == self._in_use
        reason = self._reasons.get(style.id, "")
        facts = RowFacts(
            style.id,
            style.name,
            style_facts(style),
            chip=self.tr("In use") if used else "",
            memory=reason,
            warns=bool(reason),
            actions=self._actions(style, used=used, reason=reason),
        )
        editing = style.id == self._editing
        return StyleRow(
            self._theme,
            facts,
            self._act,
            details=detail_rows(style) if style.id in self._unfolded else (),
            edited=self._edited if editing else None,
            edit_name=self.tr("Name of the style"),
        )

    def _actions(self, style: PrefixInfo, *, used: bool, reason: str) -> tuple[RowAction, ...]:
        use = RowAction(
            "use",
            self.tr("Use"),
            reason or self.tr("Answer in this style from now on"),
            not reason,
            primary=True,
        )
        if used:
            tip = self.tr("Answer with the base model from now on")
            use = RowAction("base", self.tr("Stop using"), tip)
        unfolded = style.id in self._unfolded
        details = self.tr("Hide details") if unfolded else self.tr("Details")
        return (
            use,
            RowAction("details", details, self.tr("Where it came from and how it was trained")),
            RowAction("rename", self.tr("Rename"), self.tr("Give it another name")),
            RowAction("folder", self.tr("Open folder"), self.tr("Show its files")),
            self._delete_action(),
        )

    def _delete_action(self) -> RowAction:
        tip = self.tr("Delete it from this computer")
        return RowAction("delete", self.tr("Delete…"), tip, self.job.view is None)

    def _damaged_row(self, style_id: str, error: NewsAssistantError) -> StyleRow:
        folder = RowAction("folder", self.tr("Open folder"), self.tr("Show its files"))
        facts = RowFacts(
            style_id,
            style_id,
            self.tr("This style is damaged and cannot be used."),
            memory=error.text(interface_language()),
            warns=True,
            actions=(folder, self._delete_action()),
        )
        return StyleRow(self._theme, facts, self._act)

    def _empty_card(self) -> QFrame:
        """What a style is and how to get one."""
        px = self._theme.px
        card = QFrame()
        card.setObjectName("no_styles")
        card.setProperty("role", "empty")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(28), px(28), px(28), px(28))
        column.setSpacing(px(10))
        icon = QLabel()
        icon.setPixmap(self._theme.pixmap("pencil", "muted", px(24), self.devicePixelRatioF()))
        column.addWidget(icon)
        for role, words in self._empty_words():
            label = QLabel(words)
            label.setProperty("role", role)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
        return card

    def _empty_words(self) -> tuple[tuple[str, str], ...]:
        return (
            ("title", self.tr("No style is installed yet")),
            (
                "body",
                self.tr(
                    "A style is a small file, trained on articles and the summaries that your "
                    "newsroom wrote for them. With it the model writes as your newsroom does. The "
                    "model itself stays as it is, and you switch between the two at any time."
                ),
            ),
            (
                "body",
                self.tr(
                    "Has a colleague got one? Drop its folder here, or press Import. "
                    "Otherwise train one here from your own articles and summaries."
                ),
            ),
        )

    def _act(self, action: str, style_id: str) -> None:
        if action == "details":
            self._unfolded ^= {style_id}
            self._fill()
        elif action == "rename":
            self._editing = style_id
            self._fill()
        else:
            self.acted.emit(action, style_id)

    def _stop_editing(self) -> None:
        if self._editing:
            self._editing = ""
            self._fill()

    def _edited(self, style_id: str, name: str) -> None:
        self._editing = ""
        if name:
            self.renamed.emit(style_id, name)
        self._fill()
        button = self._content.findChild(QPushButton, f"rename_{style_id}")
        if button is not None and self.focusWidget() is None:
            button.setFocus()

    # --- events ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_path(event) is not None and self.import_button.isEnabled():
            event.acceptProposedAction()
            restyle(self, "dropping", "true")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        restyle(self, "dropping", "false")

    def dropEvent(self, event: QDropEvent) -> None:
        restyle(self, "dropping", "false")
        path = dropped_path(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Put all words in the current language."""
        self.setWindowTitle(self.tr("Styles"))
        self._heading.setText(self.tr("Styles"))
        self.note.setText(self._usual_words())
        self.import_button.setText(self.tr("Import a folder…"))
        self.import_button.setToolTip(
            self.tr("A style's folder, or what P-Tuning v2 or PEFT has written")
        )
        self.train_button.setText(self.tr("Train a style…"))
        self.train_button.setToolTip(self.tr("Make one from your own articles and summaries"))
        self.close_button.setText(self.tr("Close"))
        self._scroll.setAccessibleName(self.tr("Styles"))
        self._fill()

    def _usual_words(self) -> str:
        return self.tr(
            "A style changes how the model writes, not what it knows. "
            "Switching takes effect with the next answer. Drop a folder here to import it."
        )

    def _theme_changed(self) -> None:
        px = self._theme.px
        self.setMinimumSize(px(520), px(420))
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(12))
        self._list.setSpacing(px(8))
        self._fill()


def dropped_path(event: QDropEvent) -> Path | None:
    """The first local folder or file of a drag, if any."""
    for url in event.mimeData().urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    return None
