"""The models: those on this computer, those that can be fetched, and the job that is going on.

Knows nothing of disks or connections; it shows what it is given and emits what the user wants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
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

from newsassistant.app.memory import Spare, fit
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import ModelInfo
from newsassistant.gui.announce import announce
from newsassistant.gui.error_block import ErrorBlock
from newsassistant.gui.job_strip import JobStrip
from newsassistant.gui.model_row import ModelRow, RowAction, RowFacts
from newsassistant.gui.model_words import JobView, memory_words, model_facts, size_words
from newsassistant.gui.source_options import SourceOptions
from newsassistant.gui.theme import Theme

if TYPE_CHECKING:
    from newsassistant.download.catalog import CatalogModel

SIZE = (640, 700)


class ModelsDialog(QDialog):
    """Stays usable while a job runs; closing it does not end the job. Main thread only."""

    acted = Signal(str, str)  # "use", "verify", "remove", "folder", "download", "discard"; model id
    import_requested = Signal()
    retry_requested = Signal()

    def __init__(self, theme: Theme, *, mirror: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._installed: Sequence[ModelInfo] = ()
        self._current = ""
        self._spare: Spare | None = None
        self._catalogue: Sequence[CatalogModel] = ()
        self._fetched: Mapping[str, int] = {}
        self._rows: list[QWidget] = []
        self.setObjectName("models_dialog")
        self.options = SourceOptions(theme, mirror)
        self.job = JobStrip(theme)
        self.error = ErrorBlock(theme)
        self._build()
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
        self.retry_button = self._button("retry_button", "secondary", self.retry_requested.emit)
        self.import_button = self._button("import_button", "secondary", self.import_requested.emit)
        self.close_button = self._button("close_button", "primary", self.accept)
        failure = QHBoxLayout()
        failure.addWidget(self.error, 1)
        failure.addWidget(self.retry_button, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self.import_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        for part in (self._heading, self.note, self.job):
            self._column.addWidget(part)
        self._column.addLayout(failure)
        self._column.addWidget(self._scroll, 1)
        line = QFrame()
        line.setProperty("role", "line")
        self._column.addWidget(line)
        self._column.addWidget(self.options)
        self._column.addLayout(foot)
        self.set_error(None)

    def _button(self, name: str, role: str, call: object) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("role", role)
        button.setAutoDefault(False)
        button.clicked.connect(call)
        return button

    # --- what it is told ------------------------------------------------------------------------

    def set_models(self, installed: Sequence[ModelInfo], current: str, spare: Spare | None) -> None:
        """Those on this computer, the id of the loaded one ("" if none), and the memory."""
        self._installed, self._current, self._spare = installed, current, spare
        self._fill()

    def set_catalogue(self, catalogue: Sequence[CatalogModel], fetched: Mapping[str, int]) -> None:
        """Those that can be fetched, and how many bytes of each are on the disk already."""
        self._catalogue, self._fetched = catalogue, fetched
        self._fill()

    def set_job(self, job: JobView | None) -> None:
        """What is going on; None takes the strip away."""
        changed = (job is None) is not (self.job.view is None)
        self.job.set_job(job)
        self.import_button.setEnabled(job is None)
        if changed:
            self._fill()

    def set_error(self, error: NewsAssistantError | None, *, can_retry: bool = False) -> None:
        """Say what went wrong; None takes it away."""
        if error is not None:
            self.error.set_error(error)
            announce(self, self.error.text())
        self.error.setVisible(error is not None)
        self.retry_button.setVisible(error is not None and can_retry)

    def say(self, words: str) -> None:
        """A sentence on what has just ended, also for screen readers; "" for the usual one."""
        self.note.setText(words or self._usual_words())
        if words:
            announce(self, words)

    def row(self, model_id: str) -> ModelRow | None:
        """A model's card."""
        return self._content.findChild(ModelRow, f"row_{model_id}")

    # --- inside ---------------------------------------------------------------------------------

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
        if self._installed:
            self._add_title(self.tr("On this computer"))
        for model in self._installed:
            self._add_row(self._installed_row(model))
        known = {model.id for model in self._installed}
        wanted = [model for model in self._catalogue if model.id not in known]
        if wanted:
            self._add_title(self.tr("To download"))
        for entry in wanted:
            self._add_row(self._catalogue_row(entry))
        self._list.addStretch(1)
        again = self._content.findChild(QPushButton, name) if name else None
        if again is not None and again.isEnabled():
            again.setFocus()

    def _add_title(self, words: str) -> None:
        title = QLabel(words)
        title.setProperty("role", "muted")
        self._rows.append(title)
        self._list.addWidget(title)

    def _add_row(self, facts: RowFacts) -> None:
        row = ModelRow(self._theme, facts, self.acted.emit)
        self._rows.append(row)
        self._list.addWidget(row)

    def _installed_row(self, model: ModelInfo) -> RowFacts:
        used = model.id == self._current
        free = self.job.view is None
        usable = fit(model.memory_bytes, self._spare) != "hopeless"
        use_tip = self.tr("Answer with this model from now on")
        if not usable:
            use_tip = self.tr("This computer has too little memory for it")
        remove_tip = self.tr("It is in use; choose another model first") if used else ""
        actions = (
            RowAction("use", self.tr("Use"), use_tip, usable and not used, primary=True),
            RowAction("verify", self.tr("Verify"), self.tr("Check every file by its hash"), free),
            RowAction("folder", self.tr("Open folder"), self.tr("Show its files")),
            RowAction(
                "remove",
                self.tr("Remove…"),
                remove_tip or self.tr("Delete it from this computer"),
                free and not used,
            ),
        )
        return RowFacts(
            model.id,
            model.name,
            model_facts(model),
            chip=self.tr("In use") if used else "",
            # The loaded one has its memory already: what is free says nothing about it.
            memory=memory_words(model.memory_bytes, None if used else self._spare),
            warns=not used and fit(model.memory_bytes, self._spare) != "fits",
            actions=actions if not used else actions[1:],
        )

    def _catalogue_row(self, model: CatalogModel) -> RowFacts:
        fetched = self._fetched.get(model.id, 0)
        free = self.job.view is None
        words = self.tr("Continue…") if fetched else self.tr("Download…")
        tip = self.tr("Shows the licence and the size first")
        actions = [RowAction("download", words, tip, free, primary=True)]
        if fetched:
            tip = self.tr("Delete what was fetched so far")
            actions.append(RowAction("discard", self.tr("Discard…"), tip, free))
        size = self.tr("About {0} to download").format(size_words(model.download_bytes))
        if fetched:
            size = self.tr("{0} of about {1} are here").format(
                size_words(fetched), size_words(model.download_bytes)
            )
        context = self.tr("{0} tokens of context").format(f"{model.context_length:,}")
        need = model.memory_bytes()
        return RowFacts(
            model.id,
            model.name,
            f"{size} · {context} · {model.licence}",
            memory=memory_words(need, self._spare),
            warns=fit(need, self._spare) != "fits",
            actions=tuple(actions),
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Put all words in the current language."""
        self.setWindowTitle(self.tr("Models"))
        self._heading.setText(self.tr("Models"))
        self.note.setText(self._usual_words())
        self.retry_button.setText(self.tr("Try again"))
        self.import_button.setText(self.tr("Import a folder…"))
        self.import_button.setToolTip(
            self.tr("Convert a ChatGLM folder as its authors publish it, or copy a converted one")
        )
        self.close_button.setText(self.tr("Close"))
        self._scroll.setAccessibleName(self.tr("Models"))
        self._fill()

    def _usual_words(self) -> str:
        return self.tr(
            "Models run on this computer. Only a download connects to the internet, and it sends "
            "no article, question or answer."
        )

    def _theme_changed(self) -> None:
        px = self._theme.px
        self.setMinimumSize(px(520), px(480))
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(12))
        self._list.setSpacing(px(8))
        self._fill()
