"""What shall be done: which folder, which jobs and styles, where results go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from newsassistant.app.batch.census import Census
from newsassistant.app.batch.plan import OWN, Plan
from newsassistant.gui.folder.words import census_words, left_out_words
from newsassistant.gui.look.plain_text import PlainLabel, breakable_path, set_tip, without_mnemonic
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import discard, make_button, make_label, restyle
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.flat_combo import FlatCombo
from newsassistant.gui.widgets.incoming import local_files

Named = tuple[str, str]  # id, name
FORMS = ("docx", "txt", "md", "")
_IN_A_ROW = 3


class FolderCard(QFrame):
    """The chosen folder or files, or a place to drop them."""

    choose_requested = Signal()
    files_requested = Signal()
    dropped = Signal(object)  # Sequence[Path]

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._path: Path | None = None
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self.label, self.counted = PlainLabel(), make_label("muted", wraps=True)
        self.label.setWordWrap(True)
        self.counted.setObjectName("folder_counted")
        self.button = make_button("folder_choose_button", "secondary")
        self.button.clicked.connect(self.choose_requested)
        self.files_button = make_button("folder_files_button", "secondary")
        self.files_button.clicked.connect(self.files_requested)
        words = QVBoxLayout()
        words.addWidget(self.label)
        words.addWidget(self.counted)
        row = QHBoxLayout(self)
        row.addLayout(words, 1)
        for button in (self.button, self.files_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        theme.follow(self)

    def set_path(self, path: Path | None) -> None:
        """Show a folder's name; None asks for one."""
        self._path = path
        set_tip(self.label, str(path or ""))
        self.retranslate()

    def set_counted(self, words: str) -> None:
        """What is in it, "" for nothing to say."""
        self.counted.setText(words)
        self.counted.setVisible(bool(words))

    def retranslate(self) -> None:
        drop = self.tr("Drop a folder with articles here")
        self.label.setText(breakable_path(self._path) if self._path is not None else drop)
        restyle(self.label, "role", "title" if self._path is not None else "hint")
        self.button.setText(self.tr("Choose a &folder…"))
        set_tip(self.button, self.tr("All files in it that can be read are summarised"))
        self.files_button.setText(self.tr("F&iles…"))
        self.files_button.setAccessibleName(self.tr("Choose files"))
        set_tip(self.files_button, self.tr("Choose some files of a folder"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()
            restyle(self, "active", True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        restyle(self, "active", False)

    def dropEvent(self, event: QDropEvent) -> None:
        restyle(self, "active", False)
        if paths := local_files(event.mimeData()):
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def apply_theme(self) -> None:
        px = self._theme.px
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(px(16), px(14), px(16), px(14))
            layout.setSpacing(px(12))


class Choices(QWidget):
    """Some of many, each with a box to tick."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        theme.follow(self)

    def offer(self, named: Sequence[Named], chosen: Sequence[str]) -> None:
        """Show these; ticked are those whose ids are `chosen`."""
        for box in self._boxes.values():
            self._grid.removeWidget(box)
            discard(box)
        self._boxes = {}
        for number, (key, name) in enumerate(named):
            box = QCheckBox(without_mnemonic(name))
            box.setObjectName(f"{self._name}_{key or 'base'}")
            box.setChecked(key in chosen)
            box.toggled.connect(self.changed)
            self._boxes[key] = box
            self._grid.addWidget(box, number // _IN_A_ROW, number % _IN_A_ROW)
        self._grid.setColumnStretch(_IN_A_ROW, 1)

    def chosen(self) -> tuple[str, ...]:
        """The ids of those that are ticked, in their order."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def retranslate(self) -> None:
        """Names come from outside."""

    def apply_theme(self) -> None:
        px = self._theme.px
        self._grid.setHorizontalSpacing(px(20))
        self._grid.setVerticalSpacing(px(6))


class SetupPage(QWidget):
    """Tells by `changed` that something else is chosen; main thread."""

    changed = Signal()
    reworded = Signal()  # what was offered has other names now
    output_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._folder: Path | None = None
        self._files: Sequence[Path] = ()
        self._output: Path | None = None
        self._census: Census | None = None
        self._goes_on = False
        self.card = FolderCard(theme)
        self.inside = QCheckBox()
        self.inside.setObjectName("folder_inside_box")
        self.jobs, self.styles = Choices(theme, "folder_job"), Choices(theme, "folder_style")
        self.forms = FlatCombo(theme)
        self.forms.setObjectName("folder_form")
        self.output_label, self.note = (
            make_label("body", wraps=True),
            make_label("muted", wraps=True),
        )
        self.output_label.setObjectName("folder_output")
        self.note.setObjectName("folder_note")
        self.output_button = make_button("folder_output_button", "secondary")
        self.error = ErrorBlock(theme)
        self._titles = [make_label("muted") for _ in range(4)]
        self._build()
        theme.follow(self)

    def _build(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        column.addWidget(self.inside)
        for title, choices in zip(self._titles, (self.jobs, self.styles), strict=False):
            column.addWidget(title)
            column.addWidget(choices)
        output = QHBoxLayout()
        output.addWidget(self.output_label, 1)
        output.addWidget(self.output_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._titles[2])
        column.addLayout(output)
        column.addWidget(self.note)
        form = QHBoxLayout()
        form.addWidget(self._titles[3])
        form.addWidget(self.forms)
        form.addStretch(1)
        column.addLayout(form)
        column.addWidget(self.error)
        self.error.clear()
        self.output_button.clicked.connect(self.output_requested)
        for signal in (self.inside.toggled, self.jobs.changed, self.styles.changed):
            signal.connect(self.changed)
        self.forms.currentIndexChanged.connect(self.changed)

    # --- what it is told ------------------------------------------------------------------------

    def set_folder(self, folder: Path, files: Sequence[Path] = ()) -> None:
        """Another folder, or `files` of it; what is in it is counted meanwhile."""
        self._folder, self._files, self._census = folder, files, None
        self.card.set_path(folder)
        self.inside.setEnabled(not files)
        self.error.clear()
        self._show()

    def set_census(self, census: Census | None) -> None:
        """What is in the folder."""
        self._census = census
        self._show()

    def set_output(self, output: Path | None, *, goes_on: bool) -> None:
        """Where results go; `goes_on` where some are there already."""
        self._output, self._goes_on = output, goes_on
        self._show()

    def plan(self) -> Plan | None:
        """What is chosen; None while something is missing."""
        jobs, styles = self.jobs.chosen(), self.styles.chosen()
        if self._folder is None or self._output is None or not jobs or not styles:
            return None
        if self._census is None or not self._census.kinds:
            return None
        form = str(self.forms.currentData() or "")
        inside, files = self.inside.isChecked(), tuple(self._files)
        return Plan(self._folder, self._output, jobs, styles, form, inside, files)

    # --- inside ---------------------------------------------------------------------------------

    def _show(self) -> None:
        census = self._census
        counting = self._folder is not None and census is None and self.error.isHidden()
        words = self.tr("Looking at the files…") if counting else ""
        if census is not None:
            words = "\n".join(filter(None, (census_words(census), left_out_words(census))))
        self.card.set_counted(words)
        output = breakable_path(self._output) if self._output is not None else "–"
        self.output_label.setText(output)
        set_tip(self.output_label, str(self._output or ""))
        self.output_button.setEnabled(self._folder is not None)
        self.note.setText(
            self.tr("Results are there already: what was written is kept, and the rest is added.")
            if self._goes_on
            else self.tr("The articles stay as they are; results come into a folder of their own.")
        )

    def retranslate(self) -> None:
        titles = (
            self.tr("What to write"),
            self.tr("Style"),
            self.tr("Where results go"),
            self.tr("A file for each result, besides the list of all"),
        )
        for label, words in zip(self._titles, titles, strict=True):
            label.setText(words)
        self.inside.setText(self.tr("Also the fo&lders inside"))
        self.output_button.setText(self.tr("Change…"))
        self.output_button.setAccessibleName(self.tr("Change where results go"))
        set_tip(self.output_button, self.tr("Choose another folder for the results"))
        self.forms.setAccessibleName(titles[3])
        at = max(0, self.forms.currentIndex())
        names = ("Word (.docx)", self.tr("Text (.txt)"), "Markdown (.md)", self.tr("None"))
        self.forms.blockSignals(True)
        self.forms.clear()
        for form, name in zip(FORMS, names, strict=True):
            self.forms.addItem(name, form)
        self.forms.setCurrentIndex(at)
        self.forms.blockSignals(False)
        self._show()
        self.reworded.emit()

    def apply_theme(self) -> None:
        self._column.setSpacing(self._theme.px(10))


def styles_of(own: str, base: str, named: Sequence[Named]) -> Sequence[Named]:
    """What there is to choose: each job's own, the model itself, and what is installed."""
    return [(OWN, own), ("", base), *named]
