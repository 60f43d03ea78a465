"""The second step of training a style: its name, what it learns from, how long, and the rest."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDoubleValidator, QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.wire import DataReport
from newsassistant.gui.look.labels import interface_language, preset_label
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.words import cut_findings
from newsassistant.gui.widgets.basics import make_button, make_label, restyle
from newsassistant.gui.widgets.flat_combo import FlatCombo
from newsassistant.gui.widgets.segmented import SegmentedChoice
from newsassistant.text.prompts.presets import PRESETS
from newsassistant.train.options import TuneOptions

STARTER = "starter"
OTHER = ""
STEPS = {"quick": 100, "normal": 400, "thorough": 1500}
NUMBERS = {
    "pre_seq_len": (1, 512),
    "max_source_length": (16, 8192),
    "max_target_length": (8, 2048),
    "seed": (0, 2_147_483_647),
}
ROWS = ("pre_seq_len", "lr", "max_source_length", "max_target_length", "seed", "licence")


def _plain_numbers() -> QLocale:
    """Takes what `int` and `float` read, in every country: no groups, a point for decimals."""
    plain = QLocale.c()
    options = QLocale.NumberOption
    plain.setNumberOptions(options.OmitGroupSeparator | options.RejectGroupSeparator)
    return plain


class SettingsStep(QWidget):
    """What is asked before a run: name, base, length, licence."""

    folder_requested = Signal()  # a checkpoint's folder is wanted
    measures_changed = Signal()  # another base or length: the data reads differently
    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._folder: Path | None = None
        self._read: DataReport | NewsAssistantError | None = None
        self.name_edit = QLineEdit()
        self.name_edit.setObjectName("style_name_edit")
        self.name_edit.setMaxLength(80)
        self.base_choice, self.preset_choice = FlatCombo(theme), FlatCombo(theme)
        self.base_choice.setObjectName("base_choice")
        self.preset_choice.setObjectName("trained_preset_choice")
        self.length_choice = SegmentedChoice(theme)
        self.length_choice.setObjectName("train_length_choice")
        self.edits = {name: QLineEdit() for name in ROWS}
        self._build()
        self._fill()
        theme.follow(self)

    def _build(self) -> None:
        self._labels = [PlainLabel() for _ in range(4)]
        self._base_note, self._length_note, self.cut_note = (
            make_label("muted", wraps=True) for _ in range(3)
        )
        for key in STEPS:
            self.length_choice.addItem(key, key)
        self.length_choice.setCurrentIndex(self.length_choice.findData("normal"))
        self.fold_button = make_button("advanced_button", "quiet")
        self.fold_button.clicked.connect(self._fold)
        self._theme.set_icon(self.fold_button, "chevron-down")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._build_rows())
        self._column.addWidget(self.fold_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._build_advanced())
        self._column.addWidget(self.cut_note)
        self.base_choice.activated.connect(self._base_chosen)
        self.name_edit.textChanged.connect(lambda _: self.changed.emit())
        self.length_choice.currentIndexChanged.connect(lambda _: self._word_notes())

    def _build_rows(self) -> QGridLayout:
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        fields = (self.name_edit, self.preset_choice, self.base_choice, self.length_choice)
        notes = {2: self._base_note, 3: self._length_note}
        row = 0
        for number, (label, field) in enumerate(zip(self._labels, fields, strict=True)):
            label.setBuddy(field)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(field, row, 1)
            row += 1
            if number in notes:
                self._grid.addWidget(notes[number], row, 1)
                row += 1
        return self._grid

    def _build_advanced(self) -> QWidget:
        self.advanced = QWidget()
        self._advanced_grid = QGridLayout(self.advanced)
        self._advanced_grid.setContentsMargins(0, 0, 0, 0)
        self._advanced_grid.setColumnStretch(0, 1)
        self._advanced_grid.setColumnStretch(1, 1)
        self._advanced_labels = {}
        for number, (name, edit) in enumerate(self.edits.items()):
            edit.setObjectName(f"{name}_edit")
            label = make_label("muted")
            label.setBuddy(edit)
            self._advanced_labels[name] = label
            self._advanced_grid.addWidget(label, number // 2 * 2, number % 2)
            self._advanced_grid.addWidget(edit, number // 2 * 2 + 1, number % 2)
            if name in NUMBERS:
                whole = QIntValidator(*NUMBERS[name], edit)
                whole.setLocale(_plain_numbers())
                edit.setValidator(whole)
            edit.textChanged.connect(lambda _: self.changed.emit())
        rate = QDoubleValidator(0.0, 1.0, 8, self.edits["lr"])
        rate.setLocale(_plain_numbers())
        self.edits["lr"].setValidator(rate)
        for name in ("max_source_length", "max_target_length"):
            self.edits[name].editingFinished.connect(self.measures_changed)
        self.advanced.hide()
        return self.advanced

    def _fill(self) -> None:
        usual = {item.name: item.default for item in fields(TuneOptions)}
        for name in NUMBERS:
            self.edits[name].setText(str(usual[name]))
        self._measured = self._measures()

    # --- what it holds --------------------------------------------------------------------------

    def set_folder(self, folder: Path | None) -> None:
        """A checkpoint's folder as the base; None is the starter."""
        self._folder = folder
        self._offer_bases()
        self._word_notes()
        self.measures_changed.emit()

    def suggest_name(self, name: str) -> None:
        """A name, unless there is one."""
        if not self.name_edit.text().strip():
            self.name_edit.setText(name)

    def set_read(self, read: DataReport | NewsAssistantError | None) -> None:
        """What became of the data under these settings; None while nothing is known."""
        self._read = read
        words, warns = "", True
        if isinstance(read, DataReport):
            found = cut_findings(read)[0]
            words, warns = found.words, found.warns
        elif read is not None:
            words = read.text(interface_language())
        self.cut_note.setText(words)
        restyle(self.cut_note, "role", "warning" if warns else "muted")
        self.cut_note.setVisible(bool(words))

    def is_complete(self) -> bool:
        """True if there is a name and every number is one."""
        numbers = all(self.edits[name].hasAcceptableInput() for name in NUMBERS)
        rate = self.edits["lr"]
        return (
            bool(self.name_edit.text().strip())
            and numbers
            and (not rate.text() or rate.hasAcceptableInput())
        )

    def chosen(self, options: TuneOptions) -> TuneOptions:
        """`options` with all that was chosen here; a field without a valid number keeps its own."""
        numbers = {
            name: int(self.edits[name].text())
            for name in NUMBERS
            if self.edits[name].hasAcceptableInput()
        }
        rate = self.edits["lr"]
        return replace(
            options,
            name=self.name_edit.text().strip(),
            model=STARTER if self._folder is None else str(self._folder),
            preset=str(self.preset_choice.currentData()),
            max_steps=STEPS[str(self.length_choice.currentData())],
            lr=float(rate.text()) if rate.hasAcceptableInput() else 0.0,
            licence=self.edits["licence"].text().strip(),
            **numbers,  # type: ignore[arg-type]
        )

    # --- inside ---------------------------------------------------------------------------------

    def _measures(self) -> tuple[str, ...]:
        return tuple(self.edits[name].text() for name in ("max_source_length", "max_target_length"))

    def _base_chosen(self) -> None:
        if self.base_choice.currentData() == OTHER:
            self._offer_bases()  # until a folder is chosen, nothing has changed
            self.folder_requested.emit()
        elif self.base_choice.currentData() == STARTER and self._folder is not None:
            self.set_folder(None)

    def _offer_bases(self) -> None:
        with QSignalBlocker(self.base_choice):
            self.base_choice.clear()
            self.base_choice.addItem(self.tr("The starter model"), STARTER)
            if self._folder is not None:
                self.base_choice.addItem(self._folder.name, str(self._folder))
            self.base_choice.addItem(self.tr("A checkpoint's folder…"), OTHER)
            self.base_choice.setCurrentIndex(0 if self._folder is None else 1)
        self.base_choice.updateGeometry()

    def _offer_presets(self) -> None:
        with QSignalBlocker(self.preset_choice):
            chosen = max(self.preset_choice.currentIndex(), 0)
            self.preset_choice.clear()
            for preset in PRESETS:
                self.preset_choice.addItem(preset_label(preset), preset)
            self.preset_choice.setCurrentIndex(chosen)

    def _fold(self) -> None:
        self.advanced.setVisible(self.advanced.isHidden())
        self._word_notes()

    def retranslate(self) -> None:
        names = (
            self.tr("&Name of the style"),
            self.tr("The summaries &are"),
            self.tr("&Base model"),
            self.tr("How &long"),
        )
        fields = (self.name_edit, self.preset_choice, self.base_choice, self.length_choice)
        for label, field, name in zip(self._labels, fields, names, strict=True):
            label.setText(name)
            field.setAccessibleName(name.replace("&", ""))
        self.name_edit.setPlaceholderText(self.tr("House style"))
        set_tip(self.preset_choice, self.tr("The style is trained with this request"))
        lengths = (self.tr("Quick"), self.tr("Normal"), self.tr("Thorough"))
        for index, words in enumerate(lengths):
            self.length_choice.setItemText(index, words)
        self._offer_bases()
        self._offer_presets()
        self._word_advanced()
        self._word_notes()

    def _word_advanced(self) -> None:
        words = {
            "pre_seq_len": self.tr("Length of the prefix (tokens)"),
            "lr": self.tr("Learning rate"),
            "max_source_length": self.tr("Longest article (tokens)"),
            "max_target_length": self.tr("Longest summary (tokens)"),
            "seed": self.tr("Seed (the same one gives the same style)"),
            "licence": self.tr("Licence of the style (optional)"),
        }
        for name, text in words.items():
            self._advanced_labels[name].setText(text)
            self.edits[name].setAccessibleName(text)
        self.edits["lr"].setPlaceholderText(self.tr("the usual one"))

    def _word_notes(self) -> None:
        shown = not self.advanced.isHidden()
        fold = self.tr("Hide advanced settings") if shown else self.tr("Advanced settings")
        self.fold_button.setText(fold)
        self.fold_button.setAccessibleName(fold)
        base = self.tr(
            "A style fits only the model that it was trained on. For another one than the "
            "starter, choose the folder of the checkpoint that it was converted from."
        )
        self._base_note.setText(base if self._folder is None else str(self._folder))
        steps = STEPS[str(self.length_choice.currentData())]
        words = self.tr("{0} steps; the time that they take is shown after the first ones")
        self._length_note.setText(words.format(f"{steps:,}"))
        self.set_read(self._read)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(12))
        self._grid.setHorizontalSpacing(px(24))
        self._grid.setVerticalSpacing(px(8))
        self._advanced_grid.setHorizontalSpacing(px(16))
        self._advanced_grid.setVerticalSpacing(px(4))
