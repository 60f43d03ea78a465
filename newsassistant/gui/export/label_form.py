"""The labels on exported files: the desk's own, and those of China's rules of 2025."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from newsassistant.app.exporting.labels import OFFERED, PRODUCER
from newsassistant.core.settings import Settings
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button, make_label
from newsassistant.gui.widgets.flat_combo import FlatCombo

LONGEST = 200  # characters of a label, and of a producer's name


class LabelForm(QWidget):
    """Shows and changes them in the settings; main thread."""

    edited = Signal(object)  # Settings

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._theme = theme
        self._settings = settings
        self.label_edit, self.producer_edit = QLineEdit(), QLineEdit()
        self.label_edit.setObjectName("export_label_edit")
        self.producer_edit.setObjectName("chinese_producer_edit")
        self.chinese_choice = FlatCombo(theme)
        self.chinese_choice.setObjectName("chinese_labels_choice")
        self.offer_button: QPushButton = make_button("export_label_offer", "link")
        self._names = {name: PlainLabel() for name in ("label", "chinese", "producer")}
        self._label_note, self._chinese_note = (make_label("muted", wraps=True) for _ in range(2))
        self._lay_out()
        for edit in (self.label_edit, self.producer_edit):
            edit.setMaxLength(LONGEST)
            edit.textEdited.connect(self._take)
        self.chinese_choice.activated.connect(self._take)
        self.offer_button.clicked.connect(self._take_offer)
        theme.follow(self)

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("label", self.label_edit),
            ("", self._label_note),
            ("", self.offer_button),
            ("chinese", self.chinese_choice),
            ("producer", self.producer_edit),
            ("", self._chinese_note),
        )
        left = Qt.AlignmentFlag.AlignLeft
        for row, (name, part) in enumerate(rows):
            if name:
                self._names[name].setBuddy(part)
                self._grid.addWidget(self._names[name], row, 0)
            if part is self.offer_button:
                self._grid.addWidget(part, row, 1, left)
            else:
                self._grid.addWidget(part, row, 1)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._grid.setVerticalSpacing(px(6))
        self._grid.setHorizontalSpacing(px(16))
        for part in (self.label_edit, self.producer_edit, self.chinese_choice):
            part.setMinimumWidth(px(220))

    def retranslate(self) -> None:
        words = {
            "label": self.tr("La&bel"),
            "chinese": self.tr("Ch&ina's AI labels"),
            "producer": self.tr("Pro&ducer"),
        }
        parts = (self.label_edit, self.chinese_choice, self.producer_edit)
        for (name, text), part in zip(words.items(), parts, strict=True):
            self._names[name].setText(text)
            part.setAccessibleName(text.replace("&", ""))
        self.label_edit.setPlaceholderText(self.tr("None"))
        self.producer_edit.setPlaceholderText(PRODUCER)
        self._label_note.setText(
            self.tr("{editor}, {date} and {model} in it are filled in with each export.")
        )
        self._chinese_note.setText(
            self.tr(
                "Visible words at the beginning and metadata in the file, as GB 45438-2025 "
                "describes them. Whether its rules apply to you is for you to find out."
            )
        )
        offered = OFFERED[interface_language()]
        self.offer_button.setText(self.tr("Use “{0}”").format(offered))
        set_tip(self.offer_button, self.tr("Puts these words into the line above"))
        set_tip(self.label_edit, self.tr("Stands below the title of every exported file"))
        set_tip(self.chinese_choice, self.tr("For exports that are published in China"))
        set_tip(
            self.producer_edit, self.tr("Name or code of who made the content, for the metadata")
        )
        self._fill()

    def set_settings(self, settings: Settings) -> None:
        """Show other settings; signals nothing."""
        self._settings = settings
        self._fill()

    def _fill(self) -> None:
        with QSignalBlocker(self.chinese_choice):
            self.chinese_choice.clear()
            self.chinese_choice.addItem(self.tr("Off"), False)
            self.chinese_choice.addItem(self.tr("On"), True)
            self.chinese_choice.setCurrentIndex(int(self._settings.chinese_labels))
        for edit, text in (
            (self.label_edit, self._settings.export_label),
            (self.producer_edit, self._settings.chinese_producer),
        ):
            if edit.text() != text:  # the caret stays where somebody writes
                edit.setText(text)
        self.offer_button.setVisible(not self._settings.export_label)
        for part in (self._names["producer"], self.producer_edit):
            part.setVisible(self._settings.chinese_labels)

    def _take_offer(self) -> None:
        self.label_edit.setText(OFFERED[interface_language()])
        self.label_edit.setFocus()
        self._take()

    def _take(self) -> None:
        settings = replace(
            self._settings,
            export_label=self.label_edit.text(),
            chinese_labels=bool(self.chinese_choice.currentData()),
            chinese_producer=self.producer_edit.text(),
        )
        if settings != self._settings:
            self.set_settings(settings)
            self.edited.emit(settings)
